// The schedules and their overrides as people entered them. Kept in the database, held in memory.
import type { Database } from '../storage/database.ts';
import { makeShelf, type Shelf, type ShelfRefusal } from '../storage/collection.ts';
import type { ScheduleSettings } from '#wire/api/schedules.ts';
import type { Override } from '#wire/api/on-call.ts';
import { longestOverrideMs, mostOverrides, mostSchedules } from './schedule.ts';
import { createListeners } from '../listeners.ts';

export type Schedule = {
  id: string;
  version: number;
  settings: ScheduleSettings;
  /** Oldest first: a later override wins. */
  overrides: readonly Override[];
};

export type ScheduleRefusal = ShelfRefusal | 'too-many-overrides';
export type NewOverride = Omit<Override, 'id'> & { by: string };

export type Schedules = Shelf<ScheduleSettings, Schedule> & {
  override(id: string, override: NewOverride): Promise<Override | ScheduleRefusal>;
  withdraw(id: string, override: string): Promise<'removed' | ScheduleRefusal>;
  onChange(listener: (id: string) => void): () => void;
};

type Options = { database: Database; now: () => number; makeId: () => string };

/** What writes and erases a schedule, with what belongs to it. */
function writing({ queries }: Database) {
  return {
    write: ({ id, version, settings }: Schedule, isNew: boolean) => {
      const row = { version, settings: JSON.stringify(settings) };
      return isNew
        ? queries
            .insertInto('schedules')
            .values({ id, ...row })
            .compile()
        : queries.updateTable('schedules').set(row).where('id', '=', id).compile();
    },
    erase: (id: string) => [
      queries.deleteFrom('overrides').where('schedule', '=', id).compile(),
      queries
        .deleteFrom('calendars')
        .where('kind', 'in', ['schedule', 'dial'])
        .where('target', '=', id)
        .compile(),
      queries.deleteFrom('schedules').where('id', '=', id).compile(),
    ],
  };
}

/** Adds and withdraws overrides; `put` takes the changed schedule. */
function makeOverriding(
  { database, now, makeId }: Options,
  schedules: ReadonlyMap<string, Schedule>,
  put: (schedule: Schedule) => void,
): Pick<Schedules, 'override' | 'withdraw'> {
  const { queries } = database;
  return {
    override: async (id, { by, ...given }) => {
      const before = schedules.get(id);
      if (before === undefined) return 'unknown';
      const forgotten = now() - longestOverrideMs;
      const kept = before.overrides.filter(({ to }) => to > forgotten);
      if (kept.length >= mostOverrides) return 'too-many-overrides';
      const override = { ...given, id: makeId() };
      const { person, from: from_at, to: to_at } = override;
      const row = { id: override.id, schedule: id, person, from_at, to_at, created_by: by };
      database.together([
        queries.deleteFrom('overrides').where('to_at', '<=', forgotten).where('schedule', '=', id).compile(),
        queries
          .insertInto('overrides')
          .values({ ...row, created_at: now() })
          .compile(),
      ]);
      put({ ...before, overrides: [...kept, override] });
      return override;
    },
    withdraw: async (id, override) => {
      const before = schedules.get(id);
      if (before === undefined) return 'unknown';
      const overrides = before.overrides.filter((each) => each.id !== override);
      if (overrides.length === before.overrides.length) return 'unknown';
      database.together([queries.deleteFrom('overrides').where('id', '=', override).compile()]);
      put({ ...before, overrides });
      return 'removed';
    },
  };
}

export async function openSchedules(options: Options): Promise<Schedules> {
  const { database, makeId } = options;
  const schedules = await load(database);
  const listeners = createListeners<[id: string]>();
  const tell = (id: string) => listeners.tell(id);
  const put = (schedule: Schedule) => {
    schedules.set(schedule.id, schedule);
    tell(schedule.id);
  };
  const shelf = makeShelf<ScheduleSettings, Schedule>({
    database,
    makeId,
    items: schedules,
    most: mostSchedules,
    shape: (schedule, before) => ({ ...schedule, overrides: before?.overrides ?? [] }),
    ...writing(database),
    onChange: tell,
  });

  return {
    ...shelf,
    ...makeOverriding(options, schedules, put),
    onChange: listeners.add,
  };
}

async function load({ queries }: Database): Promise<Map<string, Schedule>> {
  const rows = await queries.selectFrom('schedules').selectAll().orderBy('id').execute();
  const overrides = await queries.selectFrom('overrides').selectAll().orderBy('id').execute();
  return new Map(
    rows.map(({ id, version, settings }) => [
      id,
      {
        id,
        version,
        settings: JSON.parse(settings) as ScheduleSettings,
        overrides: overrides
          .filter(({ schedule }) => schedule === id)
          .map((row) => ({ id: row.id, person: row.person, from: row.from_at, to: row.to_at })),
      },
    ]),
  );
}
