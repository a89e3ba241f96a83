import type { Fact, PersonId } from '../facts/fact.ts';
import { byNoted, exchange } from '../facts/order.ts';
import { isPerson } from '../facts/author.ts';

/** FA6: everybody who wrote, with the name they last joined under; their id when they never joined. */
export function createPeople() {
  const people = new Map<PersonId, string>();
  const joins = new Map<PersonId, Fact<'joined'>[]>();
  let view: ReadonlyMap<PersonId, string> = new Map();
  let stale = false;

  const setName = (person: PersonId, name: string): void => {
    if (!isPerson(person) || people.get(person) === name) return;
    people.set(person, name);
    stale = true;
  };
  return {
    kinds: ['joined'] as const,
    wrote(person: PersonId): void {
      if (!people.has(person)) setName(person, person);
    },
    change(before: Fact<'joined'> | null, after: Fact<'joined'> | null): void {
      const person = (after ?? before)?.by ?? '';
      const list = joins.get(person) ?? [];
      exchange(list, before, after, byNoted);
      joins.set(person, list);
      // ED3: of several, the one of the smallest id, as the timeline takes it.
      const erased = list.filter((each) => each.erased === true).toSorted((a, b) => (a.id < b.id ? -1 : 1));
      setName(person, (erased[0] ?? list.at(-1))?.name ?? person);
    },
    view(): ReadonlyMap<PersonId, string> {
      // In the order of their ids: the order of arrival differs between two copies of a room.
      if (stale) view = new Map([...people].toSorted(([a], [b]) => (a < b ? -1 : 1)));
      stale = false;
      return view;
    },
  };
}
