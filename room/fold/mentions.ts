import type { Fact, FactKind, PersonId } from '../facts/fact.ts';
import type { Mention } from '../view/room-view.ts';
import { byNoted, exchange } from '../facts/order.ts';
import { keep, type Slice } from './slice.ts';

/** Kinds of facts that notify the people they name (TH3). */
export const namingKinds = [
  'note',
  'decision',
  'observation',
  'action',
  'hypothesis',
  'experiment',
  'finding',
  'task',
  'review',
] as const satisfies readonly FactKind[];
type Naming = Fact<(typeof namingKinds)[number]>;

const shownLength = 200;

/** TH4: for each person the newest entry of somebody else that mentions them, for notifications. */
export function createMentions(): Slice<readonly Mention[]> {
  const namings = new Map<PersonId, Naming[]>();
  let view: readonly Mention[] = [];
  let stale = false;
  return {
    kinds: namingKinds,
    change(before, after) {
      const [old, young] = [before as Naming | null, after as Naming | null];
      for (const person of new Set([...namedIn(old), ...namedIn(young)])) {
        const list = namings.get(person) ?? [];
        namings.set(person, list);
        exchange(list, old, young, byNoted);
        stale = true;
      }
    },
    view() {
      if (stale) view = keep(view, show(namings));
      stale = false;
      return view;
    },
  };
}

const namedIn = (fact: Naming | null): readonly PersonId[] =>
  fact?.mentions?.filter((person) => person !== fact.by) ?? [];

/** Sorted by person id, because the order of arrival differs between copies of a room. */
function show(namings: ReadonlyMap<PersonId, readonly Naming[]>): readonly Mention[] {
  return [...namings]
    .flatMap(([person, facts]) => {
      const newest = facts.at(-1);
      if (newest === undefined) return [];
      const { id: fact, by, noted } = newest;
      const text = (newest.kind === 'review' ? newest.comment : newest.text) ?? '';
      return [{ person, fact, by, noted, text: text.slice(0, shownLength) }];
    })
    .toSorted((a, b) => (a.person < b.person ? -1 : 1));
}
