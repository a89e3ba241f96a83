// CH7: the team's maintenance windows, and the monitors for which one is open now.
import type { Database } from '../storage/database.ts';
import type { ExpectedVersion } from '../storage/expected-version.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type * as WindowRules from './windows.ts';
import type { MaintenanceSettings, Said, SaidStatus, Turn } from '#wire/api/maintenance.ts';
import { noPast, type Past, pastAfter, turnsThrough } from './past.ts';
import { openSaid } from './said.ts';
import { createListeners } from '../listeners.ts';

export const mostWindows = 500;

export type Planned = { id: string; version: number; settings: MaintenanceSettings; past: Past };
type Wrong = { field: string; expected: string };
export type MaintenanceRefusal = ShelfRefusal | Wrong;

export type Maintenance = Pick<Shelf<MaintenanceSettings, Planned>, 'list' | 'find' | 'stage' | 'purge'> & {
  /** The current state of a window. `endedAt`: when its latest turn ended, within the last day. */
  look(planned: Planned): { active: boolean; nextAt: number | null; endedAt: number | null };
  /** SP143: the turns of all windows that overlap [from, to), earliest first, at most `most`. */
  turns(range: { from: number; to: number; most: number }): Turn[];
  /** What people said during its turns, oldest first. */
  saidOf(id: string): readonly Said[];
  /** SP142: says that the open turn is verified or over; null when no turn is open, or when it has too many entries. */
  say(planned: Planned, told: { status: SaidStatus; body: string; by: string }): Promise<Said | null>;
  add(settings: MaintenanceSettings): Promise<Planned | MaintenanceRefusal>;
  change(
    id: string,
    settings: MaintenanceSettings,
    version: ExpectedVersion,
  ): Promise<Planned | MaintenanceRefusal>;
  remove(id: string, version: ExpectedVersion): Promise<'removed' | MaintenanceRefusal>;
  /** Until when no incident is declared for the monitor; null outside a window. */
  untilOf(monitor: string): number | null;
  /** Called when a window may have opened or closed, or was added, changed or removed. */
  onChange(listener: () => void): () => void;
  /** Called with a window that was removed, and what people said during its turns. */
  onRemove(listener: (removed: Planned, said: readonly Said[]) => void): () => void;
  close(): void;
};

type Windows = Pick<typeof WindowRules, 'openUntil' | 'nextStart' | 'openTurn' | 'lastEnd' | 'listTurns'>;
const dayMs = 86_400_000;
type Options = { database: Database; now: () => number; makeId: () => string };
type Open = { id: string; until: number; monitors: MaintenanceSettings['monitors'] };

/** Short enough to notice a changed clock or a computer that slept. */
const longestWaitMs = 60_000;

export async function openMaintenance({ database, now, makeId }: Options): Promise<Maintenance> {
  const planned = await readPlanned(database);
  const said = openSaid(database);
  const { look, close, onChange, open, rules } = keepOpenWindows({ planned, said, now });
  const shelf = shelfOf({ database, makeId }, planned, (before, settings) => {
    const windows = rules();
    // SP67: nobody worked while it was set aside.
    if (windows === null || !planned.has(before.id)) return { ...before.past, since: now() };
    return pastAfter(before, settings, { now: now(), windows, completed: said.completed(before.id) });
  });
  const say = makeSaying({ said, rules, now, makeId });
  const looked = async <T>(done: T): Promise<T> => {
    await look();
    return done;
  };
  await look();

  return {
    list: shelf.list,
    find: shelf.find,
    look: ({ id, settings, past }) => ({
      active: open().some((each) => each.id === id && each.until > now()),
      nextAt: rules()?.nextStart(settings, now()) ?? null,
      endedAt:
        said.endOf(id, now() - dayMs) ?? endAfter(past.since, rules()?.lastEnd(settings, now(), dayMs)),
    }),
    turns: (range) => turnsIn([...planned.values()], rules(), range),
    saidOf: said.of,
    say: async (window, told) => {
      const one = say(window, told);
      return one === null ? null : looked(one);
    },
    add: async (settings) => (await expectWindow(settings)) ?? looked(await shelf.add(settings)),
    change: async (id, settings, version) =>
      (await expectWindow(settings)) ?? looked(await shelf.change(id, settings, version)),
    ...makeRemoving({ shelf, said, look }),
    purge: shelf.purge,
    untilOf: (monitor) => latestEnd(open(), monitor, now()),
    onChange,
    close,
  };
}

type SaidStore = ReturnType<typeof openSaid>;
type Saying = Pick<Options, 'now' | 'makeId'> & { said: SaidStore; rules: () => Windows | null };

/** SP142: keeps what a person says during the turn that is open. */
const makeSaying =
  ({ said, rules, now, makeId }: Saying) =>
  (
    { id, settings }: Planned,
    told: Parameters<Maintenance['say']>[1],
  ): ReturnType<SaidStore['add']> | null => {
    const at = now();
    const turn = rules()?.openTurn(settings, at) ?? null;
    if (turn === null || said.completed(id).includes(turn)) return null;
    return said.add(id, { ...told, id: makeId(), turn, at });
  };

type Removing = {
  shelf: ReturnType<typeof shelfOf>;
  said: Pick<SaidStore, 'of'>;
  look: () => Promise<void>;
};

