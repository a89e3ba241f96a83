// SP61: updates that people published on a page: rows are added and never changed.
import type { PublishedUpdate } from '#status-page/schema/index.ts';
import type { Database } from '../../storage/database.ts';

export type KeptUpdate = PublishedUpdate & { by: string };

export type PublishedUpdates = {
  /** `also` writes related data in the same transaction. */
  add(page: string, update: KeptUpdate, also: () => void): void;
  /** Within the caller's transaction. */
  put(page: string, updates: readonly KeptUpdate[]): void;
  /** All of them, oldest first by time of publication. */
  list(page: string): KeptUpdate[];
  /** The page of this update; null when there is no such update. */
  pageOf(id: string): string | null;
};

export function openPublishedUpdates(database: Database): PublishedUpdates {
  const { queries, prepare } = database;
  // Runs for every rendering of a page.
  const list = prepare((db, page: string) =>
    db
      .selectFrom('status_page_updates')
      .select(['id', 'incident', 'at', 'by_person', 'said'])
      .where('page', '=', page)
      .orderBy('at')
      .orderBy('seq'),
  );
  const put = (page: string, updates: readonly KeptUpdate[]) => {
    for (const { id, incident, at, by: by_person, ...rest } of updates) {
      const row = { page, id, incident, at, by_person, said: JSON.stringify(rest) };
      database.run(queries.insertInto('status_page_updates').values(row));
    }
  };
  return {
    add: (page, update, also) =>
      database.transaction(() => {
        put(page, [update]);
        also();
      }),
    put,
    list: (page) =>
      list.all(page).map(({ id, incident, at, by_person, said }) => ({
        ...(JSON.parse(said) as Omit<PublishedUpdate, 'id' | 'incident' | 'at'>),
        id,
        incident,
        at,
        by: by_person,
      })),
    pageOf: (id) =>
      database.first(queries.selectFrom('status_page_updates').select('page').where('id', '=', id))?.page ??
      null,
  };
}
