// One document in memory: the Y.Doc, its fold if it is a room, and the index of facts for the update check. Never ahead
// of the store, except between applying and committing (commits.ts).
import { isRoomName } from '#wire/document-name.ts';
import * as Y from 'yjs';
import type { Fact } from '#room/facts/fact.ts';
import { journalName } from '#room/journal/link.ts';
import { addedTo, openRoom, type OpenRoom } from '#room/log/room.ts';
import type { Facts } from './updates/check-fact.ts';
import type { StoredDocument } from './store/document-store.ts';
import { createMergeCosts, type MergeCosts } from './updates/merge-costs.ts';

export type LiveDocument = {
  doc: Y.Doc;
  /** Null for documents that are no rooms. Folded on first use. */
  readonly room: OpenRoom | null;
  facts: Facts;
  /** SY14: the owner of each client id. */
  owners: Map<number, string>;
  /** SY13: estimated number of structs; never too low. */
  structs: number;
  /** SY13: estimated cost of searching places when the document is loaded; computed only once it may be high. */
  conflicts: MergeCosts;
  /** The sequence number of the newest update in it. */
  head: number;
  /** How many updates are in the log after the last snapshot. */
  tail: number;
  /** Estimated size of the encoded state in bytes; never too low. */
  bytes: number;
  /**
   * Runs `edit` and returns its changes, even when it threw. Pass `known` if the changes are already known as an
   * update.
   */
  capture(edit: () => unknown, known?: Uint8Array): Captured;
  /** The whole state; cached until the next change. */
  encode(): Uint8Array;
  /** The state vector; cached until the next change. */
  vector(): Uint8Array;
  /** The changes that somebody with this state vector lacks. */
  diff(stateVector: Uint8Array): Uint8Array;
  /** Folds the room, so that its first change does not wait for that. */
  prepare(): void;
  close(): void;
};

export type Captured = {
  outcome: { kind: 'done'; result: unknown } | { kind: 'threw'; error: unknown };
  /** All changes as one update; null when there were none. */
  update: Uint8Array | null;
  /** The facts among them. */
  facts: readonly Fact[];
};

/** Throws when the stored bytes cannot be read. */
export function openLiveDocument(name: string, stored: StoredDocument | null): LiveDocument {
  const doc = new Y.Doc();
  // Created before loading: the update check compares item parents with this very object.
  const isRoom = isRoomName(name);
  const listName = isRoom ? 'facts' : 'marks';
  const list = doc.getArray<unknown>(listName);
  doc.getArray(journalName);
  load(doc, stored);
  const { byId, index } = indexById(list);
  const capture = captureChanges(doc, list, index);
  let room: OpenRoom | null = null;
  // A snapshot without later updates is the whole state.
  const state = rememberState(doc, stored?.tail.length === 0 ? stored.snapshot : null);

  const live: LiveDocument = {
    doc,
    get room() {
      if (isRoom) room ??= openRoom(doc);
      return room;
    },
    facts: { doc, list, listName, byId },
    owners: new Map(stored?.owners),
    structs: countStructs(doc),
    conflicts: createMergeCosts(() => live.encode()),
    head: stored?.tail.at(-1)?.seq ?? stored?.upTo ?? 0,
    tail: stored?.tail.length ?? 0,
    bytes: measure(stored),
    capture,
    encode: () => {
      const encoded = state.encode();
      live.bytes = encoded.length;
      return encoded;
    },
    vector: state.vector,
    diff: (stateVector) => (isEmptyVector(stateVector) ? live.encode() : state.diff(stateVector)),
    prepare: () => void live.room,
    close: () => {
      room?.close();
      doc.destroy();
    },
  };
  return live;
}

const isEmptyVector = (vector: Uint8Array) => vector.length === 1 && vector[0] === 0;

/** A longer answer is not kept: it would take as much memory as the document. */
const longestKept = 64 * 1024;

/** The first fact of each id. `index` adds one. */
function indexById(list: Y.Array<unknown>) {
  const byId = new Map<string, unknown>();
  const index = (fact: unknown) => {
    if (hasId(fact) && !byId.has(fact.id)) byId.set(fact.id, fact);
  };
  list.forEach(index);
  return { byId, index };
}

/**
 * Keeps the encoded state and the last answers until the next change. After a restart, everybody who comes back asks
 * for the same, and Yjs walks the whole document for each answer.
 */
function rememberState(doc: Y.Doc, stored: Uint8Array | null) {
  let encoded = stored;
  let vector: Uint8Array | null = null;
  let last: { asked: Uint8Array; update: Uint8Array } | null = null;
  doc.on('afterTransaction', () => {
    encoded = null;
    vector = null;
    last = null;
  });
  return {
    encode: () => (encoded ??= Y.encodeStateAsUpdate(doc)),
    vector: () => (vector ??= Y.encodeStateVector(doc)),
    diff: (asked: Uint8Array) => {
      if (last !== null && Buffer.compare(last.asked, asked) === 0) return last.update;
      const update = Y.encodeStateAsUpdate(doc, asked);
      if (update.length <= longestKept) last = { asked, update };
      return update;
    },
  };
}

function attempt(edit: () => unknown): Captured['outcome'] {
  try {
    return { kind: 'done', result: edit() };
  } catch (error) {
    return { kind: 'threw', error };
  }
}

function load(doc: Y.Doc, stored: StoredDocument | null): void {
  if (stored === null) return;
  doc.transact(() => {
    if (stored.snapshot !== null) Y.applyUpdate(doc, stored.snapshot);
    for (const { data } of stored.tail) Y.applyUpdate(doc, data);
  });
}

/** Yjs merges neighbours, so the sum over single updates is higher than the real count. */
export function countStructs({ store }: Y.Doc): number {
  let count = 0;
  for (const structs of store.clients.values()) count += structs.length;
  return count;
}

function measure(stored: StoredDocument | null): number {
  if (stored === null) return 0;
  return stored.tail.reduce((sum, { data }) => sum + data.length, stored.snapshot?.length ?? 0);
}

/** Keeps the index, and captures what an edit changes. */
function captureChanges(
  doc: Y.Doc,
  list: Y.Array<unknown>,
  index: (fact: unknown) => void,
): LiveDocument['capture'] {
  let updates: Uint8Array[] = [];
  let facts: Fact[] = [];
  list.observe((_event, transaction) => {
    for (const fact of addedTo(list, transaction)) {
      index(fact);
      if (isFactLike(fact)) facts.push(fact);
    }
  });
  const note = (update: Uint8Array) => void updates.push(update);
  const take = () => {
    const [first = null] = updates;
    const taken = { update: updates.length > 1 ? Y.mergeUpdates(updates) : first, facts };
    updates = [];
    facts = [];
    return taken;
  };
  return (edit, known) => {
    // Yjs encodes an update only if somebody listens.
    if (known === undefined) doc.on('update', note);
    const outcome = attempt(edit);
    if (known === undefined) doc.off('update', note);
    const { update, facts } = take();
    return { outcome, update: known ?? update, facts };
  };
}

function hasId(value: unknown): value is { id: string; kind?: unknown } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function isFactLike(value: unknown): value is Fact {
  return hasId(value) && typeof value.kind === 'string';
}
