// SY13: applies the server's updates in slices, so that the window keeps answering keys whatever a document
// contains. A struct comes in the same slice as its dependencies or after it. Otherwise Yjs would set it aside
// and merge it again with each slice.
import { writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

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
  const { structs, ds } = Y.decodeUpdate(update);
  const ordered = structs.length > firstSlice ? putInOrder(structs, doc) : null;
  const ranges = [...ds.clients].flatMap(([client, items]) =>
    items.map(({ clock, len }) => ({ client, clock, len })),
  );
  if (ordered === null && ranges.length <= firstSlice) {
    apply(update);
    return null;
  }
  return inSlices();

  async function inSlices() {
    if (ordered !== null) await each(ordered, (slice) => encodeSlice(slice, []));
    else apply(encodeSlice(structs, []));
    await each(ranges, (slice) => encodeSlice([], slice));
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

type Range = { client: number; clock: number; len: number };

/** Null when a dependency is missing or the structs have gaps; Yjs then needs the whole update at once. */
function putInOrder(structs: readonly Struct[], doc: Y.Doc): Struct[] | null {
  const blocks = Map.groupBy(structs, ({ id }) => id.client);
  const next = new Map<number, number>();
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  const ordered: Struct[] = [];
  for (const first of blocks.keys()) {
    const stack = [first];
    // The block positions that were waiting since the last progress; they detect cycles.
    const stuck = new Map<number, number>();
    for (let client = first; stack.length > 0; client = stack.at(-1) ?? first) {
      const index = next.get(client) ?? 0;
      const struct = blocks.get(client)?.[index];
      if (struct === undefined) {
        stack.pop();
        continue;
      }
      const needed = findNeeded(struct, endOf);
      if (needed === null) {
        ordered.push(struct);
        ends.set(client, Math.max(endOf(client), struct.id.clock + struct.length));
        next.set(client, index + 1);
        stuck.clear();
        continue;
      }
      if (needed === client || !blocks.has(needed)) return null;
      if (stuck.get(client) === index && stuck.get(needed) === (next.get(needed) ?? 0)) return null;
      stuck.set(client, index);
      const below = stack.indexOf(needed);
      if (below === -1) stack.push(needed);
      else stack.length = below + 1;
    }
  }
  return ordered.length === structs.length ? ordered : null;
}

/** The client whose block must advance first; null when the struct can be applied. */
function findNeeded(struct: Struct, endOf: (client: number) => number): number | null {
  const { client, clock } = struct.id;
  if (struct instanceof Y.Skip || clock > endOf(client)) return client;
  if (!(struct instanceof Y.Item)) return null;
  const parent: unknown = struct.parent;
  const builtOn = [struct.origin, struct.rightOrigin, parent instanceof Y.ID ? parent : null];
  return builtOn.find((id) => id !== null && id.clock >= endOf(id.client))?.client ?? null;
}

function encodeSlice(structs: readonly Struct[], deleted: readonly Range[]): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const { restEncoder } = encoder;
  const blocks = Map.groupBy(structs, ({ id }) => id.client);
  writeVarUint(restEncoder, blocks.size);
  for (const [client, block] of blocks) {
    writeVarUint(restEncoder, block.length);
    encoder.writeClient(client);
    writeVarUint(restEncoder, block[0]?.id.clock ?? 0);
    for (const struct of block) struct.write(encoder, 0);
  }
  const ranges = Map.groupBy(deleted, ({ client }) => client);
  writeVarUint(restEncoder, ranges.size);
  for (const [client, own] of ranges) {
    writeVarUint(restEncoder, client);
    writeVarUint(restEncoder, own.length);
    for (const { clock, len } of own) {
      writeVarUint(restEncoder, clock);
      writeVarUint(restEncoder, len);
    }
  }
  return encoder.toUint8Array();
}
