// Measures the cost of reading an update by skipping through its bytes without storing anything. An update of 8 MiB may
// hold a million structs; decoding them alone would block the server for a second. The format is Yjs version 1
// (UpdateEncoderV1); JSON values use lib0 (writeAny).
import * as decoding from 'lib0/decoding';
import { weights, type Meter } from './work.ts';

// Far deeper than any fact; deeper values could overflow the stack of a reader.
const deepest = 64;

/**
 * Adds the cost of the update's structs, values and deletions to the meter. Throws on bytes that are no update.
 * Returns false when bytes follow after the update.
 */
export function measureUpdate(update: Uint8Array, meter: Meter): boolean {
  const decoder = decoding.createDecoder(update);
  meter.spend(update.length / weights.copied);
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const structs = decoding.readVarUint(decoder);
    skipNumbers(decoder, 2);
    meter.spend(weights.client + structs * weights.struct);
    for (let left = structs; left > 0; left--) passStruct(decoder, meter);
  }
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    skipNumbers(decoder, 1);
    const ranges = decoding.readVarUint(decoder);
    meter.spend(weights.client + ranges * weights.range);
    skipNumbers(decoder, 2 * ranges);
  }
  return decoder.pos === update.length;
}

const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const hasKey = 0x20;
const kindBits = 0x1f;

function passStruct(decoder: decoding.Decoder, meter: Meter): void {
  const info = decoding.readUint8(decoder);
  const kind = info & kindBits;
  // Gaps and garbage consist of a length only.
  if (kind === 0 || info === 10) return skipNumbers(decoder, 1);
  if ((info & hasOrigin) !== 0) skipNumbers(decoder, 2);
  if ((info & hasRightOrigin) !== 0) skipNumbers(decoder, 2);
  if ((info & (hasOrigin | hasRightOrigin)) === 0) {
    if (decoding.readVarUint(decoder) === 1) skipBytes(decoder);
    else skipNumbers(decoder, 2);
    if ((info & hasKey) !== 0) skipBytes(decoder);
  }
  passContent(decoder, kind, meter);
}

function passContent(decoder: decoding.Decoder, kind: number, meter: Meter): void {
  switch (kind) {
    case 1:
      return skipNumbers(decoder, 1);
    case 2:
      return repeat(decoder, meter, () => passText(decoder, meter));
    case 3:
    case 4:
      return skipBytes(decoder);
    case 5:
      return passText(decoder, meter);
    case 6:
      skipBytes(decoder);
      return passText(decoder, meter);
    case 7: {
      const type = decoding.readVarUint(decoder);
      // XML elements and hooks have a name.
      if (type === 3 || type === 5) skipBytes(decoder);
      return;
    }
    case 8:
      return repeat(decoder, meter, () => passValue(decoder, meter, deepest));
    case 9:
      skipBytes(decoder);
      return passValue(decoder, meter, deepest);
    default:
      throw new RangeError(`a struct of the unknown kind ${kind}`);
  }
}

/** JSON as text, which must be parsed. */
function passText(decoder: decoding.Decoder, meter: Meter): void {
  const bytes = decoding.readVarUint(decoder);
  meter.spend(bytes / weights.parsed);
  skip(decoder, bytes);
}

function passValue(decoder: decoding.Decoder, meter: Meter, depth: number): void {
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
      return repeat(decoder, meter, () => {
        skipBytes(decoder);
        passValue(decoder, meter, depth - 1);
      });
    case 117:
      return repeat(decoder, meter, () => passValue(decoder, meter, depth - 1));
    default:
      throw new RangeError(`a value of the unknown kind ${kind}`);
  }
}

function repeat(decoder: decoding.Decoder, meter: Meter, pass: () => void): void {
  const count = decoding.readVarUint(decoder);
  // Spent before the loop, so that an impossible count fails here too.
  meter.spend(count * weights.value);
  for (let left = count; left > 0; left--) pass();
}

function skipNumbers(decoder: decoding.Decoder, count: number): void {
  for (let left = count; left > 0; left--) decoding.readVarUint(decoder);
}

const skipBytes = (decoder: decoding.Decoder) => skip(decoder, decoding.readVarUint(decoder));

function skip(decoder: decoding.Decoder, bytes: number): void {
  if (decoder.pos + bytes > decoder.arr.length) throw new RangeError('the bytes end early');
  decoder.pos += bytes;
}
