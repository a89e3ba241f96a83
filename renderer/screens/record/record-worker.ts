// Reads and verifies a record without blocking the window. The window cancels by ending the worker.
import { makeVerifier } from '#room/journal/verifier.ts';
import { RecordRefused } from '#room/record/record.ts';
import { readAndVerify } from '#room/record/verify-steps.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

const say = (message: FromWorker, transfer: Transferable[] = []) =>
  globalThis.postMessage(message, { transfer });

globalThis.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  read(data).catch((error: unknown) =>
    say({ kind: 'refused', why: error instanceof RecordRefused ? error.message : null }),
  );
});

async function read({ file, endings }: ToWorker): Promise<void> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto.subtle;
  say({ kind: 'progress', what: 'reading', share: 0 });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const verdict = await readAndVerify({
    file: bytes,
    endings,
    verifier: subtle === undefined ? null : (digest) => makeVerifier(subtle, digest),
    hash:
      subtle === undefined
        ? null
        : async (part) => new Uint8Array(await subtle.digest('SHA-256', part as Uint8Array<ArrayBuffer>)),
    tell: (what, share) => say({ kind: 'progress', what, share }),
    opened(members) {
      // Copies go to the window by transfer; the worker keeps the originals to verify.
      const copies = [...members].map(([name, part]) => [name, part.slice()] as const);
      say(
        { kind: 'opened', members: copies },
        copies.map(([, part]) => part.buffer),
      );
    },
  });
  say(verdict === null ? { kind: 'cannot-check' } : { kind: 'verdict', verdict });
}
