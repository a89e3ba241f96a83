// TM3: the incidents of which a replica has a copy, perhaps from earlier, and which its upstream does not show to whoever
// runs it. Kept across starts: the upstream need not be in reach for it to stay hidden.
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';

export type Withheld = {
  has(id: string): boolean;
  list(): readonly string[];
  /** Whether that was news. */
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
