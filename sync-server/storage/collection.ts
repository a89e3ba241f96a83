// Things that people configure: a list of items with settings and a version, stored in the database and held in memory.
// Each change is one transaction in one turn of the event loop, so no other change can happen between reading, writing
// and updating memory. Knows nothing of the meaning of the settings.
import type { CompiledQuery } from 'kysely';
import type { Database } from './database.ts';
import { isExpected, type ExpectedVersion } from './expected-version.ts';
import { readKept } from './kept-values.ts';

export type ShelfRefusal = 'unknown' | 'too-many' | 'changed-meanwhile';
type Shelved<S> = { id: string; version: number; settings: S };

/** CF9: the key in `values_kept` for items that are set aside: a file or a person removed them, and their rows stay. */
const setAsideKey = 'set-aside';
/** By section, then by name. */
export type SetAside = Record<string, Record<string, { id: string; at: number }>>;

export function readSetAside(database: Database): SetAside {
  return JSON.parse(readKept(database, setAsideKey) ?? '{}') as SetAside;
}

/** How long what was set aside can come back. */
export const asideMs = 30 * 24 * 3_600_000;

export function writeAside({ queries }: Database, aside: SetAside): CompiledQuery {
  const value = JSON.stringify(aside);
  return queries
    .insertInto('values_kept')
    .values({ name: setAsideKey, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .compile();
}

/** Settings for an id that is new, was set aside, or belongs to an item to change. */
export type Put<S> = { id: string; settings: S };
/** A store's part of a larger transaction: once `writes` are on disk, call `settle` at once. */
export type Staged = {
  puts: readonly CompiledQuery[];
  removals: readonly CompiledQuery[];
  settle(): void | Promise<void>;
};
/** `id` is the refused item; null when it is not one of those given. */
export type StageRefusal<Wrong extends string> = { id: string | null; refusal: Wrong };

export type Shelf<S, Item extends Shelved<S>, Wrong extends string = never> = {
  /** Oldest first. */
  list: () => readonly Item[];
  find: (id: string) => Item | null;
  add: (settings: S) => Promise<Item | ShelfRefusal | Wrong>;
  /** `version` is the version that the caller edited. */
  change: (id: string, settings: S, version: ExpectedVersion) => Promise<Item | ShelfRefusal | Wrong>;
  remove: (id: string, version: ExpectedVersion) => Promise<'removed' | ShelfRefusal | Wrong>;
  /** CF4: prepares many changes, to be made together with those of other stores. */
  stage: (
    puts: readonly Put<S>[],
    removals: readonly string[],
    /** `aside`: the rows stay, so that a later put under the same id brings the item back unchanged. */
    how?: 'erase' | 'aside',
  ) => Staged | StageRefusal<ShelfRefusal | Wrong>;
  /** An item that was set aside; null when there is none. */
  findAside: (id: string) => Item | null;
  /** Erases an item for good that was set aside. */
  purge: (id: string) => void;
};

export type ShelfOptions<S, Item extends Shelved<S>, Wrong extends string> = {
  database: Database;
  makeId: () => string;
  /** Read at the start; the shelf's owner may replace items in it. */
  items: Map<string, Item>;
  most: number;
  /** Makes the item from its settings; `before` is null when it is new. The shelf sets its version. */
  shape(put: Put<S> & { version: number }, before: Item | null): Item;
  /** Why the item conflicts with the others; null when it does not. */
  check?: (item: Item, items: ReadonlyMap<string, Item>) => Wrong | null;
  write(item: Item, isNew: boolean): CompiledQuery;
  erase(id: string): readonly CompiledQuery[];
  /** Called after each change. `before` is null for a new item; `item` is null for a removed one. */
  onChange?: (id: string, item: Item | null, before: Item | null, isKept: boolean) => void;
};

/** Tables with only an id, a version and settings as JSON. */
type PlainTable =
  | 'comms_templates'
  | 'copy_profiles'
  | 'handbook_pages'
  | 'levels'
  | 'locations'
  | 'problems'
  | 'recurring_runs'
  | 'recurring_tasks'
  | 'review_templates'
  | 'services'
  | 'swaps'
  | 'team_roles'
  | 'teams';

/** The parts of a shelf for such a table: its present items, and how to write and erase one. */
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

/** Takes the items out that were set aside; returns them. */
function takeAside<Item>(database: Database, items: Map<string, Item>): Map<string, Item> {
  const aside = new Map<string, Item>();
  for (const { id } of Object.values(readSetAside(database)).flatMap((each) => Object.values(each))) {
    const item = items.get(id);
    if (item !== undefined) aside.set(id, item);
    items.delete(id);
  }
  return aside;
}

/** Prepares changes of a shelf: what to write, and how memory follows. */
function makeStage<S, Item extends Shelved<S>, Wrong extends string>(
  options: ShelfOptions<S, Item, Wrong>,
  aside: Map<string, Item>,
): Shelf<S, Item, Wrong>['stage'] {
  const { items, most, check, onChange } = options;
  return (puts, removals, how = 'erase') => {
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
}

export function makeShelf<S, Item extends Shelved<S>, Wrong extends string = never>(
  options: ShelfOptions<S, Item, Wrong>,
): Shelf<S, Item, Wrong> {
  const { database, makeId, items, onChange } = options;
  const aside = takeAside(database, items);

  const stage = makeStage(options, aside);
  const doAtOnce = (puts: readonly Put<S>[], removals: readonly string[]) => {
    const staged = stage(puts, removals);
    if ('refusal' in staged) return staged.refusal;
    database.together([...staged.puts, ...staged.removals]);
    void staged.settle();
    return null;
  };
  const look = (id: string, version: ExpectedVersion): ShelfRefusal | null => {
    const item = items.get(id);
    if (item === undefined) return 'unknown';
    return isExpected(version, item.version) ? null : 'changed-meanwhile';
  };
  const put = (id: string, settings: S) => doAtOnce([{ id, settings }], []) ?? items.get(id) ?? 'unknown';

  return {
    list: () => [...items.values()],
    find: (id) => items.get(id) ?? null,
    add: async (settings) => put(makeId(), settings),
    change: async (id, settings, version) => look(id, version) ?? put(id, settings),
    remove: async (id, version) => look(id, version) ?? doAtOnce([], [id]) ?? 'removed',
    stage,
    findAside: (id) => aside.get(id) ?? null,
    purge: (id) => {
      const before = aside.get(id);
      if (before === undefined) return;
      database.together(options.erase(id));
      aside.delete(id);
      onChange?.(id, null, before, false);
    },
  };
}
