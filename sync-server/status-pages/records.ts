// SP60: the team's configured pages, and SP61: the updates published on them.
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { Database } from '../storage/database.ts';
import { domainOf, mostPages, type StatusPageSettings } from './settings.ts';

export type StatusPage = {
  id: string;
  version: number;
  settings: StatusPageSettings;
  createdAt: number;
  updatedAt: number;
};
type Taken = 'slug-taken' | 'domain-taken';
export type StatusPageRefusal = ShelfRefusal | Taken;
export type StatusPageRecords = Shelf<StatusPageSettings, StatusPage, Taken> & {
  bySlug(slug: string): StatusPage | null;
  byDomain(domain: string): StatusPage | null;
};

export async function openRecords(options: {
  database: Database;
  now: () => number;
  makeId: () => string;
  onChange: (id: string) => void;
}): Promise<StatusPageRecords> {
  const { database, now, makeId, onChange } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('status_pages').selectAll().orderBy('id').execute();
  const items = new Map(
    rows.map(({ id, version, settings, created_at, updated_at }): [string, StatusPage] => [
      id,
      {
        id,
        version,
        settings: JSON.parse(settings) as StatusPageSettings,
        createdAt: created_at,
        updatedAt: updated_at,
      },
    ]),
  );
  // Needed for every request.
  let domains: ReadonlyMap<string, string> | null = null;
  let slugs: ReadonlyMap<string, string> | null = null;
  const shelf = makeShelf<StatusPageSettings, StatusPage, Taken>({
    database,
    makeId,
    items,
    most: mostPages,
    shape: (put, before) => ({ ...put, createdAt: before?.createdAt ?? now(), updatedAt: now() }),
    check: ({ id, settings }, all) => {
      const others = [...all.values()].filter((each) => each.id !== id);
      if (others.some((each) => each.settings.slug === settings.slug)) return 'slug-taken';
      const domain = domainOf(settings);
      const isTaken = domain !== null && others.some((each) => domainOf(each.settings) === domain);
      return isTaken ? 'domain-taken' : null;
    },
    write: ({ id, version, settings, createdAt, updatedAt }, isNew) => {
      const row = { version, settings: JSON.stringify(settings), updated_at: updatedAt };
      return isNew
        ? queries
            .insertInto('status_pages')
            .values({ id, ...row, created_at: createdAt })
            .compile()
        : queries.updateTable('status_pages').set(row).where('id', '=', id).compile();
    },
    // Published updates stay on record.
    erase: (id) => [
      queries.deleteFrom('status_page_targets').where('page', '=', id).compile(),
      queries.deleteFrom('status_page_work').where('page', '=', id).compile(),
      queries.deleteFrom('status_page_imports').where('page', '=', id).compile(),
      queries.deleteFrom('status_pages').where('id', '=', id).compile(),
    ],
    onChange: (id) => {
      domains = null;
      slugs = null;
      onChange(id);
    },
  });
  return {
    ...shelf,
    bySlug: (slug) => {
      slugs ??= new Map(shelf.list().map(({ id, settings }) => [settings.slug, id]));
      return shelf.find(slugs.get(slug) ?? '');
    },
    byDomain: (domain) => {
      domains ??= new Map(shelf.list().map(({ id, settings }) => [domainOf(settings) ?? '', id]));
      return domain === '' ? null : shelf.find(domains.get(domain.toLowerCase()) ?? '');
    },
  };
}
