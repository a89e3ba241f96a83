// SP61: what people published on a page: rows are added and never changed.
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import type { Database } from '../storage/database.ts';

export type KeptUpdate = PublishedUpdate & { by: string };

export type PublishedUpdates = {
  /** `also` writes what belongs to it in the same transaction. */
  add(page: string, update: KeptUpdate, also: () => void): void;
  /** As part of the caller's transaction. */
  put(page: string, updates: readonly KeptUpdate[]): void;
  /** Oldest first by when they were said, all of them. */
  list(page: string): KeptUpdate[];
  /** On which page this update is; null where there is none. */
  pageOf(id: string): string | null;
};

export function openPublishedUpdates({ sql }: Database): PublishedUpdates {
  const insert = sql.statement(
    'INSERT INTO status_page_updates (page, id, incident, at, by_person, said) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const select = sql.statement(
    'SELECT id, incident, at, by_person, said FROM status_page_updates WHERE page = ? ORDER BY at, seq',
  );
  const find = sql.statement('SELECT page FROM status_page_updates WHERE id = ?');
  type Row = { id: string; incident: string; at: number; by_person: string; said: string };
  const put = (page: string, updates: readonly KeptUpdate[]) => {
    for (const { id, incident, at, by, ...said } of updates)
      insert.run(page, id, incident, at, by, JSON.stringify(said));
  };
  return {
    add: (page, update, also) =>
      sql.transaction(() => {
        put(page, [update]);
        also();
      }),
    put,
    list: (page) =>
      (select.all(page) as Row[]).map(({ id, incident, at, by_person, said }) => ({
        ...(JSON.parse(said) as Omit<PublishedUpdate, 'id' | 'incident' | 'at'>),
        id,
        incident,
        at,
        by: by_person,
      })),
    pageOf: (id) => (find.get(id) as { page: string } | undefined)?.page ?? null,
  };
}
