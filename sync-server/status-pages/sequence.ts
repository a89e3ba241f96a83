// SP65: numbers that rise for ever, also over kill -9, and that a server made anew continues: never below the time.
import type { Database } from '../storage/database.ts';

export type Sequence = {
  /** The newest that was given out; 0 before the first. */
  last(): number;
  next(): number;
  /** From now on higher than this. */
  raise(to: number): void;
};

export function openSequence({ sql }: Database, now: () => number): Sequence {
  const name = 'status page sequence';
  const read = sql.statement('SELECT value FROM values_kept WHERE name = ?');
  const write = sql.statement(
    'INSERT INTO values_kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const last = () => Number((read.get(name) as { value: string } | undefined)?.value ?? 0);
  return {
    last,
    next: () => {
      const next = Math.max(last() + 1, Math.floor(now()));
      write.run(name, String(next));
      return next;
    },
    raise: (to) => {
      if (to > last()) write.run(name, String(to));
    },
  };
}
