// CH19, CH20: what each location saw of each monitor: the newest result in memory, and its history as spans of one
// status. Spans advance in memory and are written every minute, so that a crash leaves a gap and not a false claim.
import type { CheckResult } from '../../checks/check.ts';
import type { LocationState } from '#room/feed/feed.ts';
import type { SeenThere } from '#wire/api/locations.ts';
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';

type Status = CheckResult['status'];
type Result = Pick<SeenThere, 'at' | 'status' | 'latencyMs' | 'reason'>;
export type StatusSpan = { from: number; to: number; status: Status; reason: string | null };
/** The newest result, and since when its status lasts. */
export type LastView = Result & { since: number };

type Gone = { monitor?: string; location?: string };

export type Views = {
  /** False for a result that is not newer than the location's last one, by a quarter of the interval at least. */
  take(monitor: string, location: string, result: Result, intervalMs: number): boolean;
  /** Null when nothing was heard, also when the last result is too old to say anything now. */
  current(monitor: string, location: string, intervalMs: number): LastView | null;
  /** CH20: as everybody sees it. */
  stateOf(monitor: string, location: { id: string; name: string }, intervalMs: number): LocationState;
  /** Oldest first. */
  spans(monitor: string, location: string, since: number): StatusSpan[];
  /** Without a location: of every location. */
  forget(of: Gone): void;
  close(): void;
};

const writeEveryMs = 60_000;
const keptMs = 30 * 86_400_000;
/** A result may be late; after three intervals and this time, the location is silent. */
const graceMs = 30_000;
const mostSpans = 2_000;

export function openViews(options: { database: Database; now: () => number; log: Log }): Views {
  const { now } = options;
  const spans = keepSpans(options);
  const last = new Map<string, LastView>();
  const open = new Map<string, StatusSpan>();
  for (const { monitor, location, span } of spans.newest()) {
    const { from: since, to: at, status, reason } = span;
    open.set(keyOf(monitor, location), span);
    last.set(keyOf(monitor, location), { at, since, status, reason, latencyMs: null });
  }
  const current: Views['current'] = (monitor, location, intervalMs) => {
    const view = last.get(keyOf(monitor, location));
    return view === undefined || now() - view.at > silentAfter(intervalMs) ? null : view;
  };
  return {
    take: (monitor, location, result, intervalMs) => {
      const key = keyOf(monitor, location);
      const before = last.get(key);
      if (before !== undefined && result.at - before.at < intervalMs / 4) return false;
      const span = extend(open.get(key), result, intervalMs);
      open.set(key, span);
      spans.keep(span, { monitor, location });
      last.set(key, { ...result, since: span.from });
      return true;
    },
    current,
    stateOf: (monitor, { id, name }, intervalMs) => {
      const view = current(monitor, id, intervalMs);
      const { status = 'unknown', reason = null } = view ?? {};
      return { id, name, status, reason, since: view?.since ?? last.get(keyOf(monitor, id))?.at ?? null };
    },
    spans: spans.of,
    forget: (gone) => {
      for (const map of [last, open])
        for (const key of map.keys()) if (isOf(key.split(' '), gone)) map.delete(key);
      spans.forget(gone);
    },
    close: spans.close,
  };
}

const isOf = ([monitor, location]: readonly (string | undefined)[], gone: Gone): boolean =>
  monitor === gone.monitor || location === gone.location;

/** Spans on disk, and those in memory that are newer. */
function keepSpans({ database, now, log }: { database: Database; now: () => number; log: Log }) {
  const { put, prune, forget } = prepareWrites(database);
  const { newest, of } = prepareReads(database);
  const unwritten = new Map<StatusSpan, { monitor: string; location: string }>();
  const write = () => {
    if (unwritten.size === 0) return;
    try {
      database.transaction(() => {
        for (const [{ from, to, status, reason }, { monitor, location }] of unwritten)
          put.run(monitor, location, from, to, status, reason);
        prune.run(now() - keptMs);
      });
      unwritten.clear();
    } catch (error) {
      log.error({ err: error }, 'the results of locations could not be written; the server tries again');
    }
  };
  const timer = setInterval(write, writeEveryMs);
  timer.unref();
  return {
    newest: () =>
      newest.all().map(({ monitor, location, ...row }) => ({ monitor, location, span: toSpan(row) })),
    keep: (span: StatusSpan, at: { monitor: string; location: string }) => void unwritten.set(span, at),
    of: (monitor: string, location: string, since: number) => {
      write();
      return of.all(monitor, location, since).map(toSpan).toReversed();
    },
    forget: (gone: Gone) => {
      for (const [span, { monitor, location }] of unwritten)
        if (isOf([monitor, location], gone)) unwritten.delete(span);
      forget.run(gone.monitor ?? '', gone.location ?? '');
    },
    close: () => {
      clearInterval(timer);
      write();
    },
  };
}

const toSpan = ({ began, ended, status, reason }: Row): StatusSpan => ({
  from: began,
  to: ended,
  status: status as Status,
  reason,
});

const keyOf = (monitor: string, location: string): string => `${monitor} ${location}`;
const silentAfter = (intervalMs: number): number => 3 * intervalMs + graceMs;

/** The span that the result lengthens, or a new one. */
function extend(
  span: StatusSpan | undefined,
  { at, status, reason }: Result,
  intervalMs: number,
): StatusSpan {
  if (span === undefined || span.status !== status || at - span.to > silentAfter(intervalMs))
    return { from: at, to: at, status, reason };
  return Object.assign(span, { to: at, reason });
}

type Row = { began: number; ended: number; status: string; reason: string | null };

const prepareWrites = ({ prepare }: Database) => ({
  put: prepare(
    (
      db,
      monitor: string,
      location: string,
      began: number,
      ended: number,
      status: string,
      reason: string | null,
    ) =>
      db
        .insertInto('location_spans')
        .values({ monitor, location, began, ended, status, reason })
        .onConflict((conflict) =>
          conflict.columns(['monitor', 'location', 'began']).doUpdateSet({ ended, reason }),
        ),
  ),
  prune: prepare((db, before: number) => db.deleteFrom('location_spans').where('ended', '<', before)),
  forget: prepare((db, monitor: string, location: string) =>
    db
      .deleteFrom('location_spans')
      .where((eb) => eb.or([eb('monitor', '=', monitor), eb('location', '=', location)])),
  ),
});

const prepareReads = ({ prepare }: Database) => ({
  newest: prepare((db) =>
    db
      .selectFrom('location_spans as each')
      .selectAll('each')
      .where((eb) =>
        eb(
          'each.began',
          '=',
          eb
            .selectFrom('location_spans as other')
            .whereRef('other.monitor', '=', 'each.monitor')
            .whereRef('other.location', '=', 'each.location')
            .select(({ fn }) => fn.max('other.began').as('newest')),
        ),
      ),
  ),
  of: prepare((db, monitor: string, location: string, since: number) =>
    db
      .selectFrom('location_spans')
      .select(['began', 'ended', 'status', 'reason'])
      .where('monitor', '=', monitor)
      .where('location', '=', location)
      .where('ended', '>=', since)
      .orderBy('began', 'desc')
      .limit(mostSpans),
  ),
});
