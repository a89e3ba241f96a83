import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import * as encoding from 'lib0/encoding';
import type { HistoryUpdate } from '../replay.ts';
import { recordFiles, type RecordContents } from './record.ts';
import { seal, type Digest } from './seal.ts';

/** The same contents give the same bytes: a zip's times are no part of it. */
const zipTime = 315_662_400_000;

/** The file. `pause` is awaited between its parts, so that a large one does not hold up everything else. */
export async function writeRecord(
  { manifest, update, log, attachments, markdown, html }: RecordContents,
  { pause = () => Promise.resolve(), digest }: { pause?: () => Promise<void>; digest?: Digest } = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let failed: Error | null = null;
  const zip = new Zip((error, chunk) => {
    failed ??= error;
    chunks.push(chunk);
  });
  const add = async (file: ZipDeflate | ZipPassThrough, bytes: Uint8Array) => {
    file.mtime = zipTime;
    zip.add(file);
    file.push(bytes, true);
    await pause();
  };
  await add(new ZipDeflate(recordFiles.manifest), strToU8(JSON.stringify(manifest)));
  await add(new ZipDeflate(recordFiles.room), update);
  await add(new ZipDeflate(recordFiles.log), encodeLog(log));
  await add(new ZipDeflate(recordFiles.markdown), strToU8(markdown));
  await add(new ZipDeflate(recordFiles.html), strToU8(html));
  // What people attach is mostly packed already.
  for (const [sha256, bytes] of attachments) await add(new ZipPassThrough(`attachments/${sha256}`), bytes);
  zip.end();
  if (failed !== null) throw failed as Error;
  return seal(join(chunks), digest);
}

function join(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function encodeLog(log: readonly HistoryUpdate[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, log.length);
    for (const { at, update } of log) {
      encoding.writeVarUint(encoder, Math.max(0, Math.round(at)));
      encoding.writeVarUint8Array(encoder, update);
    }
  });
}
