// The schedules and their overrides as people wrote them. Kept in the database, held in memory.
import type { Database } from '../database.ts';
import { makeTurns } from '../in-turn.ts';
import {
  longestOverrideMs,
  mostOverrides,
  mostSchedules,
  type Override,
  type ScheduleSettings,
} from './schedule.ts';

export type Schedule = {
  id: string;
  version: number;
  settings: ScheduleSettings;
  /** Oldest first: a later one goes before an earlier. */
  overrides: readonly Override[];
};

export type ScheduleRefusal = 'unknown' | 'too-many' | 'too-many-overrides' | 'changed-meanwhile';
export type NewOverride = Omit<Override, 'id'> & { by: string };

export type Schedules = {
  list(): readonly Schedule[];
  find(id: string): Schedule | null;
  add(settings: ScheduleSettings): Promise<Schedule | ScheduleRefusal>;
  change(id: string, settings: ScheduleSettings, version: number | null): Promise<Schedule | ScheduleRefusal>;
  remove(id: string, version: number | null): Promise<'removed' | ScheduleRefusal>;
  override(id: string, override: NewOverride): Promise<Override | ScheduleRefusal>;
  withdraw(id: string, override: string): Promise<'removed' | ScheduleRefusal>;
  onChange(listener: (id: string) => void): () => void;
};

export async function openSchedules(options: {
  database: Database;
  now: () => number;
  makeId: () => string;
}): Promise<Schedules> {
  const { database, now, makeId } = options;
  const { queries } = database;
  const schedules = await load(database);
  const listeners = new Set<(id: string) => void>();
  const inTurn = makeTurns();
  const put = (schedule: Schedule) => {
    schedules.set(schedule.id, schedule);
    listeners.forEach((listener) => listener(schedule.id));
    return schedule;
  };
  const check = (id: string, version: number | null): Schedule | ScheduleRefusal => {
    const schedule = schedules.get(id);
    if (schedule === undefined) return 'unknown';
    return version !== null && version !== schedule.version ? 'changed-meanwhile' : schedule;
  };

  return {
    list: () => [...schedules.values()],
    find: (id) => schedules.get(id) ?? null,
    add: (settings) =>
      inTurn(async () => {
        if (schedules.size >= mostSchedules) return 'too-many';
        const id = makeId();
        const insert = queries.insertInto('schedules').values({ id, settings: JSON.stringify(settings) });
        database.together([insert.compile()]);
        return put({ id, version: 1, settings, overrides: [] });
      }),
    change: (id, settings, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        const changed = { ...before, version: before.version + 1, settings };
        const update = queries
          .updateTable('schedules')
          .set({ version: changed.version, settings: JSON.stringify(settings) })
          .where('id', '=', id);
        database.together([update.compile()]);
        return put(changed);
      }),
    remove: (id, version) =>
      inTurn(async () => {
        const before = check(id, version);
        if (typeof before === 'string') return before;
        database.together([
          queries.deleteFrom('overrides').where('schedule', '=', id).compile(),
          queries.deleteFrom('calendars').where('kind', '=', 'schedule').where('target', '=', id).compile(),
          queries.deleteFrom('schedules').where('id', '=', id).compile(),
        ]);
        schedules.delete(id);
        listeners.forEach((listener) => listener(id));
        return 'removed';
      }),
    override: (id, { by, ...given }) =>
      inTurn(async () => {
        const before = check(id, null);
        if (typeof before === 'string') return before;
        const forgotten = now() - longestOverrideMs;
        const kept = before.overrides.filter(({ to }) => to > forgotten);
        if (kept.length >= mostOverrides) return 'too-many-overrides';
        const override = { ...given, id: makeId() };
        const { person, from: from_at, to: to_at } = override;
        const row = { id: override.id, schedule: id, person, from_at, to_at, created_by: by };
        database.together([
          queries
            .deleteFrom('overrides')
            .where('to_at', '<=', forgotten)
            .where('schedule', '=', id)
            .compile(),
          queries
            .insertInto('overrides')
            .values({ ...row, created_at: now() })
            .compile(),
        ]);
        put({ ...before, overrides: [...kept, override] });
        return override;
      }),
    withdraw: (id, override) =>
      inTurn(async () => {
        const before = check(id, null);
        if (typeof before === 'string') return before;
        const overrides = before.overrides.filter((each) => each.id !== override);
        if (overrides.length === before.overrides.length) return 'unknown';
        database.together([queries.deleteFrom('overrides').where('id', '=', override).compile()]);
        put({ ...before, overrides });
        return 'removed';
      }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
