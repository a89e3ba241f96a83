// Finds the structs of an update without decoding their content, so that it can be cut into slices by its bytes. The
// format is Yjs version 1 (UpdateEncoderV1); JSON values use lib0 (writeAny).
import * as decoding from 'lib0/decoding';

type Id = { client: number; clock: number };

/** `from` and `to`: its bytes in the update. `needs`: what must be in the document before it. */
export type Struct = Id & { length: number; from: number; to: number; needs: readonly Id[] };
export type Range = Id & { length: number };

export type Structs = {
  /** By client, in the order of their clocks, with their number in the whole update. */
  blocks: ReadonlyMap<number, readonly Struct[]>;
  count: number;
  /** Whether the update leaves out a part that others may build on. */
  hasGaps: boolean;
  deleted: readonly Range[];
};

/** Throws on bytes that are no update. */
export function readStructs(update: Uint8Array): Structs {
  const decoder = decoding.createDecoder(update);
  const blocks = new Map<number, Struct[]>();
  let count = 0;
  let hasGaps = false;
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const structs = decoding.readVarUint(decoder);
    const client = decoding.readVarUint(decoder);
    let clock = decoding.readVarUint(decoder);
    const block: Struct[] = blocks.get(client) ?? [];
    for (let left = structs; left > 0; left--) {
      hasGaps ||= update[decoder.pos] === skipInfo;
      const struct = readStruct(decoder, client, clock);
      clock += struct.length;
      block.push(struct);
    }
    count += structs;
    blocks.set(client, block);
  }
  return { blocks, count, hasGaps, deleted: readDeleted(decoder) };
}

function readDeleted(decoder: decoding.Decoder): Range[] {
  const ranges: Range[] = [];
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
    const client = decoding.readVarUint(decoder);
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const clock = decoding.readVarUint(decoder);
      ranges.push({ client, clock, length: decoding.readVarUint(decoder) });
    }
  }
  return ranges;
}

const hasOrigin = 0x80;
const hasRightOrigin = 0x40;
const hasKey = 0x20;
const kindBits = 0x1f;
const skipInfo = 10;

function readStruct(decoder: decoding.Decoder, client: number, clock: number): Struct {
  const from = decoder.pos;
  const info = decoding.readUint8(decoder);
  const kind = info & kindBits;
  const needs: Id[] = [];
  let length = 0;
  if (kind === 0 || info === skipInfo) length = decoding.readVarUint(decoder);
  else {
    if ((info & hasOrigin) !== 0) needs.push(readId(decoder));
    if ((info & hasRightOrigin) !== 0) needs.push(readId(decoder));
    if ((info & (hasOrigin | hasRightOrigin)) === 0) {
      if (decoding.readVarUint(decoder) === 1) skipBytes(decoder);
      else needs.push(readId(decoder));
      if ((info & hasKey) !== 0) skipBytes(decoder);
    }
    length = passContent(decoder, kind);
  }
  return { client, clock, length, from, to: decoder.pos, needs };
}

const readId = (decoder: decoding.Decoder): Id => ({
  client: decoding.readVarUint(decoder),
  clock: decoding.readVarUint(decoder),
});

/** Returns how many clocks the content takes. */
function passContent(decoder: decoding.Decoder, kind: number): number {
  switch (kind) {
    case 1:
      return decoding.readVarUint(decoder);
    case 2:
      return repeat(decoder, skipBytes);
    case 4:
      return decoding.readVarString(decoder).length;
    case 8:
      return repeat(decoder, passValue);
    case 3:
    case 5:
      skipBytes(decoder);
      return 1;
    case 6:
      skipBytes(decoder);
      skipBytes(decoder);
      return 1;
    case 7: {
      const type = decoding.readVarUint(decoder);
      // XML elements and hooks have a name.
      if (type === 3 || type === 5) skipBytes(decoder);
      return 1;
    }
    case 9:
      skipBytes(decoder);
      passValue(decoder);
      return 1;
    default:
      throw new RangeError(`a struct of the unknown kind ${kind}`);
  }
}

function passValue(decoder: decoding.Decoder): void {
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
      repeat(decoder, passMember);
      return;
    case 117:
      repeat(decoder, passValue);
      return;
    default:
      throw new RangeError(`a value of the unknown kind ${kind}`);
  }
}

function passMember(decoder: decoding.Decoder): void {
  skipBytes(decoder);
  passValue(decoder);
}

function repeat(decoder: decoding.Decoder, pass: (decoder: decoding.Decoder) => void): number {
  const count = decoding.readVarUint(decoder);
  for (let left = count; left > 0; left--) pass(decoder);
  return count;
}

const skipBytes = (decoder: decoding.Decoder) => skip(decoder, decoding.readVarUint(decoder));

function skip(decoder: decoding.Decoder, bytes: number): void {
  if (decoder.pos + bytes > decoder.arr.length) throw new RangeError('the bytes end early');
  decoder.pos += bytes;
}
