// SY13: what the server sends is applied in slices, so that the window goes on answering keys whatever a document
// consists of. A slice holds structs after everything they build on; Yjs would set others aside and merge them anew
// with each slice.
import { writeVarUint } from 'lib0/encoding';
import * as Y from 'yjs';

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

export type Applying = {
  doc: Y.Doc;
  /** Of the transactions. */
  origin: unknown;
  /** Milliseconds of a clock that never steps. */
  now: () => number;
  /** Resolves once the window had its turn. */
  pause: () => Promise<void>;
};

// A slice grows as long as it takes little of a frame.
const firstSlice = 128;
const shortMs = 4;
const longMs = 8;
// So little is merged in no time, whatever it is: a server lets no update through that takes long by itself.
const smallBytes = 512;

/** Resolves once all of it is in the document; a small update is there when this returns. */
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

/** Null when something it builds on is missing, or in gaps: then Yjs has to see it whole. */
function putInOrder(structs: readonly Struct[], doc: Y.Doc): Struct[] | null {
  const blocks = Map.groupBy(structs, ({ id }) => id.client);
  const next = new Map<number, number>();
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  const ordered: Struct[] = [];
  for (const first of blocks.keys()) {
    const stack = [first];
    // Where blocks stood when they could not go on, since something last did.
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

/** The client of whose block more must come first. */
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
