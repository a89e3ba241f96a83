// SY13: applies the server's updates in slices, so that the window keeps answering keys whatever a document
// contains. A struct comes in the same slice as its dependencies or after it. Otherwise Yjs would set it aside
// and merge it again with each slice.
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { readStructs, type Range, type Struct, type Structs } from './update-structs.ts';

export type Applying = {
  doc: Y.Doc;
  /** The origin of the transactions. */
  origin: unknown;
  /** Milliseconds of a monotonic clock. */
  now: () => number;
  /** Resolves after the window has handled its events. */
  pause: () => Promise<void>;
};

// A slice grows while it takes only a small part of a frame.
const firstSlice = 128;
const shortMs = 4;
const longMs = 8;
// Updates this small are always applied at once. The server rejects updates that would take long by themselves.
const smallBytes = 512;

/** Resolves once the whole update is in the document. A small update is applied before this returns. */
export function applyUpdate(update: Uint8Array, { doc, origin, now, pause }: Applying): Promise<void> | null {
  const apply = (part: Uint8Array) => Y.applyUpdate(doc, part, origin);
  if (update.length <= smallBytes) {
    apply(update);
    return null;
  }
  const found = readStructs(update);
  const ordered = found.count > firstSlice ? putInOrder(found, doc) : null;
  if (ordered === null && found.deleted.length <= firstSlice) {
    apply(update);
    return null;
  }
  return inSlices();

  async function inSlices() {
    if (ordered !== null) await each(ordered, (slice) => encodeSlice(update, slice, []));
    else apply(encodeSlice(update, [...found.blocks.values()].flat(), []));
    await each(found.deleted, (slice) => encodeSlice(update, [], slice));
  }

  async function each<T>(all: readonly T[], encode: (slice: readonly T[]) => Uint8Array) {
    let size = firstSlice;
    for (let from = 0; from < all.length;) {
      const startedAt = now();
      apply(encode(all.slice(from, from + size)));
      from += size;
      const tookMs = now() - startedAt;
      if (tookMs < shortMs) size *= 2;
      else if (tookMs > longMs) size = Math.max(1, Math.floor(size / 2));
      await pause();
    }
  }
}

/** Null when a dependency is missing or the structs have gaps; Yjs then needs the whole update at once. */
function putInOrder({ blocks, count, hasGaps }: Structs, doc: Y.Doc): Struct[] | null {
  if (hasGaps) return null;
  const ordered: Struct[] = [];
  const next = new Map<number, number>();
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  // By client, the clients whose next struct waits for one of its structs.
  const waiting = new Map<number, number[]>();
  const ready = [...blocks.keys()];
  for (let client = ready.pop(); client !== undefined; client = ready.pop()) {
    const block = blocks.get(client) ?? [];
    let index = next.get(client) ?? 0;
    let needed: number | null = null;
    for (; index < block.length; index++) {
      const struct = block[index] as Struct;
      needed = findNeeded(struct, endOf);
      if (needed !== null) break;
      ordered.push(struct);
      ends.set(client, Math.max(endOf(client), struct.clock + struct.length));
    }
    const hasMoved = index > (next.get(client) ?? 0);
    next.set(client, index);
    if (needed !== null) waiting.set(needed, [...(waiting.get(needed) ?? []), client]);
    if (!hasMoved) continue;
    ready.push(...(waiting.get(client) ?? []));
    waiting.delete(client);
  }
  return ordered.length === count ? ordered : null;
}

/** The client that must advance first; null when the struct can be applied. */
function findNeeded({ client, clock, needs }: Struct, endOf: (client: number) => number): number | null {
  if (clock > endOf(client)) return client;
  return needs.find((id) => id.clock >= endOf(id.client))?.client ?? null;
}

function encodeSlice(update: Uint8Array, structs: readonly Struct[], deleted: readonly Range[]): Uint8Array {
  const encoder = encoding.createEncoder();
  const blocks = Map.groupBy(structs, ({ client }) => client);
  encoding.writeVarUint(encoder, blocks.size);
  for (const [client, block] of blocks) {
    encoding.writeVarUint(encoder, block.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, block[0]?.clock ?? 0);
    for (const { from, to } of block) encoding.writeUint8Array(encoder, update.subarray(from, to));
  }
  const ranges = Map.groupBy(deleted, ({ client }) => client);
  encoding.writeVarUint(encoder, ranges.size);
  for (const [client, own] of ranges) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, own.length);
    for (const { clock, length } of own) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
  return encoding.toUint8Array(encoder);
}
