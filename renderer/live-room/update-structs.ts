// Finds the structs of an update without decoding their content, so that it can be cut into slices by its bytes.
import * as decoding from 'lib0/decoding';
import { gapInfo, passStruct } from '#room/merging/pass-struct.ts';

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
      hasGaps ||= update[decoder.pos] === gapInfo;
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

function readStruct(decoder: decoding.Decoder, client: number, clock: number): Struct {
  const from = decoder.pos;
  const needs: Id[] = [];
  const length = passStruct(decoder, {
    // The server counted the cost before it sent the update.
    spend: () => {},
    needs: (needed, at) => needs.push({ client: needed, clock: at }),
    passText: (text) => decoding.readVarString(text).length,
  });
  return { client, clock, length, from, to: decoder.pos, needs };
}
