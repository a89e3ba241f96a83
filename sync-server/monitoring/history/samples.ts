// Raw measurements of the last day, for charts. They are many, so they are written in batches; a crash may lose the
// last second of them.
import type { Sample } from '#room/feed/feed.ts';
import type { Database } from '../../storage/database.ts';
import { openNumberHours, type NumberHours } from './number-hours.ts';
import { openRollups, type Rollups } from './rollups.ts';
import type { Log } from '../../sync/rooms.ts';

export type Samples = {
  /** `isCounted`: whether it counts for the uptime (CH13). */
  add(monitor: string, sample: Sample, isCounted: boolean): void;
  last(monitor: string): Sample | null;
  /** Oldest first; `since` is epoch milliseconds. */
  list(monitor: string, since: number): Promise<Sample[]>;
  /** The same data as totals, kept for longer. */
  rollups: Pick<Rollups, 'history' | 'uptime' | 'hours'>;
  /** CH16: the history of posted numbers. */
  numbers: NumberHours;
  forget(monitor: string): void;
  close(): void;
};

const gatherMs = 1_000;
/** Every monitor is pruned once in this time, in turn: all at once would block other work. */
const pruneEveryMs = 600_000;
const keptMs = 24 * 3_600_000;
/** Per answer; a day of a 1 s monitor has more. */
const mostInAList = 20_000;

/** Unwritten samples: an hour of a hundred monitors every few seconds. */
const mostWaiting = 100_000;

type Waiting = { monitor: string; sample: Sample; isCounted: boolean };

type Options = { database: Database; now: () => number; log: Log };

/** Deletes old samples, a few monitors at a time, so that no write takes long. */
function pruneInTurn(database: Database, rollups: Pick<Rollups, 'prune'>, now: () => number) {
  const removeOld = database.prepare((db, monitor: string, before: number) =>
    db.deleteFrom('samples').where('monitor', '=', monitor).where('at', '<', before),
  );
  let left: string[] = [];
  return {
    isDue: () => left.length > 0,
    begin: (monitors: Iterable<string>) => {
      left = [...monitors];
    },
    /** `of`: the number of monitors. */
    some: (of: number) => {
      const turns = Math.ceil(of / (pruneEveryMs / gatherMs));
      for (const monitor of left.splice(0, turns)) {
        removeOld.run(monitor, now() - keptMs);
        rollups.prune(monitor);
      }
    },
  };
}

export async function openSamples({ database, now, log }: Options): Promise<Samples> {
  const insert = prepareInsert(database);
  const rollups = openRollups({ database, now });
  const pruning = pruneInTurn(database, rollups, now);
  const numbers = openNumberHours({ database, log });
  const latest = await loadLatest(database);
  const batch = gatherSamples({ database, insert, rollups, pruning, log }, () => latest.size);
  const timers = [
    setInterval(() => batch.write('due'), gatherMs),
    setInterval(() => pruning.begin(latest.keys()), pruneEveryMs),
  ];

  return {
    add: (monitor, sample, isCounted) => {
      latest.set(monitor, sample);
      batch.add({ monitor, sample, isCounted });
      if (isCounted) rollups.add(monitor, sample);
    },
    rollups,
    numbers,
    last: (monitor) => latest.get(monitor) ?? null,
    list: async (monitor, since) => {
      batch.write('due');
      return listSince(database, monitor, since);
    },
    forget: (monitor) => {
      latest.delete(monitor);
      rollups.forget(monitor);
      numbers.forget(monitor);
      batch.forget(monitor);
    },
    close: () => {
      timers.forEach((timer) => clearInterval(timer));
      batch.write('everything');
    },
  };
}

type Gathering = Pick<Options, 'database' | 'log'> & {
  insert: ReturnType<typeof prepareInsert>;
  rollups: Rollups;
  pruning: ReturnType<typeof pruneInTurn>;
};

/** Holds samples until they are written; the totals that are due are written with them. `count`: the number of monitors. */
function gatherSamples({ database, insert, rollups, pruning, log }: Gathering, count: () => number) {
  let waiting: Waiting[] = [];
  const write = (everything: boolean) => {
    if (waiting.length === 0 && !pruning.isDue() && !rollups.hasDue(everything)) return;
    const written = database.transaction(() => {
      for (const { monitor, sample, isCounted } of waiting) {
        insert.run(monitor, sample.at, sample.status, sample.latencyMs, sample.reason, Number(isCounted));
      }
      const counted = rollups.write(everything);
      pruning.some(count());
      return counted;
    });
    waiting = [];
    written();
  };
  return {
    add: (sample: Waiting) => void waiting.push(sample),
    /** Never throws. */
    write: (which: 'due' | 'everything') => {
      try {
        write(which === 'everything');
      } catch (error) {
        waiting = waiting.slice(-mostWaiting);
        log.error({ err: error }, 'measurements could not be written; the server tries again');
      }
    },
    forget: (monitor: string) => {
      waiting = waiting.filter((each) => each.monitor !== monitor);
    },
  };
}

async function listSince({ queries }: Database, monitor: string, since: number): Promise<Sample[]> {
  const rows = await queries
    .selectFrom('samples')
    .select(['at', 'status', 'latency_ms', 'reason'])
    .where('monitor', '=', monitor)
    .where('at', '>=', since)
    .orderBy('at', 'desc')
    .limit(mostInAList)
    .execute();
  return rows.toReversed().map(toSample);
}

type Row = { at: number; status: string; latency_ms: number | null; reason: string | null };

function toSample({ at, status, latency_ms, reason }: Row): Sample {
  return { at, status: status as Sample['status'], latencyMs: latency_ms, reason };
}

const prepareInsert = ({ prepare }: Database) =>
  prepare(
    (
      db,
      monitor: string,
      at: number,
      status: string,
      latency_ms: number | null,
      reason: string | null,
      counted: number,
    ) =>
      db
        .insertInto('samples')
        .values({ monitor, at, status, latency_ms, reason, counted })
        .onConflict((conflict) =>
          conflict.columns(['monitor', 'at']).doUpdateSet((eb) => ({
            status: eb.ref('excluded.status'),
            latency_ms: eb.ref('excluded.latency_ms'),
            reason: eb.ref('excluded.reason'),
            counted: eb.ref('excluded.counted'),
          })),
        ),
  );

async function loadLatest({ queries }: Database): Promise<Map<string, Sample>> {
  const rows = await queries
    .selectFrom('samples')
    .innerJoin(
      queries
        .selectFrom('samples')
        .select(({ fn }) => ['monitor as latest_monitor', fn.max('at').as('latest_at')])
        .groupBy('monitor')
        .as('latest'),
      (join) => join.onRef('latest_monitor', '=', 'monitor').onRef('latest_at', '=', 'at'),
    )
    .select(['monitor', 'at', 'status', 'latency_ms', 'reason'])
    .execute();
  return new Map(rows.map((row) => [row.monitor, toSample(row)]));
}
