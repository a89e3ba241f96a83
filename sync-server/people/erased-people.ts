// ED: who was erased, and what they are called since: a name that says nothing of them, made of the end of their id.
import type { Sql } from '../storage/sql.ts';

/** `at`: epoch ms. */
export type ErasedPerson = { id: string; name: string; at: number };

export type ErasedPeople = {
  list(): readonly ErasedPerson[];
  of(person: string): ErasedPerson | null;
  /** Durable on return; the first word about somebody stands. */
  keep(person: string, at: number): ErasedPerson;
  /** Those of whom something may be left, because the server ended in between. */
  unfinished(): readonly ErasedPerson[];
  finished(person: string): void;
};

export function openErasedPeople(sql: Sql): ErasedPeople {
  const insert = sql.statement('INSERT INTO erased_people (person, name, at, is_done) VALUES (?, ?, ?, 0)');
  const finish = sql.statement('UPDATE erased_people SET is_done = 1 WHERE person = ?');
  const open = sql.statement('SELECT person FROM erased_people WHERE is_done = 0');
  const rows = sql.statement('SELECT person, name, at FROM erased_people ORDER BY at').all();
  const known = new Map(
    rows.map((row): [string, ErasedPerson] => {
      const id = String(row['person']);
      return [id, { id, name: String(row['name']), at: Number(row['at']) }];
    }),
  );
  return {
    list: () => [...known.values()],
    of: (person) => known.get(person) ?? null,
    keep: (id, at) => {
      const before = known.get(id);
      if (before !== undefined) return before;
      const erased = { id, name: `Former member ${id.slice(-4).toUpperCase()}`, at };
      insert.run(id, erased.name, at);
      known.set(id, erased);
      return erased;
    },
    unfinished: () => open.all().flatMap((row) => known.get(String(row['person'])) ?? []),
    finished: (person) => void finish.run(person),
  };
}
