// The incident room: its document and the access to it. A room is an append-only list of facts and some
// texts; views show the fold of the facts. Only this file accesses the document. room/ uses no clock, no
// randomness and no network of its own: they are arguments.
import * as Y from 'yjs';
import { completeDrafts, type Pen } from './complete.ts';
import type { Fact, FactDraft } from '../facts/fact.ts';
import { FactRefused } from '../facts/fact-refused.ts';
import { createFold, fold, type Fold } from '../fold/fold.ts';
import type { Room } from '../view/room-view.ts';
import { whyReadOnly } from './migrate.ts';
import { parseFact, type ParsedFact } from '../facts/parse-fact.ts';

export { FactRefused } from '../facts/fact-refused.ts';
export type { Pen } from './complete.ts';

export type OpenRoom = {
  doc: Y.Doc;
  /** The current fold; the same object until something changes. */
  room(): Room;
  /** Calls back after each transaction that changed the room. Returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Writes facts in one transaction. Throws FactRefused and writes nothing when one is not valid. */
  append(drafts: FactDraft | readonly FactDraft[], pen: Pen): Fact[];
  /** FO5: the room folded from only the facts noted up to that time. */
  at(noted: number): Room;
  /**
   * CU1: the room folded from only the facts in a document with this state vector, whatever their dates, and the
   * facts that `person` wrote since, on any device: people need no report of their own acts.
   */
  knew(stateVector: Uint8Array, person?: string): Room;
  /** A text that people type in together, such as `summary` or `draft/<id>`. */
  text(name: string): Y.Text;
  /** Why this version can only read the document, or null when it may write. */
  readOnly(): string | null;
  close(): void;
};

export function openRoom(doc: Y.Doc): OpenRoom {
  const items = doc.getArray('facts');
  const readOnly = (): string | null => whyReadOnly(doc.getMap('meta').get('version'));
  const listeners = new Set<() => void>();
  const facts = followFacts(items, () => {
    for (const listener of listeners) listener();
  });
  return {
    doc,
    room: facts.room,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    append(drafts, pen) {
      const reason = readOnly();
      if (reason !== null) throw new FactRefused([{ field: '', expected: reason }]);
      const added = completeDrafts([drafts].flat(), pen, facts.room());
      if (added.length === 0) return added;
      // Fold them now: inside a caller's transaction, the document reports them only after it ends.
      facts.add(added);
      doc.transact(() => items.push(added));
      return added;
    },
    at: facts.at,
    knew: (stateVector, person) => fold(knownItems(items, Y.decodeStateVector(stateVector), person)),
    text: (name) => doc.getText(name),
    readOnly,
    close() {
      facts.close();
      listeners.clear();
    },
  };
}

/** The facts of the document and their fold. Calls `changed` after each transaction that changed the room. */
function followFacts(items: Y.Array<unknown>, changed: () => void) {
  let parsed = items.toArray().map(parseItem);
  let current = createFold();
  let travel: Travel | null = null;
  let told = current.addParsed(parsed);

  const observe = (event: Y.YArrayEvent<unknown>, transaction: Y.Transaction): void => {
    travel = null;
    if (transaction.deleteSet.clients.size === 0 || event.changes.deleted.size === 0) {
      const fresh = addedTo(items, transaction).map(parseItem);
      for (const each of fresh) parsed.push(each);
      current.addParsed(fresh);
    } else {
      // FA3 forbids deletions and servers refuse them. If one happens anyway, the room shows the remaining facts.
      parsed = items.toArray().map(parseItem);
      current = createFold();
      current.addParsed(parsed);
    }
    if (current.room() === told) return;
    told = current.room();
    changed();
  };
  items.observe(observe);

  return {
    room: (): Room => current.room(),
    add: (added: Fact[]) => void current.add(added),
    at: (noted: number): Room => {
      travel = travelTo(noted, parsed, travel);
      return travel.fold.room();
    },
    close: () => items.unobserve(observe),
  };
}

/** A shared type inside `facts` is not a fact; its content can change, so it is not read. */
const parseItem = (item: unknown): ParsedFact => parseFact(item instanceof Y.AbstractType ? null : item);

/**
 * The values that a transaction put into the list, in the order in which each client wrote them. Yjs' own event walks
 * the whole list, which for 10,000 facts takes longer than everything else that happens when one is added.
 */
export function addedTo(items: Y.Array<unknown>, { doc, beforeState, afterState }: Y.Transaction): unknown[] {
  const added: unknown[] = [];
  for (const [client, end] of afterState) {
    const begin = beforeState.get(client) ?? 0;
    const structs = begin < end ? (doc.store.clients.get(client) ?? []) : [];
    let first = structs.length;
    while ((structs[first - 1]?.id.clock ?? -1) >= begin) first -= 1;
    for (; first < structs.length; first++) {
      const struct = structs[first];
      if (struct instanceof Y.Item && struct.parent === items && !struct.deleted && struct.countable)
        added.push(...(struct.content.getContent() as unknown[]));
    }
  }
  return added;
}

type Travel = { to: number; fold: Fold };

/** A step forward, as in a replay, only adds the facts noted since the last step. */
function travelTo(to: number, parsed: readonly ParsedFact[], last: Travel | null): Travel {
  const from = last !== null && last.to <= to ? last : { to: Number.NEGATIVE_INFINITY, fold: createFold() };
  from.fold.addParsed(
    parsed.filter((each) => {
      const noted = notedOf(each);
      return noted > from.to && noted <= to;
    }),
  );
  return { to, fold: from.fold };
}

const notedOf = (parsed: ParsedFact): number => (parsed.ok ? parsed.fact.noted : parsed.noted);

/** Facts written together share one item of the document; the other copy may know only the first ones of an item. */
function knownItems(
  items: Y.Array<unknown>,
  known: ReadonlyMap<number, number>,
  person: string | undefined,
): unknown[] {
  const found: unknown[] = [];
  for (let item = items._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    const { client, clock } = item.id;
    const count = Math.max(0, (known.get(client) ?? 0) - clock);
    for (const [index, each] of (item.content.getContent() as unknown[]).entries())
      if (index < count || isBy(each, person)) found.push(each instanceof Y.AbstractType ? null : each);
  }
  return found;
}

const isBy = (fact: unknown, person: string | undefined): boolean =>
  person !== undefined &&
  typeof fact === 'object' &&
  fact !== null &&
  !(fact instanceof Y.AbstractType) &&
  'by' in fact &&
  fact.by === person;
