// Reads the files in a record's zip. Accepts only what records use: known names, two methods, one part, no encryption;
// and never more bytes than the limit for the name, whatever the zip claims.
import { Inflate, strFromU8 } from 'fflate';
import { mostBytesOf, recordLimits, RecordRefused } from './record.ts';

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const fileMark = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const fileBytes = 30;
/** The slice size for unpacking; a slice expands at most about a thousand times. */
const sliceBytes = 16 * 1024;

type Entry = { name: string; method: number; packed: number; size: number; at: number };

const damaged = () => new RecordRefused('This record cannot be read: its list of files is damaged.');

/** Every file by its name. Throws RecordRefused. */
export function readZip(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const files = new Map<string, Uint8Array>();
  let left: number = recordLimits.unpacked;
  for (const entry of readEntries(view, zip)) {
    const most = mostBytesOf(entry.name);
    if (most === null)
      throw new RecordRefused(`This record holds a file that no record has: ${shown(entry.name)}.`);
    if (files.has(entry.name)) throw new RecordRefused(`This record holds ${entry.name} twice.`);
    if (entry.size > Math.min(most, left))
      throw new RecordRefused(`This record is refused: ${entry.name} unpacks to more than it may.`);
    const bytes = unpack(packedOf(view, zip, entry), entry);
    left -= bytes.length;
    files.set(entry.name, bytes);
  }
  return files;
}

const shown = (name: string): string =>
  JSON.stringify(name.length > 60 ? `${name.slice(0, 60).replace(/[\uD800-\uDBFF]$/u, '')}…` : name);

function readEntries(view: DataView, zip: Uint8Array): Entry[] {
  const end = zip.length - endBytes;
  if (end < 0 || view.getUint32(end, true) !== endMark) throw damaged();
  const count = view.getUint16(end + 10, true);
  if (count > recordLimits.files)
    throw new RecordRefused(`This record is refused: it holds more than ${recordLimits.files} files.`);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: count }, () => {
    if (at + entryBytes > end || view.getUint32(at, true) !== entryMark) throw damaged();
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + entryBytes + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > end) throw damaged();
    const name = strFromU8(zip.subarray(at + entryBytes, at + entryBytes + nameBytes));
    if (!isPlainFile(view.getUint32(at + 38, true)))
      throw new RecordRefused(`This record is refused: ${shown(name)} is no plain file.`);
    const isEncrypted = (view.getUint16(at + 8, true) & 1) !== 0;
    if (isEncrypted) throw new RecordRefused('This record is refused: it is encrypted.');
    const entry = {
      name,
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    };
    at = next;
    return entry;
  });
}

/** As another program would unpack it: no link, pipe, device or folder, by Unix’s mode or by the flag of DOS. */
function isPlainFile(attributes: number): boolean {
  const unixType = (attributes >>> 28) & 0xf;
  return (unixType === 0 || unixType === 8) && (attributes & 0x10) === 0;
}

function packedOf(view: DataView, zip: Uint8Array, { name, at, packed }: Entry): Uint8Array {
  if (at + fileBytes > zip.length || view.getUint32(at, true) !== fileMark) throw damaged();
  const nameEnd = at + fileBytes + view.getUint16(at + 26, true);
  // A program that reads from the front must find the same names as one that reads the list at the end.
  if (strFromU8(zip.subarray(at + fileBytes, nameEnd)) !== name) throw damaged();
  const from = nameEnd + view.getUint16(at + 28, true);
  if (from + packed > zip.length) throw damaged();
  return zip.subarray(from, from + packed);
}

function unpack(packed: Uint8Array, { name, method, size }: Entry): Uint8Array {
  if (method === 0 && packed.length === size) return packed;
  if (method !== 8) throw new RecordRefused(`This record cannot be read: ${name} is packed in another way.`);
  const bytes = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((chunk) => {
    if (length + chunk.length > size)
      throw new RecordRefused(`This record is refused: ${name} unpacks to more than it says.`);
    bytes.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let from = 0; from < packed.length; from += sliceBytes)
      inflate.push(packed.subarray(from, from + sliceBytes), from + sliceBytes >= packed.length);
  } catch (error) {
    if (error instanceof RecordRefused) throw error;
    throw new RecordRefused(`This record cannot be read: ${name} is damaged.`);
  }
  if (length !== size) throw new RecordRefused(`This record cannot be read: ${name} is damaged.`);
  return bytes;
}
