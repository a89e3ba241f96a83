// The seal of a record: the zip comment, which other programs skip, with the SHA-256 of all bytes before it.
import { strFromU8, strToU8 } from 'fflate';
import { sha256, toHex, type Digest } from '../journal/hash.ts';
import { RecordRefused } from './record.ts';

const mark = 'muster sha256 ';
/** `mark` and 64 hexadecimal digits. */
const sealBytes = mark.length + 64;
/** A zip ends with a record of 22 bytes; the last two are the length of the comment. */
const endBytes = 22;

/** Adds the seal to a zip without a comment. Changes the comment length in `zip` in place. */
export function seal(zip: Uint8Array, digest: Digest = sha256): Uint8Array {
  const length = zip.length;
  zip[length - 2] = sealBytes;
  zip[length - 1] = 0;
  const closed = new Uint8Array(length + sealBytes);
  closed.set(zip);
  closed.set(strToU8(mark + toHex(digest(zip))), length);
  return closed;
}

/** The bytes that the checksum covers; `unseal` verifies it. */
export const sealed = (file: Uint8Array): Uint8Array =>
  file.subarray(0, Math.max(0, file.length - sealBytes));

/** The zip without its seal. Throws RecordRefused when a byte was changed. */
export function unseal(file: Uint8Array, digest: Digest = sha256): Uint8Array {
  const zip = sealed(file);
  const said = strFromU8(file.subarray(zip.length), true);
  const isZip = file[0] === 0x50 && file[1] === 0x4b;
  if (!isZip) throw new RecordRefused('This is not a Muster record.');
  if (zip.length < endBytes || !said.startsWith(mark))
    throw new RecordRefused('This record is cut off, or it is not one of Muster: its checksum is missing.');
  if (said.slice(mark.length) !== toHex(digest(zip)))
    throw new RecordRefused('This record is damaged or was changed: its checksum does not fit.');
  return zip;
}
