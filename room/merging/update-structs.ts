// The structs of a Yjs update, and whether the document has everything it builds on. Yjs would hold back an incomplete
// update, and throw in the middle of integrating a contradictory one. Both must be known before the update touches the
// document.
import * as Y from 'yjs';
import { measureUpdate } from './measure-update.ts';
import { TooMuchWork, type Meter } from './work.ts';

export type Struct = Y.Item | Y.GC | Y.Skip;
export type DeletedRange = { client: number; clock: number; length: number };
export type MissingStruct = { client: number; clock: number };

export type DecodedUpdate = {
  /** Each client's structs in clock order, with gaps as Skip. */
  blocks: ReadonlyMap<number, readonly Struct[]>;
  deleted: readonly DeletedRange[];
  /** The bytes are exactly one update, without gaps. */
  isTidy: boolean;
};

// Far deeper than any fact; deeper values could overflow the stack of a reader.
const deepest = 64;

/** Null when Yjs could not have written these bytes. Throws TooMuchWork before it reads too much. */
export function decodeUpdate(update: Uint8Array, meter: Meter): DecodedUpdate | null {
  try {
    let isTidy = measureUpdate(update, meter);
    const { structs, ds } = Y.decodeUpdate(update);
    const blocks = new Map<number, Struct[]>();
    let last: Struct[] = [];
    for (const struct of structs) {
      if (last[0]?.id.client !== struct.id.client) {
        // Yjs writes one block for each client; of two it would apply only the second.
        if (blocks.has(struct.id.client)) return null;
        last = [];
        blocks.set(struct.id.client, last);
      }
      if (!isSound(struct)) return null;
      if (struct instanceof Y.Skip) isTidy = false;
      last.push(struct);
    }
    const deleted = listDeleted(ds);
    return deleted === null ? null : { blocks, deleted, isTidy };
  } catch (error) {
    if (error instanceof TooMuchWork) throw error;
    // Truncated, of an unknown kind, or nested so deep that the decoder gave up.
    return null;
  }
}

/** SY13: Yjs cleans up each text that has formats. The time grows with the square of the deleted length. */
export const isFormat = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentFormat || content instanceof Y.ContentEmbed;

/** Null when ranges overlap or are out of order: Yjs never writes such ranges, and walking them could take forever. */
function listDeleted(ds: ReturnType<typeof Y.decodeUpdate>['ds']): DeletedRange[] | null {
  const ranges: DeletedRange[] = [];
  for (const [client, items] of ds.clients) {
    let end = 0;
    for (const { clock, len } of items) {
      if (clock < end || !Number.isSafeInteger(clock + len)) return null;
      end = clock + len;
      if (len > 0) ranges.push({ client, clock, length: len });
    }
  }
  return ranges;
}

function isSound(struct: Struct): boolean {
  const { client, clock } = struct.id;
  if (struct.length < 1 || !Number.isSafeInteger(clock + struct.length)) return false;
  if (!(struct instanceof Y.Item)) return true;
  const isLater = (id: unknown) => id instanceof Y.ID && id.client === client && id.clock >= clock;
  if (isLater(struct.origin) || isLater(struct.rightOrigin) || isLater(struct.parent)) return false;
  return isContentSound(struct.content);
}

function isContentSound(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) {
    return isShallow(content.arr, deepest);
  }
  if (content instanceof Y.ContentEmbed) return isShallow(content.embed, deepest);
  if (content instanceof Y.ContentFormat) return isShallow(content.value, deepest);
  // Every reader would open subdocuments; a room has none.
  return !(content instanceof Y.ContentDoc);
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0) return false;
  return Object.values(value).every((part) => isShallow(part, depth - 1));
}

export type Completeness =
  /** `ordered`: every struct after its dependencies. `ends`: the clock that each client then reaches. */
  | { kind: 'complete'; ordered: readonly Struct[]; ends: ReadonlyMap<number, number> }
  | { kind: 'incomplete'; need: MissingStruct }
  | { kind: 'contradictory' };

/** Whether everything the update builds on is in the document or in the update itself. */
export function findMissing(doc: Y.Doc, update: DecodedUpdate, meter: Meter): Completeness {
  const ends = new Map<number, number>();
  const endOf = (client: number) => ends.get(client) ?? Y.getState(doc.store, client);
  const { ordered, blocked } = orderStructs(update, { ends, endOf, meter });
  if (blocked.size > 0) {
    for (const need of blocked.values()) {
      if (!isIn(update, need)) return { kind: 'incomplete', need };
    }
    return { kind: 'contradictory' };
  }
  for (const { client, clock, length } of update.deleted) {
    if (clock + length > endOf(client))
      return { kind: 'incomplete', need: { client, clock: clock + length - 1 } };
  }
  return { kind: 'complete', ordered, ends };
}

type Ordering = { ends: Map<number, number>; endOf: (client: number) => number; meter: Meter };

function orderStructs(update: DecodedUpdate, { ends, endOf, meter }: Ordering) {
  const ordered: Struct[] = [];
  const next = new Map<number, number>();
  const blocked = new Map<number, MissingStruct>();
  const waiters = new Map<number, number[]>();
  const clients = [...update.blocks.keys()];
  for (let client = clients.pop(); client !== undefined; client = clients.pop()) {
    // A client that waits for a slowly growing block is looked at again each time.
    meter.spend(1);
    const block = update.blocks.get(client) ?? [];
    const start = next.get(client) ?? 0;
    let index = start;
    let need: MissingStruct | null = null;
    for (; index < block.length && need === null; index++) {
      const struct = block[index] as Struct;
      need = findNeed(struct, endOf);
      if (need !== null) break;
      if (struct instanceof Y.Skip) continue;
      ordered.push(struct);
      ends.set(client, Math.max(endOf(client), struct.id.clock + struct.length));
    }
    next.set(client, index);
    blocked.delete(client);
    if (need !== null) {
      blocked.set(client, need);
      const others = waiters.get(need.client);
      if (others === undefined) waiters.set(need.client, [client]);
      else others.push(client);
    }
    if (index === start) continue;
    clients.push(...(waiters.get(client) ?? []));
    waiters.delete(client);
  }
  return { ordered, blocked };
}

function findNeed(struct: Struct, endOf: (client: number) => number): MissingStruct | null {
  if (struct instanceof Y.Skip) return null;
  const { client, clock } = struct.id;
  if (clock > endOf(client)) return { client, clock: clock - 1 };
  if (!(struct instanceof Y.Item)) return null;
  const { origin, rightOrigin, parent } = struct;
  return missing(origin, endOf) ?? missing(rightOrigin, endOf) ?? missing(parent, endOf);
}

function missing(id: unknown, endOf: (client: number) => number): MissingStruct | null {
  if (!(id instanceof Y.ID) || id.clock < endOf(id.client)) return null;
  return { client: id.client, clock: id.clock };
}

function isIn(update: DecodedUpdate, { client, clock }: MissingStruct): boolean {
  const struct = findStruct(update.blocks.get(client) ?? [], clock);
  return struct !== null && !(struct instanceof Y.Skip);
}

/** The struct of a client's block that holds `clock`. */
export function findStruct(block: readonly Struct[], clock: number): Struct | null {
  const struct = block[findIndex(block, clock)];
  return struct !== undefined && struct.id.clock <= clock ? struct : null;
}

/** Index of the first struct in a client's block that ends after `clock`; the length when there is none. */
export function findIndex(block: readonly Struct[], clock: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const struct = block[middle] as Struct;
    if (struct.id.clock + struct.length > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}
