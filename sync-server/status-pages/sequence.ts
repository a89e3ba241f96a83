// SP65: numbers that rise for ever, also over kill -9, and that a server made anew continues: never below the time.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';

export type Sequence = {
  /** The newest that was given out; 0 before the first. */
  last(): number;
  next(): number;
  /** From now on higher than this. */
  raise(to: number): void;
};

export function openSequence(database: Database, now: () => number): Sequence {
  const name = 'status page sequence';
  const last = () => Number(readKept(database, name) ?? 0);
  return {
    last,
    next: () => {
      const next = Math.max(last() + 1, Math.floor(now()));
      writeKept(database, name, String(next));
      return next;
    },
    raise: (to) => {
      if (to > last()) writeKept(database, name, String(to));
    },
  };
}
