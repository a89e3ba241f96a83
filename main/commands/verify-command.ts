// JN6: `muster verify FILE` prints whether a record is intact. It opens no window and works beside a running desktop.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { recordLimits } from '#room/record/record.ts';
import type { Verified } from '#room/record/verify-file.ts';
import { strings } from '../strings.ts';

const usage = 'muster verify FILE';

/** Null when the command is not `verify`. */
export function readVerifyCommand(args: readonly string[]): { file: string } | { says: string } | null {
  const from = args.findIndex((arg) => !arg.startsWith('-'));
  if (args[from] !== 'verify') return null;
  const [file, ...more] = args.slice(from + 1);
  if (file === undefined || more.length > 0) return { says: strings.sayWhichRecord(usage) };
  return { file };
}

/** Never rejects: failures are in the result's message. */
export async function verifyAt(file: string): Promise<Verified> {
  try {
    if ((await stat(file)).size > recordLimits.file)
      return { text: strings.recordTooLarge(file), exitCode: 2 };
    // Loaded only here: a desktop that starts does not need them.
    const { makeVerifier } = await import('#room/journal/verifier.ts');
    const { verifyFile } = await import('#room/record/verify-file.ts');
    const verifier = makeVerifier(crypto.subtle, (bytes) => createHash('sha256').update(bytes).digest());
    return await verifyFile(await readFile(file), verifier);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { text: strings.recordNotRead(file, why), exitCode: 2 };
  }
}
