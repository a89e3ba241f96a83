// The fold: computes a room's state from facts in any order (docs/spec.md, FO). Each concern is a slice in fold/.
// The ledger below them holds every fact with its corrections applied.
import type { Fact } from '../facts/fact.ts';
import { createIndex, sameId, type Index } from './index.ts';
import type { Room } from '../view/room-view.ts';
import { byNoted } from '../facts/order.ts';
import { parseFact, type ParsedFact } from '../facts/parse-fact.ts';

export type Fold = {
  /** Adds raw values from a document and returns the new room. */
  add(raw: readonly unknown[]): Room;
  addParsed(parsed: readonly ParsedFact[]): Room;
  /** The same object until something changes. */
  room(): Room;
};

export function fold(raw: Iterable<unknown>): Room {
  return createFold().add([...raw]);
}

export function createFold(): Fold {
  let index = createIndex();
  let room = index.show(null);
  const addParsed = (parsed: readonly ParsedFact[]): Room => {
    const found = parsed.filter((each) => each.ok);
    // Facts take effect in noted order; adding them in that order avoids refolding.
    if (found.length > 1) found.sort((a, b) => byNoted(a.fact, b.fact));
    for (const each of parsed) if (!each.ok) index.addInvalid(each.raw, each.reason);
    for (const { fact, known } of found) {
      const loser = index.add(fact, known);
      if (loser) index = rebuild(index, loser, { fact, known });
    }
    room = index.show(room);
    return room;
  };
  return { addParsed, add: (raw) => addParsed(raw.map(parseFact)), room: () => room };
}

/** FO2: replaces a folded fact by another with the same id. This is rare and hostile, so everything is folded again. */
function rebuild(old: Index, loser: Fact, winner: { fact: Fact; known: boolean }): Index {
  const index = createIndex();
  for (const { raw, reason } of old.invalid()) index.addInvalid(raw, reason);
  index.addInvalid(loser, sameId);
  for (const { fact, known } of old.all()) {
    if (fact === loser) index.add(winner.fact, winner.known);
    else index.add(fact, known);
  }
  return index;
}
