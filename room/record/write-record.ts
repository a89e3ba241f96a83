import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import * as encoding from 'lib0/encoding';
import type { HistoryUpdate } from '../log/replay.ts';
import type { Digest } from '../journal/hash.ts';
import { joinBytes } from '../journal/link.ts';
import { canonicalJson } from '../text/plain.ts';
import { attachmentIn, recordFiles, type RecordContents } from './record.ts';
import { seal } from './seal.ts';

/** The same contents give the same bytes, so the zip holds no times. */
const zipTime = 315_662_400_000;

/** The file. `pause` is awaited between its parts, so that a large one does not hold up everything else. */
export async function writeRecord(
  contents: RecordContents,
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
  // Attached files are mostly compressed already.
  for (const [name, bytes] of encodeMembers(contents))
    await add(attachmentIn(name) === null ? new ZipDeflate(name) : new ZipPassThrough(name), bytes);
  zip.end();
  if (failed !== null) throw failed as Error;
  return seal(joinBytes(chunks), digest);
}

/** The files of a record by their names, in their order. */
export function encodeMembers(contents: RecordContents): Map<string, Uint8Array> {
  const { manifest, update, log, attachments, markdown, html } = contents;
  return new Map([
    [recordFiles.manifest, strToU8(canonicalJson(manifest))],
    [recordFiles.room, update],
    [recordFiles.log, encodeLog(log)],
    [recordFiles.markdown, strToU8(markdown)],
    [recordFiles.html, strToU8(html)],
    ...[...attachments].map(([sha256, bytes]) => [`attachments/${sha256}`, bytes] as const),
  ]);
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
