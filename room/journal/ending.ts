// JN9: a team stops vouching for a key, for instance of a lost laptop. Its server signs that with the time. What the
// key
// signed before stays as it is; what it signed from then on is named. It travels on the live feed and in records.
import { decodeUtf8 } from 'lib0/string';
import { z } from 'zod';
import { isoTime } from '../time.ts';
import { utf8 } from './hash.ts';
import { readBase64Url, type Verifier } from './verifier.ts';

const endingSchema = z.looseObject({
  format: z.literal('muster-key-ended'),
  /** The team's public key, which signs this. */
  team: z.string(),
  /** The key that ended, and whose it was. */
  key: z.string(),
  person: z.string(),
  name: z.string().max(120),
  /** From when on nobody vouches for it, in epoch milliseconds by the team's clock. */
  endedAt: z.number().min(0).max(8_640_000_000_000_000),
});
export type Ending = z.output<typeof endingSchema>;

/** The signed bytes; nothing else that a team signs begins like this. */
export const endingBytes = (body: string): Uint8Array => utf8(`muster key ended\n${body}`);

/** Its content, whoever signed it; null when it is not an ending. */
export function parseEnding(text: string): { ending: Ending; body: string; signature: Uint8Array } | null {
  const [body = '', signed = '', ...more] = text.split('.');
  const signature = readBase64Url(signed);
  if (signature === null || more.length > 0) return null;
  const ending = endingSchema.safeParse(readJson(body));
  return ending.success ? { ending: ending.data, body, signature } : null;
}

/** Those that their team really signed, by the key that ended; of several about one key the earliest counts. */
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

/** `2026-11-30 12:05 UTC`: a record is read in more than one zone. */
export const sayMoment = (at: number): string => `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;

function readJson(body: string): unknown {
  try {
    return JSON.parse(decodeUtf8(readBase64Url(body) ?? new Uint8Array()));
  } catch {
    return null;
  }
}
