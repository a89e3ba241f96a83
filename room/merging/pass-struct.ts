// Passes one struct of an update without decoding its content. An update of 8 MiB may hold a million structs; decoding
// them alone would block the server for a second. The format is Yjs version 1 (UpdateEncoderV1); JSON values use lib0
// (writeAny).
import * as decoding from 'lib0/decoding';
import { weights } from './work.ts';

export type StructVisitor = {
  /** Called with the cost of values and of JSON before they are passed. May throw. */
  spend: (units: number) => void;
  /** Called with each id that the struct builds on. */
  needs: (client: number, clock: number) => void;
  /** Passes a text and returns its length in clocks, or 0 when the caller does not use lengths. */
  passText: (decoder: decoding.Decoder) => number;
};

/** The info byte of a gap. */
export const gapInfo = 10;

const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const hasKey = 0x20;
const kindBits = 0x1f;

// Far deeper than any fact; deeper values could overflow the stack of a reader.
const deepest = 64;

/** Returns how many clocks the struct takes. Throws on bytes that are no struct. */
export function passStruct(decoder: decoding.Decoder, reading: StructVisitor): number {
  const info = decoding.readUint8(decoder);
  const kind = info & kindBits;
  // Gaps and garbage consist of a length only.
  if (kind === 0 || info === gapInfo) return decoding.readVarUint(decoder);
  if ((info & hasOrigin) !== 0) passId(decoder, reading);
  if ((info & hasRightOrigin) !== 0) passId(decoder, reading);
  if ((info & (hasOrigin | hasRightOrigin)) === 0) {
    if (decoding.readVarUint(decoder) === 1) skipBytes(decoder);
    else passId(decoder, reading);
    if ((info & hasKey) !== 0) skipBytes(decoder);
  }
  return passContent(decoder, kind, reading);
}

function passId(decoder: decoding.Decoder, { needs }: StructVisitor): void {
  const client = decoding.readVarUint(decoder);
  needs(client, decoding.readVarUint(decoder));
}

function passContent(decoder: decoding.Decoder, kind: number, reading: StructVisitor): number {
  switch (kind) {
    case 1:
      return decoding.readVarUint(decoder);
    case 2:
      return repeat(decoder, reading, () => passJson(decoder, reading));
    case 3:
      skipBytes(decoder);
      return 1;
    case 4:
      return reading.passText(decoder);
    case 5:
      passJson(decoder, reading);
      return 1;
    case 6:
      skipBytes(decoder);
      passJson(decoder, reading);
      return 1;
    case 7: {
      const type = decoding.readVarUint(decoder);
      // XML elements and hooks have a name.
      if (type === 3 || type === 5) skipBytes(decoder);
      return 1;
    }
    case 8:
      return repeat(decoder, reading, () => passValue(decoder, reading, deepest));
    case 9:
      skipBytes(decoder);
      passValue(decoder, reading, deepest);
      return 1;
    default:
      throw new RangeError(`a struct of the unknown kind ${kind}`);
  }
}

/** JSON as text, which must be parsed. */
function passJson(decoder: decoding.Decoder, { spend }: StructVisitor): void {
  const bytes = decoding.readVarUint(decoder);
  spend(bytes / weights.parsed);
  skip(decoder, bytes);
}

function passValue(decoder: decoding.Decoder, reading: StructVisitor, depth: number): void {
  if (depth === 0) throw new RangeError('a value that is nested too deep');
  const kind = decoding.readUint8(decoder);
  switch (kind) {
    case 127:
    case 126:
    case 121:
    case 120:
      return;
    case 125:
      decoding.readVarInt(decoder);
      return;
    case 124:
      return skip(decoder, 4);
    case 123:
    case 122:
      return skip(decoder, 8);
    case 119:
    case 116:
      return skipBytes(decoder);
    case 118:
      repeat(decoder, reading, () => {
        skipBytes(decoder);
        passValue(decoder, reading, depth - 1);
      });
      return;
    case 117:
      repeat(decoder, reading, () => passValue(decoder, reading, depth - 1));
      return;
    default:
      throw new RangeError(`a value of the unknown kind ${kind}`);
  }
}

function repeat(decoder: decoding.Decoder, { spend }: StructVisitor, pass: () => void): number {
  const count = decoding.readVarUint(decoder);
  // Spent before the loop, so that an impossible count fails here too.
  spend(count * weights.value);
  for (let left = count; left > 0; left--) pass();
  return count;
}

/** Skips a length and as many bytes. */
export const skipBytes = (decoder: decoding.Decoder): void => skip(decoder, decoding.readVarUint(decoder));

function skip(decoder: decoding.Decoder, bytes: number): void {
  if (decoder.pos + bytes > decoder.arr.length) throw new RangeError('the bytes end early');
  decoder.pos += bytes;
}
