// SP66: when each monitor was measured without a gap, and whether it was slow. Kept as end marks that advance with
// each measurement, so that a crash leaves a gap and not a false claim.
import type { Sample } from '#room/feed/feed.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';

/** `unknown`: it was measured, but failed, and its earlier state is unknown. */
type State = 'up' | 'degraded' | 'unknown';
export type MeasuredSpan = { from: number; to: number; state: State };
/** `from` is the first failure. */
type Down = { from: number; to: number | null };

export type Measurements = {
  /** `everyMs` is the interval of measurement. */
  take(monitor: string, sample: Sample, everyMs: number): void;
  /** Nothing is known of this monitor (without an id: of any) until its next measurement. */
  end(monitor?: string): void;
  /** Both oldest first; `since` is epoch milliseconds. */
  history(monitor: string, since: number): { spans: MeasuredSpan[]; downs: Down[] };
  close(): void;
};

/** How much measured time a crash may turn into a gap. */
const writeEveryMs = 60_000;
const keptMs = 120 * 86_400_000;
/** Per monitor, in one answer. */
const mostSpans = 8_000;
const mostDowns = 8_000;
/** A measurement may be late; after three intervals and this time, measuring had stopped. */
const graceMs = 30_000;

type Options = { database: Database; now: () => number; log: Log };

/** Spans that wait to be written. */
function gatherSpans({ database, now, log }: Options) {
  const { put, prune } = prepareMeasured(database);
  const unwritten = new Map<MeasuredSpan, string>();
  let prunedAt = now();

  const write = () => {
    if (unwritten.size === 0) return;
    const batch = [...unwritten];
    try {
      database.transaction(() => {
        for (const [{ from, to, state }, monitor] of batch) put.run(monitor, from, to, state);
        if (now() - prunedAt > 3_600_000) {
          prune.run(now() - keptMs);
          prunedAt = now();
        }
      });
      unwritten.clear();
    } catch (error) {
      log.error({ err: error }, 'the times of measurements could not be written; the server tries again');
    }
  };
  return { add: (monitor: string, span: MeasuredSpan) => void unwritten.set(span, monitor), write };
}

export function openMeasured(options: Options): Measurements {
  const { add, write } = gatherSpans(options);
  const { spansOf, downsOf } = prepareMeasured(options.database);
  // Since this start only: nobody measured between the last stop and this start.
  const open = new Map<string, MeasuredSpan>();
  const timer = setInterval(write, writeEveryMs);
  timer.unref();

  const begin = (monitor: string, span: MeasuredSpan) => {
    open.set(monitor, span);
    add(monitor, span);
  };

  return {
    take: (monitor, { at, status }, everyMs) => {
      const before = open.get(monitor);
      const isGap = before === undefined || at < before.to || at - before.to > 3 * everyMs + graceMs;
      // One failure proves nothing: an outage is recorded once it is confirmed, from its first failure.
      const state = status === 'down' ? (isGap ? 'unknown' : before.state) : status;
      if (isGap) return begin(monitor, { from: at, to: at, state });
      before.to = at;
      add(monitor, before);
      if (state !== before.state) begin(monitor, { from: at, to: at, state });
    },
    end: (monitor) => {
      if (monitor === undefined) open.clear();
      else open.delete(monitor);
    },
    history: (monitor, since) => {
      write();
      const spans = spansOf.all(monitor, since).toReversed();
      const downs = downsOf.all(monitor, since).toReversed();
      return {
        spans: spans.map(({ began, ended, state }) => ({ from: began, to: ended, state: state as State })),
        downs: downs.map(({ began, ended }) => ({ from: began, to: ended })),
      };
    },
    close: () => {
      clearInterval(timer);
      write();
    },
  };
}

function prepareMeasured({ prepare }: Database) {
  return {
    put: prepare((db, monitor: string, began: number, ended: number, state: string) =>
      db
        .insertInto('measured_spans')
        .values({ monitor, began, ended, state })
        .onConflict((conflict) => conflict.columns(['monitor', 'began']).doUpdateSet({ ended, state })),
    ),
    prune: prepare((db, before: number) => db.deleteFrom('measured_spans').where('ended', '<', before)),
    spansOf: prepare((db, monitor: string, since: number) =>
      db
        .selectFrom('measured_spans')
        .select(['began', 'ended', 'state'])
        .where('monitor', '=', monitor)
        .where('ended', '>=', since)
        .orderBy('began', 'desc')
        .limit(mostSpans),
    ),
    downsOf: prepare((db, monitor: string, since: number) =>
      db
        .selectFrom('outages')
        .select(({ fn }) => [fn.coalesce('failed_at', 'began').as('began'), 'ended'])
        .where('monitor', '=', monitor)
        .where((eb) => eb.or([eb('ended', 'is', null), eb('ended', '>=', since)]))
        .orderBy('outages.began', 'desc')
        .limit(mostDowns),
    ),
  };
}
