// TM3: the incidents of which a replica has a copy, perhaps from earlier, and which its upstream does not show to whoever
// runs it. Kept across starts: the upstream need not be in reach for it to stay hidden.
import type { Database } from '../storage/database.ts';

export type Withheld = {
  has(id: string): boolean;
  list(): readonly string[];
  /** Whether that was news. */
  set(id: string, isHidden: boolean): boolean;
};

const name = 'withheld-incidents';

export function openWithheld({ sql }: Pick<Database, 'sql'>): Withheld {
  const row = sql.statement('SELECT value FROM values_kept WHERE name = ?').get(name);
  const ids = new Set(row === undefined ? [] : (JSON.parse(String(row['value'])) as string[]));
  const keep = sql.statement(
    'INSERT INTO values_kept (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  return {
    has: (id) => ids.has(id),
    list: () => [...ids],
    set: (id, isHidden) => {
      if (ids.has(id) === isHidden) return false;
      if (isHidden) ids.add(id);
      else ids.delete(id);
      keep.run(name, JSON.stringify([...ids]));
      return true;
    },
  };
}
