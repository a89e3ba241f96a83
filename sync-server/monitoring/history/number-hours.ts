// CH16: a posted number's hourly means of the last week, to learn what is usual. The current hour is written as it
// grows, so that a crash loses at most a minute of it.
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';

/** An hour by its start in epoch milliseconds, and the mean of its numbers. */
export type NumberHour = { at: number; value: number };

export type NumberHours = {
  add(monitor: string, at: number, value: number): void;
  /** The hours before the current one, of about the last week. */
  hours(monitor: string): readonly NumberHour[];
  forget(monitor: string): void;
};

const hourMs = 3_600_000;
const keptMs = 8 * 24 * hourMs;
const writeEveryMs = 60_000;

type Going = { at: number; sum: number; count: number; writtenAt: number };

const pruning = ({ queries }: Database, monitor: string, before: number) =>
  queries.deleteFrom('number_hours').where('monitor', '=', monitor).where('at', '<', before).compile();

/** Reads and writes the rows of hours. */
function keepHours({ database, log }: { database: Database; log: Log }) {
  const { queries } = database;
  const read = (monitor: string) =>
    queries
      .selectFrom('number_hours')
      .select(['at', 'sum', 'count'])
      .where('monitor', '=', monitor)
      .orderBy('at');
  /** A full disk must not prevent a measurement from being judged; the next minute tries again. */
  const write = (queries: Parameters<Database['together']>[0]) => {
    try {
      database.together(queries);
    } catch (error) {
      log.error({ err: error }, 'the hourly values of posted numbers could not be written');
    }
  };
  const keep = (monitor: string, { at, sum, count }: Going) => {
    const row = { monitor, at, sum, count };
    write([
      queries
        .insertInto('number_hours')
        .values(row)
        .onConflict((conflict) => conflict.columns(['monitor', 'at']).doUpdateSet({ sum, count }))
        .compile(),
      pruning(database, monitor, at - keptMs),
    ]);
  };
  return {
    load: (monitor: string): { past: NumberHour[]; going: Going | null } => {
      const rows = database.all(read(monitor));
      const last = rows.at(-1);
      const past = rows.slice(0, -1).map(({ at, sum, count }) => ({ at, value: sum / count }));
      // The newest may be the current hour.
      return { past, going: last === undefined ? null : { ...last, writtenAt: 0 } };
    },
    keep,
    forget: (monitor: string) =>
      write([queries.deleteFrom('number_hours').where('monitor', '=', monitor).compile()]),
  };
}

export function openNumberHours(options: { database: Database; log: Log }): NumberHours {
  const { load, keep, forget } = keepHours(options);
  const known = new Map<string, ReturnType<typeof load>>();
  const of = (monitor: string) => {
    const hours = known.get(monitor) ?? load(monitor);
    known.set(monitor, hours);
    return hours;
  };
  return {
    add(monitor, at, value) {
      const hour = Math.floor(at / hourMs) * hourMs;
      const hours = of(monitor);
      if (hours.going !== null && hours.going.at < hour) {
        keep(monitor, hours.going);
        hours.past.push({ at: hours.going.at, value: hours.going.sum / hours.going.count });
        hours.past = hours.past.filter((each) => each.at >= hour - keptMs);
        hours.going = null;
      }
      hours.going ??= { at: hour, sum: 0, count: 0, writtenAt: 0 };
      hours.going.sum += value;
      hours.going.count += 1;
      if (at - hours.going.writtenAt < writeEveryMs) return;
      keep(monitor, hours.going);
      hours.going.writtenAt = at;
    },
    hours: (monitor) => of(monitor).past,
    forget(monitor) {
      known.delete(monitor);
      forget(monitor);
    },
  };
}
