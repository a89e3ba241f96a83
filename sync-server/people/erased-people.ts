// ED: erased people and the names they have since: a name made from the end of the id, which reveals nothing.
import type { Database } from '../storage/database.ts';

/** `at`: epoch ms. */
export type ErasedPerson = { id: string; name: string; at: number };

export type ErasedPeople = {
  list(): readonly ErasedPerson[];
  of(person: string): ErasedPerson | null;
  /** Durable on return; the first entry for a person stays. */
  keep(person: string, at: number): ErasedPerson;
  /** Erasures that a stop of the server may have interrupted. */
  unfinished(): readonly ErasedPerson[];
  finished(person: string): void;
};

export function openErasedPeople(database: Database): ErasedPeople {
  const { queries } = database;
  const rows = queries.selectFrom('erased_people').select(['person', 'name', 'at']).orderBy('at');
  const known = new Map(
    database.all(rows).map(({ person: id, ...erased }): [string, ErasedPerson] => [id, { id, ...erased }]),
  );
  return {
    list: () => [...known.values()],
    of: (person) => known.get(person) ?? null,
    keep: (id, at) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const erased = { id, name: `Former member ${id.slice(-4).toUpperCase()}`, at };
      const row = { person: id, name: erased.name, at, is_done: 0 };
      database.run(queries.insertInto('erased_people').values(row));
      known.set(id, erased);
      return erased;
    },
    unfinished: () =>
      database
        .all(queries.selectFrom('erased_people').select('person').where('is_done', '=', 0))
        .flatMap(({ person }) => known.get(person) ?? []),
    finished: (person) =>
      void database.run(
        queries.updateTable('erased_people').set({ is_done: 1 }).where('person', '=', person),
      ),
  };
}
