// JN9: a team stops vouching for a key, for example of a lost laptop. Its server signs a statement with the time.
// Earlier signatures of the key stay valid; later ones are reported. Statements are sent on the live feed and in records.
import { decodeUtf8 } from 'lib0/string';
import { z } from 'zod';
import { utf8 } from './hash.ts';
import { readBase64Url, type Verifier } from './verifier.ts';

const endingSchema = z.looseObject({
  format: z.literal('muster-key-ended'),
  /** The team's public key, which signs this. */
  team: z.string(),
  /** The ended key and its owner. */
  key: z.string(),
  person: z.string(),
  name: z.string().max(120),
  /** From when on nobody vouches for the key, epoch milliseconds on the team's clock. */
  endedAt: z.number().min(0).max(8_640_000_000_000_000),
});
export type Ending = z.output<typeof endingSchema>;

/** The signed bytes; nothing else that a team signs begins like this. */
export const endingBytes = (body: string): Uint8Array => utf8(`muster key ended\n${body}`);

/** The content of an ending, without checking the signature; null when it is not an ending. */
export function parseEnding(text: string): { ending: Ending; body: string; signature: Uint8Array } | null {
  const [body = '', signed = '', ...more] = text.split('.');
  const signature = readBase64Url(signed);
  if (signature === null || more.length > 0) return null;
  const ending = endingSchema.safeParse(readJson(body));
  return ending.success ? { ending: ending.data, body, signature } : null;
}

/** The endings with a valid team signature, by ended key; the earliest one of a key counts. */
export async function readEndings(
  texts: readonly string[],
  { isSigned }: Verifier,
): Promise<ReadonlyMap<string, Ending>> {
  const endings = new Map<string, Ending>();
  for (const text of new Set(texts)) {
    const read = parseEnding(text);
    if (read === null) continue;
    const { ending, body, signature } = read;
    if (!(await isSigned(ending.team, endingBytes(body), signature))) continue;
    const known = endings.get(ending.key);
    if (known === undefined || ending.endedAt < known.endedAt) endings.set(ending.key, ending);
  }
  return endings;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(decodeUtf8(readBase64Url(body) ?? new Uint8Array()));
  } catch {
    return null;
  }
}
