// TM3: incidents that a replica has a copy of, perhaps from earlier, and that its upstream hides from the person who
// runs it. Kept across restarts: they stay hidden while the upstream is away.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';

export type Withheld = {
  has(id: string): boolean;
  list(): readonly string[];
  /** Returns whether this changed anything. */
  set(id: string, isHidden: boolean): boolean;
};

const name = 'withheld-incidents';

export function openWithheld(database: Database): Withheld {
  const ids = new Set(JSON.parse(readKept(database, name) ?? '[]') as string[]);
  return {
    has: (id) => ids.has(id),
    list: () => [...ids],
    set: (id, isHidden) => {
      if (ids.has(id) === isHidden) return false;
      if (isHidden) ids.add(id);
      else ids.delete(id);
      writeKept(database, name, JSON.stringify([...ids]));
      return true;
    },
  };
}
