// CH13: measurements as numbers per minute, hour and day, updated as they arrive. Nothing is scanned except the
// minute that a restart left open. Minutes are written when they are over; hours and days grow with them.
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';
import { prepareRollups } from './rollup-table.ts';
import type { Sample, Uptime } from '#room/feed/feed.ts';
import type { Hour } from '../rules/baseline.ts';

export const resolutions = ['minute', 'hour', 'day'] as const;
export type Resolution = (typeof resolutions)[number];

export type Rollup = {
  at: number;
  up: number;
  down: number;
  degraded: number;
  latencyAvgMs: number | null;
  latencyMaxMs: number | null;
};

export type Rollups = {
  add(monitor: string, sample: Sample): void;
  /** Whether `write` has anything to write. */
  hasDue(everything: boolean): boolean;
  /** Writes minutes that are over (or all) within the caller's transaction; call the returned function after it. */
  write(everything: boolean): () => void;
  /** Oldest first, including what is not yet written. */
  history(monitor: string, resolution: Resolution, since: number): Rollup[];
  uptime(monitor: string): Uptime;
  /** The measured hours of about the last week, to learn what is usual. */
  hours(monitor: string): readonly Hour[];
  prune(monitor: string): void;
  forget(monitor: string): void;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const lengthMs: Record<Resolution, number> = { minute: 60_000, hour: hourMs, day: dayMs };
const keptMs: Record<Resolution, number> = { minute: dayMs, hour: 30 * dayMs, day: 730 * dayMs };

type Open = {
  at: number;
  up: number;
  down: number;
  degraded: number;
  sum: number;
  count: number;
  max: number | null;
};
type Sums = Record<keyof Uptime, { up: number; all: number }>;
/** The buckets of each uptime share. */
const spans = {
  day: { resolution: 'hour', count: 24 },
  week: { resolution: 'hour', count: 168 },
  month: { resolution: 'day', count: 30 },
  quarter: { resolution: 'day', count: 90 },
} as const satisfies Record<keyof Uptime, { resolution: Resolution; count: number }>;
const spanNames = Object.keys(spans) as (keyof Uptime)[];

const startOf = (time: number, resolution: Resolution) =>
  Math.floor(time / lengthMs[resolution]) * lengthMs[resolution];

export function openRollups({ database, now }: { database: Database; now: () => number }): Rollups {
  const minutes = openMinutes(now);
  const rows = prepareRollups(database);
  const past = recallPast(rows, now);
  restore(database, minutes.add);

  return {
    add: minutes.add,
    hasDue: minutes.hasDue,
    write: (everything) => {
      const over = minutes.close(everything);
      for (const [monitor, buckets] of over) for (const bucket of buckets) put(rows, monitor, bucket);
      return () => {
        for (const [monitor, buckets] of over) past.include(monitor, buckets);
        minutes.written();
      };
    },
    history: (monitor, resolution, since) => {
      const found = rows.list.all(monitor, resolution, startOf(since, resolution)).toReversed();
      const buckets = new Map(found.map((row): [number, Row] => [row.at, row]));
      for (const bucket of minutes.unwritten(monitor)) {
        if (bucket.at < since - lengthMs[resolution]) continue;
        const at = startOf(bucket.at, resolution);
        buckets.set(at, merge(at, buckets.get(at), bucket));
      }
      return [...buckets.values()].map(toBucket);
    },
    uptime: (monitor) => uptimeOf(past.sums(monitor), minutes.unwritten(monitor)),
    hours: past.hours,
    prune: (monitor) => {
      for (const resolution of resolutions) {
        rows.prune.run(monitor, resolution, now() - keptMs[resolution]);
      }
    },
    forget: (monitor) => {
      minutes.forget(monitor);
      past.forget(monitor);
    },
  };
}

const emptyMinute = (at: number): Open => ({ at, up: 0, down: 0, degraded: 0, sum: 0, count: 0, max: null });

/** The minutes that are not written yet. */
function openMinutes(now: () => number) {
  const open = new Map<string, Open>();
  const over = new Map<string, Open[]>();
  let sweptMinute = startOf(now(), 'minute');
  const close = (monitor: string, bucket: Open) => over.set(monitor, [...(over.get(monitor) ?? []), bucket]);
  return {
    add: (monitor: string, sample: Sample) => {
      const minute = startOf(sample.at, 'minute');
      const before = open.get(monitor);
      if (before !== undefined && before.at !== minute) close(monitor, before);
      const bucket = before?.at === minute ? before : emptyMinute(minute);
      count(bucket, sample);
      open.set(monitor, bucket);
    },
    unwritten: (monitor: string): readonly Open[] => {
      const current = open.get(monitor);
      return [...(over.get(monitor) ?? []), ...(current === undefined ? [] : [current])];
    },
    hasDue: (everything: boolean) =>
      over.size > 0 || (everything ? open.size > 0 : startOf(now(), 'minute') > sweptMinute && open.size > 0),
    /** Closes the minutes that are over, or all; returns everything that has to be written. */
    close: (everything: boolean): ReadonlyMap<string, readonly Open[]> => {
      const current = startOf(now(), 'minute');
      // Once a minute, for monitors measured less often than that.
      const isSweep = everything || current > sweptMinute;
      sweptMinute = current;
      for (const [monitor, bucket] of isSweep ? open : []) {
        // A minute is written with the monitor's next measurement.
        if (!everything && bucket.at >= current - lengthMs.minute) continue;
        close(monitor, bucket);
        open.delete(monitor);
      }
      return over;
    },
    written: () => over.clear(),
    forget: (monitor: string) => {
      open.delete(monitor);
      over.delete(monitor);
    },
  };
}

function count(bucket: Open, { status, latencyMs }: Sample): void {
  bucket[status] += 1;
  if (latencyMs === null || status === 'down') return;
  bucket.sum += latencyMs;
  bucket.count += 1;
  bucket.max = Math.max(bucket.max ?? 0, latencyMs);
}

type Rows = ReturnType<typeof prepareRollups>;

/** The written measurements, summed for each monitor once an hour. */
function recallPast(rows: Rows, now: () => number) {
  const known = new Map<string, { hour: number; sums: Sums; hours: readonly Hour[] | null }>();
  const recall = (monitor: string) => {
    const hour = startOf(now(), 'hour');
    const before = known.get(monitor);
    if (before?.hour === hour) return before;
    const sums = Object.fromEntries(
      spanNames.map((name) => {
        const { resolution, count: most } = spans[name];
        const since = startOf(now(), resolution) - (most - 1) * lengthMs[resolution];
        return [name, rows.sum.first(monitor, resolution, since) ?? { up: 0, all: 0 }];
      }),
    ) as Sums;
    const fresh = { hour, sums, hours: null };
    known.set(monitor, fresh);
    return fresh;
  };
  return {
    sums: (monitor: string) => recall(monitor).sums,
    hours: (monitor: string) => {
      const cached = recall(monitor);
      if (cached.hours !== null) return cached.hours;
      const hours = rows.list
        .all(monitor, 'hour', cached.hour - 8 * dayMs)
        .filter(({ latency_count }) => latency_count > 0)
        .map(({ at, latency_sum, latency_count }) => ({ at, latencyMs: latency_sum / latency_count }));
      known.set(monitor, { ...cached, hours });
      return hours;
    },
    /** These buckets are written now. */
    include: (monitor: string, buckets: readonly Open[]) => {
      const cached = known.get(monitor);
      if (cached === undefined) return;
      for (const bucket of buckets) for (const name of spanNames) include(cached.sums[name], bucket);
    },
    forget: (monitor: string) => known.delete(monitor),
  };
}

function put(rows: Rows, monitor: string, bucket: Open): void {
  const { up, down, degraded, sum, count: measured, max } = bucket;
  for (const resolution of resolutions) {
    const at = startOf(bucket.at, resolution);
    rows.add.run(monitor, resolution, at, up, down, degraded, sum, measured, max);
  }
}

function uptimeOf(sums: Sums, recent: readonly Open[]): Uptime {
  const share = (name: keyof Uptime) => {
    const sum = { ...sums[name] };
    for (const bucket of recent) include(sum, bucket);
    return sum.all === 0 ? null : sum.up / sum.all;
  };
  return { day: share('day'), week: share('week'), month: share('month'), quarter: share('quarter') };
}

function include(sum: { up: number; all: number }, { up, down, degraded }: Open) {
  sum.up += up + degraded;
  sum.all += up + down + degraded;
}

type Row = Omit<Tables['rollups'], 'monitor' | 'resolution'>;

function merge(at: number, row: Row | undefined, { up, down, degraded, sum, count, max }: Open): Row {
  const before = row ?? { up: 0, down: 0, degraded: 0, latency_sum: 0, latency_count: 0, latency_max: null };
  return {
    at,
    up: before.up + up,
    down: before.down + down,
    degraded: before.degraded + degraded,
    latency_sum: before.latency_sum + sum,
    latency_count: before.latency_count + count,
    latency_max: max === null ? before.latency_max : Math.max(before.latency_max ?? 0, max),
  };
}

const toBucket = ({ at, up, down, degraded, latency_sum, latency_count, latency_max }: Row): Rollup => ({
  at,
  up,
  down,
  degraded,
  latencyAvgMs: latency_count === 0 ? null : latency_sum / latency_count,
  latencyMaxMs: latency_max,
});

/** Stored samples that no minute contains yet: for each monitor those since its last stored minute. */
function restore(database: Database, add: (monitor: string, sample: Sample) => void) {
  const { queries, prepare } = database;
  const last = prepare((db, monitor: string) =>
    db
      .selectFrom('rollups')
      .select(({ fn }) => fn.max('at').as('at'))
      .where('monitor', '=', monitor)
      .where('resolution', '=', 'minute'),
  );
  const samples = prepare((db, monitor: string, since: number) =>
    db
      .selectFrom('samples')
      .select(['at', 'status', 'latency_ms'])
      .where('monitor', '=', monitor)
      .where('at', '>=', since)
      .where('counted', '=', 1)
      .orderBy('at'),
  );
  for (const { id } of database.all(queries.selectFrom('monitors').select('id'))) {
    const at: number | null = last.first(id)?.at ?? null;
    for (const row of samples.all(id, at === null ? 0 : at + lengthMs.minute)) {
      const status = row.status as Sample['status'];
      add(id, { at: row.at, status, latencyMs: row.latency_ms, reason: null });
    }
  }
}