/** Listeners hear of a removed window with what people said during its turns. */
function makeRemoving({ shelf, said, look }: Removing): Pick<Maintenance, 'remove' | 'stage' | 'onRemove'> {
  const removals = createListeners<[Planned, readonly Said[]]>();
  /** To be asked before the removal, which forgets what was said; the answer tells of it afterwards. */
  const removalOf = (ids: readonly string[]) => {
    const gone = ids.flatMap((id) => shelf.find(id) ?? []).map((each) => [each, said.of(each.id)] as const);
    return () => {
      for (const [each, words] of gone) removals.tell(each, words);
    };
  };
  return {
    remove: async (id, version) => {
      const tell = removalOf([id]);
      const done = await shelf.remove(id, version);
      if (done === 'removed') tell();
      await look();
      return done;
    },
    stage: (puts, gone, how) => {
      const tell = removalOf(gone);
      const staged = shelf.stage(puts, gone, how);
      if ('refusal' in staged) return staged;
      const settle = () => {
        void staged.settle();
        tell();
        return look();
      };
      return { ...staged, settle };
    },
    onRemove: removals.add,
  };
}

/** The end of a turn, if it was planned in these times by then. */
export const endAfter = (since: number | null, end: number | null = null): number | null =>
  end !== null && end > (since ?? 0) ? end : null;

async function readPlanned({ queries }: Database): Promise<Map<string, Planned>> {
  const rows = await queries.selectFrom('maintenance').selectAll().orderBy('id').execute();
  return new Map(
    rows.map(({ id, version, settings, past }): [string, Planned] => [
      id,
      {
        id,
        version,
        settings: JSON.parse(settings) as MaintenanceSettings,
        past: past === null ? noPast : (JSON.parse(past) as Past),
      },
    ]),
  );
}

function shelfOf(
  { database, makeId }: Omit<Options, 'now'>,
  items: Map<string, Planned>,
  pastOf: (before: Planned, settings: MaintenanceSettings) => Past,
) {
  const { queries } = database;
  return makeShelf<MaintenanceSettings, Planned>({
    database,
    makeId,
    items,
    most: mostWindows,
    shape: (put, before) => ({ ...put, past: before === null ? noPast : pastOf(before, put.settings) }),
    write: ({ id, version, settings, past }, isNew) => {
      const row = { version, settings: JSON.stringify(settings), past: JSON.stringify(past) };
      return isNew
        ? queries
            .insertInto('maintenance')
            .values({ id, ...row })
            .compile()
        : queries.updateTable('maintenance').set(row).where('id', '=', id).compile();
    },
    erase: (id) => [
      queries.deleteFrom('maintenance').where('id', '=', id).compile(),
      queries.deleteFrom('maintenance_said').where('maintenance', '=', id).compile(),
    ],
  });
}

type Keeping = {
  planned: ReadonlyMap<string, Planned>;
  said: Pick<ReturnType<typeof openSaid>, 'completed'>;
  now: () => number;
};

/** Keeps which windows are open, and tells when one opens or closes. `look`: something about them changed. */
function keepOpenWindows({ planned, said, now }: Keeping) {
  const listeners = createListeners();
  // Loaded when needed: croner is large, and most servers have no window.
  let windows: Windows | null = null;
  let open: readonly Open[] = [];
  let timer: NodeJS.Timeout | null = null;
  const stop = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  const refresh = (isChanged = false) => {
    stop();
    const before = JSON.stringify(open);
    const at = now();
    const all = [...planned.values()];
    open = all.flatMap(({ id, settings }) => {
      const until = windows?.openUntil(settings, at, said.completed(id)) ?? null;
      return until === null ? [] : [{ id, until, monitors: settings.monitors }];
    });
    const ends = open.map(({ until }) => until);
    const starts = all.map(({ settings }) => windows?.nextStart(settings, at) ?? Infinity);
    const next = Math.min(...ends, ...starts, at + longestWaitMs);
    if (planned.size > 0) timer = setTimeout(() => refresh(), Math.max(1, next - at)).unref();
    if (isChanged || JSON.stringify(open) !== before) listeners.tell();
  };
  return {
    open: () => open,
    rules: () => windows,
    look: async () => {
      if (planned.size > 0) windows ??= await import('./windows.ts');
      refresh(true);
    },
    onChange: listeners.add,
    close: stop,
  };
}

/** SP143: the turns of these windows in a time, earliest first. */
export const turnsIn = (
  planned: readonly Parameters<typeof turnsThrough>[0][],
  windows: Pick<Windows, 'listTurns'> | null,
  range: Parameters<Maintenance['turns']>[0],
): Turn[] =>
  planned
    .flatMap((each) => turnsThrough(each, windows, range))
    .toSorted((one, other) => one.from - other.from)
    .slice(0, range.most);

/** Until when no incident is declared for the monitor; null outside a window. */
function latestEnd(open: readonly Open[], monitor: string, at: number): number | null {
  let latest: number | null = null;
  for (const { until, monitors } of open) {
    if (until <= at || (monitors !== 'all' && !monitors.includes(monitor))) continue;
    latest = Math.max(latest ?? 0, until);
  }
  return latest;
}

/** Checks the fields together; null when the window is valid. */
export async function expectWindow(settings: MaintenanceSettings): Promise<Wrong | null> {
  const { window, monitors, components = [], exceptions = [] } = settings;
  if (monitors !== 'all' && monitors.length + components.length === 0)
    return { field: 'monitors', expected: 'at least one monitor, or components of a status page' };
  const isRule = window.kind === 'cron' || window.kind === 'rrule';
  if (!isRule && exceptions.length === 0) return null;
  const { expectCron, expectExceptions, expectRule } = await import('./windows.ts');
  if (window.kind === 'rrule') {
    const rule = expectRule(window);
    if (rule !== null) return { field: 'window.rule', expected: rule };
  }
  const expected = window.kind === 'cron' ? expectCron(window.cron, window.timeZone) : null;
  return expected === null ? expectExceptions(settings) : { field: 'window.cron', expected };
}
