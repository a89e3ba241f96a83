// SP60: the team's configured pages, and SP61: the updates published on them.
import {
  asideMs,
  makeShelf,
  readSetAside,
  type Shelf,
  type ShelfRefusal,
  writeAside,
} from '../../storage/collection.ts';
import type { Selectable } from 'kysely';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import { isExpected } from '../../storage/expected-version.ts';
import { domainOf, mostPages, type StatusPageSettings } from './settings.ts';

export type StatusPage = {
  id: string;
  version: number;
  settings: StatusPageSettings;
  createdAt: number;
  updatedAt: number;
};
export type ClosedPage = { id: string; name: string; slug: string; closedAt: number; erasedAt: number };
type Taken = 'slug-taken' | 'domain-taken';
export type StatusPageRefusal = ShelfRefusal | Taken;
export type StatusPageRecords = Shelf<StatusPageSettings, StatusPage, Taken> & {
  bySlug(slug: string): StatusPage | null;
  byDomain(domain: string): StatusPage | null;
  /** SP150: the pages that people closed and may still reopen, the newest first. */
  closed(): ClosedPage[];
  /** SP150: a closed page is there again as it was, with its id, places and subscribers. */
  reopen(id: string): Promise<StatusPage | StatusPageRefusal>;
};

const toPage = (row: Selectable<Tables['status_pages']>): StatusPage => ({
  id: row.id,
  version: row.version,
  settings: JSON.parse(row.settings) as StatusPageSettings,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** What writes and erases a page. Published updates stay on record. */
function writing(database: Database) {
  const { queries } = database;
  return {
    write: ({ id, version, settings, createdAt, updatedAt }: StatusPage, isNew: boolean) => {
      const row = { version, settings: JSON.stringify(settings), updated_at: updatedAt };
      return isNew
        ? queries
            .insertInto('status_pages')
            .values({ id, ...row, created_at: createdAt })
            .compile()
        : queries.updateTable('status_pages').set(row).where('id', '=', id).compile();
    },
    erase: (id: string) => [
      ...eraseSubscribers(database, id),
      queries.deleteFrom('status_page_targets').where('page', '=', id).compile(),
      queries.deleteFrom('status_page_work').where('page', '=', id).compile(),
      queries.deleteFrom('status_page_imports').where('page', '=', id).compile(),
      queries.deleteFrom('status_pages').where('id', '=', id).compile(),
    ],
  };
}

/** A slug or a domain that another page has; null when both are free. */
function findTaken({ id, settings }: StatusPage, all: ReadonlyMap<string, StatusPage>): Taken | null {
  const others = [...all.values()].filter((each) => each.id !== id);
  if (others.some((each) => each.settings.slug === settings.slug)) return 'slug-taken';
  const domain = domainOf(settings);
  const isTaken = domain !== null && others.some((each) => domainOf(each.settings) === domain);
  return isTaken ? 'domain-taken' : null;
}

export async function openRecords(options: {
  database: Database;
  now: () => number;
  makeId: () => string;
  onChange: (id: string) => void;
}): Promise<StatusPageRecords> {
  const { database, now, makeId, onChange } = options;
  const { queries } = database;
  const rows = await queries.selectFrom('status_pages').selectAll().orderBy('id').execute();
  const items = new Map(rows.map((row) => [row.id, toPage(row)]));
  // Needed for every request.
  let domains: ReadonlyMap<string, string> | null = null;
  let slugs: ReadonlyMap<string, string> | null = null;
  const shelf = makeShelf<StatusPageSettings, StatusPage, Taken>({
    database,
    makeId,
    items,
    most: mostPages,
    shape: (put, before) => ({ ...put, createdAt: before?.createdAt ?? now(), updatedAt: now() }),
    check: findTaken,
    ...writing(database),
    onChange: (id) => {
      domains = null;
      slugs = null;
      onChange(id);
    },
  });
  return {
    ...shelf,
    ...closingOver(shelf, { database, now }),
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

/** The section of pages among what is set aside (CF9), and the name of one that a person closed. */
const section = 'pages';
const closedBy = (id: string) => `closed ${id}`;

type Pages = Shelf<StatusPageSettings, StatusPage, Taken>;

/** The pages that people closed, the newest first, and a change of that list as a write. */
function closedAmong(shelf: Pages, database: Database) {
  const closed = () => {
    const aside = readSetAside(database)[section] ?? {};
    return Object.entries(aside)
      .flatMap(([name, { id, at }]) => {
        const page = name === closedBy(id) ? shelf.findAside(id) : null;
        return page === null ? [] : [{ page, at }];
      })
      .toSorted((one, other) => other.at - one.at);
  };
  const written = (change: (pages: Record<string, { id: string; at: number }>) => void) => {
    const aside = readSetAside(database);
    const pages = { ...aside[section] };
    change(pages);
    return writeAside(database, { ...aside, [section]: pages });
  };
  return { closed, written };
}

/** SP150: closing sets a page aside, so that it can come back until it is erased (CF9). */
function closingOver(
  shelf: Pages,
  { database, now }: { database: Database; now: () => number },
): Pick<StatusPageRecords, 'remove' | 'closed' | 'reopen'> {
  const { closed, written } = closedAmong(shelf, database);
  return {
    closed: () =>
      closed().map(({ page: { id, settings }, at }) => ({
        id,
        name: settings.name,
        slug: settings.slug,
        closedAt: at,
        erasedAt: at + asideMs,
      })),
    remove: async (id, version) => {
      const page = shelf.find(id);
      if (page === null) return 'unknown';
      if (!isExpected(version, page.version)) return 'changed-meanwhile';
      const staged = shelf.stage([], [id], 'aside');
      if ('refusal' in staged) return staged.refusal;
      database.together([written((pages) => void (pages[closedBy(id)] = { id, at: now() }))]);
      void staged.settle();
      for (const { page: old } of closed().slice(mostPages)) {
        shelf.purge(old.id);
        database.together([written((pages) => void delete pages[closedBy(old.id)])]);
      }
      return 'removed';
    },
    reopen: async (id) => {
      const page = closed().find((each) => each.page.id === id)?.page;
      if (page === undefined) return 'unknown';
      const staged = shelf.stage([{ id, settings: page.settings }], []);
      if ('refusal' in staged) return staged.refusal;
      database.together([...staged.puts, written((pages) => void delete pages[closedBy(id)])]);
      void staged.settle();
      return shelf.find(id) ?? 'unknown';
    },
  };
}

function eraseSubscribers({ queries }: Database, page: string) {
  const all = queries.selectFrom('subscribers').select('id').where('page', '=', page);
  return [
    queries.deleteFrom('subscriber_events').where('subscriber', 'in', all).compile(),
    queries.deleteFrom('subscriber_links').where('subscriber', 'in', all).compile(),
    queries.deleteFrom('subscribers').where('page', '=', page).compile(),
  ];
}
