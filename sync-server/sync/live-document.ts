// One document in memory: the Y.Doc, its fold when it is a room, and what the door needs to know of its facts.
// Always a prefix of what the store has, except between applying and committing (commit.ts).
import { isRoomName } from '#wire/document-name.ts';
import * as Y from 'yjs';
import type { Fact } from '#room/fact.ts';
import { journalName } from '#room/journal/link.ts';
import { openRoom, type OpenRoom } from '#room/room.ts';
import type { Facts } from './check-update.ts';
import type { StoredDocument } from './document-store.ts';
import { createMergeCosts, type MergeCosts } from './merge-costs.ts';

export type LiveDocument = {
  doc: Y.Doc;
  room: OpenRoom | null;
  facts: Facts;
  /** SY14: who introduced which client id. */
  owners: Map<number, string>;
  /** SY13: structs in it, about; never less. */
  structs: number;
  /** SY13: what searching for places costs whoever loads it, about; worked out once it may be much. */
  conflicts: MergeCosts;
  /** The sequence number of the newest update in it. */
  head: number;
  /** How many updates are in the log after the last snapshot. */
  tail: number;
  /** About what the state takes as bytes; never less. */
  bytes: number;
  /** Runs `edit` and answers what it changed, also when it threw. `known` is that as an update, when it is known. */
  capture(edit: () => unknown, known?: Uint8Array): Captured;
  /** The whole state; remembered until the next change. */
  encode(): Uint8Array;
  close(): void;
};

export type Captured = {
  outcome: { kind: 'done'; result: unknown } | { kind: 'threw'; error: unknown };
  /** All changes as one update; null when there were none. */
  update: Uint8Array | null;
  /** The facts among them. */
  facts: readonly Fact[];
};

/** Throws when what is stored cannot be read. */
export function openLiveDocument(name: string, stored: StoredDocument | null): LiveDocument {
  const doc = new Y.Doc();
  // Before anything is loaded: the door compares the parents of items with this very object.
  const listName = isRoomName(name) ? 'facts' : 'marks';
  const list = doc.getArray<unknown>(listName);
  doc.getArray(journalName);
  load(doc, stored);
  const byId = new Map<string, unknown>();
  const index = (fact: unknown) => {
    if (hasId(fact) && !byId.has(fact.id)) byId.set(fact.id, fact);
  };
  list.forEach(index);
  const changes = observe(doc, list, index);
  const room = isRoomName(name) ? openRoom(doc) : null;
  let encoded: Uint8Array | null = null;
  doc.on('afterTransaction', () => (encoded = null));

  const live: LiveDocument = {
    doc,
    room,
    facts: { doc, list, listName, byId },
    owners: new Map(stored?.owners),
    structs: countStructs(doc),
    conflicts: createMergeCosts(() => live.encode()),
    head: stored?.tail.at(-1)?.seq ?? stored?.upTo ?? 0,
    tail: stored?.tail.length ?? 0,
    bytes: measure(stored),
    capture: (edit, known) => {
      // Yjs writes an update down for whoever listens, and for nobody else.
      if (known === undefined) doc.on('update', changes.note);
      const outcome = attempt(edit);
      if (known === undefined) doc.off('update', changes.note);
      const { update, facts } = changes.take();
      return { outcome, update: known ?? update, facts };
    },
    encode: () => {
      encoded ??= Y.encodeStateAsUpdate(doc);
      live.bytes = encoded.length;
      return encoded;
    },
    close: () => {
      room?.close();
      doc.destroy();
    },
  };
  return live;
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

/** Yjs merges neighbours, so what was counted update by update is more than what is there. */
export function countStructs({ store }: Y.Doc): number {
  let count = 0;
  for (const structs of store.clients.values()) count += structs.length;
  return count;
}

function measure(stored: StoredDocument | null): number {
  if (stored === null) return 0;
  return stored.tail.reduce((sum, { data }) => sum + data.length, stored.snapshot?.length ?? 0);
}

/** Collects what changes, until taken. */
function observe(doc: Y.Doc, list: Y.Array<unknown>, index: (fact: unknown) => void) {
  let updates: Uint8Array[] = [];
  let facts: Fact[] = [];
  list.observe((event) => {
    for (const item of event.changes.added) {
      for (const fact of item.content.getContent() as unknown[]) {
        index(fact);
        if (isFactLike(fact)) facts.push(fact);
      }
    }
  });
  return {
    note: (update: Uint8Array) => void updates.push(update),
    take: () => {
      const [first = null] = updates;
      const taken = { update: updates.length > 1 ? Y.mergeUpdates(updates) : first, facts };
      updates = [];
      facts = [];
      return taken;
    },
  };
}

function hasId(value: unknown): value is { id: string; kind?: unknown } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function isFactLike(value: unknown): value is Fact {
  return hasId(value) && typeof value.kind === 'string';
}
