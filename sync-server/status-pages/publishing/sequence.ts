// SP65: numbers that always rise, even after kill -9. They are never below the current time, so that a rebuilt server
// continues them.
import type { Database } from '../../storage/database.ts';
import { readKept, writeKept } from '../../storage/kept-values.ts';

export type Sequence = {
  /** The last number given out; 0 before the first. */
  last(): number;
  next(): number;
  /** Later numbers will be higher than this. */
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
