// JN6: `--verify FILE`, without a data folder and without a server.
import { readFile, stat } from 'node:fs/promises';
import { makeVerifier } from '#room/journal/verifier.ts';
import { recordLimits } from '#room/record/record.ts';
import { verifyFile, type Verified } from '#room/record/verify-file.ts';
import { digest } from './digest.ts';

/** Never rejects because of the file's content. */
export async function verifyAt(path: string): Promise<Verified> {
  try {
    const { size } = await stat(path);
    if (size > recordLimits.file)
      return {
        text: `${path} is larger than ${recordLimits.file} bytes. A record is never that large.`,
        exitCode: 2,
      };
    return await verifyFile(await readFile(path), makeVerifier(crypto.subtle, digest));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { text: `${path} could not be read: ${why}`, exitCode: 2 };
  }
}
