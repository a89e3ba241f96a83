// What people configure and others read: a list of items with settings and a version, kept in the database and held
// in memory. Each change is one transaction and one turn of the event loop, so that nothing comes between looking,
// writing and holding. Knows nothing of what the settings mean.
import type { CompiledQuery } from 'kysely';
import type { Database } from './database.ts';
import { readKept } from './kept-values.ts';

export type ShelfRefusal = 'unknown' | 'too-many' | 'changed-meanwhile';
type Shelved<S> = { id: string; version: number; settings: S };

/** CF4: under this name of `values_kept`, ids whose rows stay although nobody sees them: what a file removed. */
export const setAsideKey = 'set-aside';
/** By section and name. */
export type SetAside = Record<string, Record<string, { id: string; at: number }>>;

export function readSetAside(database: Database): SetAside {
  return JSON.parse(readKept(database, setAsideKey) ?? '{}') as SetAside;
}

/** Settings under an id that is new, was set aside, or of an item that is to have these instead. */
export type Put<S> = { id: string; settings: S };
/** What becomes of a store, as part of a larger transaction: once `writes` are on disk, `settle` at once. */
export type Staged = {
  puts: readonly CompiledQuery[];
  removals: readonly CompiledQuery[];
  settle(): void | Promise<void>;
};
/** `id` is the item that cannot be; null when it is not one of them. */
export type StageRefusal<Wrong extends string> = { id: string | null; refusal: Wrong };

export type Shelf<S, Item extends Shelved<S>, Wrong extends string = never> = {
  /** Oldest first. */
  list: () => readonly Item[];
  find: (id: string) => Item | null;
  add: (settings: S) => Promise<Item | ShelfRefusal | Wrong>;
  /** `version` is the one the change was made to; null overwrites whatever is there. */
  change: (id: string, settings: S, version: number | null) => Promise<Item | ShelfRefusal | Wrong>;
  remove: (id: string, version: number | null) => Promise<'removed' | ShelfRefusal | Wrong>;
  /** CF4: many changes that are carried out together with those of other stores. */
  stage: (
    puts: readonly Put<S>[],
    removals: readonly string[],
    /** `aside`: the rows stay, so that a put under that id finds the item again as it was. */
    how?: 'erase' | 'aside',
  ) => Staged | StageRefusal<ShelfRefusal | Wrong>;
  /** Erases for good what was set aside. */
  purge: (id: string) => void;
};

export type ShelfOptions<S, Item extends Shelved<S>, Wrong extends string> = {
  database: Database;
  makeId: () => string;
  /** Read at the start; the shelf's owner may put other states of its items into it. */
  items: Map<string, Item>;
  most: number;
  /** The item for these settings; `before` is null when it is new. Its version is set by the shelf. */
  shape(put: Put<S> & { version: number }, before: Item | null): Item;
  /** Why it cannot be among the others. */
  check?: (item: Item, items: ReadonlyMap<string, Item>) => Wrong | null;
  write(item: Item, isNew: boolean): CompiledQuery;
  erase(id: string): readonly CompiledQuery[];
  /** Told once it is so; null: it was not there, or is no more. */
  onChange?: (id: string, item: Item | null, before: Item | null, isKept: boolean) => void;
};

/** The tables whose rows are an id, a version and settings as JSON, and nothing else. */
type PlainTable = 'problems' | 'review_templates' | 'services' | 'swaps' | 'teams';

/** What a shelf of such a table is made of: its items as they stand, and how one is written and erased. */
export async function readShelved<S>({ queries }: Database, table: PlainTable) {
  const rows = await queries.selectFrom(table).selectAll().orderBy('id').execute();
  const items = new Map(
    rows.map(({ id, version, settings }): [string, Shelved<S>] => [
      id,
      { id, version, settings: JSON.parse(settings) as S },
    ]),
  );
  const write = ({ id, version, settings }: Shelved<S>, isNew: boolean): CompiledQuery => {
    const row = { version, settings: JSON.stringify(settings) };
    return isNew
      ? queries
          .insertInto(table)
          .values({ id, ...row })
          .compile()
      : queries.updateTable(table).set(row).where('id', '=', id).compile();
  };
  const erase = (id: string): CompiledQuery[] => [queries.deleteFrom(table).where('id', '=', id).compile()];
  return { items, write, erase };
}

export function makeShelf<S, Item extends Shelved<S>, Wrong extends string = never>(
  options: ShelfOptions<S, Item, Wrong>,
): Shelf<S, Item, Wrong> {
  const { database, makeId, items, most, check, onChange } = options;

  const aside = new Map<string, Item>();
  for (const { id } of Object.values(readSetAside(database)).flatMap((each) => Object.values(each))) {
    const item = items.get(id);
    if (item !== undefined) aside.set(id, item);
    items.delete(id);
  }

  const stage: Shelf<S, Item, Wrong>['stage'] = (puts, removals, how = 'erase') => {
    const next = new Map(items);
    for (const id of removals) next.delete(id);
    const made = puts.map(({ id, settings }) => {
      const before = items.get(id) ?? aside.get(id) ?? null;
      const after = options.shape({ id, settings, version: (before?.version ?? 0) + 1 }, before);
      next.set(id, after);
      return { before, after };
    });
    if (next.size > most && next.size > items.size) return { id: null, refusal: 'too-many' };
    for (const { after } of made) {
      const refusal = check?.(after, next) ?? null;
      if (refusal !== null) return { id: after.id, refusal };
    }
    const gone = removals.flatMap((id) => items.get(id) ?? []);
    return {
      puts: made.map(({ before, after }) => options.write(after, before === null)),
      removals: how === 'aside' ? [] : gone.flatMap(({ id }) => options.erase(id)),
      settle: () => {
        const isBack = new Set(made.flatMap(({ after }) => (aside.delete(after.id) ? [after.id] : [])));
        for (const { after } of made) items.set(after.id, after);
        for (const item of gone) {
          items.delete(item.id);
          if (how === 'aside') aside.set(item.id, item);
        }
        for (const { before, after } of made)
          onChange?.(after.id, after, isBack.has(after.id) ? null : before, false);
        for (const before of gone) onChange?.(before.id, null, before, how === 'aside');
      },
    };
  };
  const doAtOnce = (puts: readonly Put<S>[], removals: readonly string[]) => {
    const staged = stage(puts, removals);
    if ('refusal' in staged) return staged.refusal;
    database.together([...staged.puts, ...staged.removals]);
    void staged.settle();
    return null;
  };
  const look = (id: string, version: number | null): ShelfRefusal | null => {
    const item = items.get(id);
    if (item === undefined) return 'unknown';
    return version !== null && version !== item.version ? 'changed-meanwhile' : null;
  };
  const put = (id: string, settings: S) => doAtOnce([{ id, settings }], []) ?? items.get(id) ?? 'unknown';

  return {
    list: () => [...items.values()],
    find: (id) => items.get(id) ?? null,
    add: async (settings) => put(makeId(), settings),
    change: async (id, settings, version) => look(id, version) ?? put(id, settings),
    remove: async (id, version) => look(id, version) ?? doAtOnce([], [id]) ?? 'removed',
    stage,
    purge: (id) => {
      const before = aside.get(id);
      if (before === undefined) return;
      database.together(options.erase(id));
      aside.delete(id);
      onChange?.(id, null, before, false);
    },
  };
}
