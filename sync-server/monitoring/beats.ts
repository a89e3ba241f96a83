// Beats: reports that jobs and scripts post about themselves (healthchecks.io's endpoints). Each passive monitor has
// an address that nobody can guess; a beat is on disk before it is answered.
import { randomBytes } from 'node:crypto';
import type { BeatState, Deafness } from '../checks/check.ts';
import { checks } from '../checks/index.ts';
import type { WallClock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { readKept, writeKept } from '../storage/kept-values.ts';
import type { Monitor, Monitors } from './monitors.ts';
import { createRate } from '../sync/rate.ts';
import { createListeners } from '../listeners.ts';

export type BeatKind = 'beat' | 'start' | 'fail' | 'log';
export type Beat = {
  kind: BeatKind;
  exit: number | null;
  /** Distinguishes runs that overlap. */
  rid: string | null;
  value: number | null;
  /** At most 10 kB. */
  body: string;
};
export type KeptBeat = Beat & { at: number };

export type Beats = {
  /** The path to post to, made when first asked for; null for a monitor that is not passive. */
  pathOf(monitor: Monitor): string | null;
  /** Makes a new path; the old one stops working. */
  rotate(monitor: Monitor): string | null;
  stateOf(monitor: string): BeatState | null;
  /** Durable on return. */
  take(token: string, beat: Beat): 'taken' | 'unknown' | 'too-fast';
  /** Newest first. */
  list(monitor: string): KeptBeat[];
  onBeat(listener: (monitor: string) => void): () => void;
  close(): void;
};

// HB1: the limit of a kept body.
export const mostBodyBytes = 10_240;
const mostKept = 50;
const perSecond = 1;
const burst = 60;
// HB3: senders are told to retry for 30 s, so a shorter absence loses no beat.
const listenEveryMs = 10_000;
const shortestDeafnessMs = 30_000;
const mostDeafness = 20;

/** Overlapping runs of one monitor that are tracked; further ones are not. */
const mostRuns = 100;

export type BeatRow = Omit<BeatState, 'deafness'> & { token: string; essence: string };
type Row = BeatRow;

export function openBeats(options: { database: Database; monitors: Monitors; clock: WallClock }): Beats {
  const { database, monitors, clock } = options;
  const kept = keepBeats(database);
  const rates = limitRates(clock);
  const listeners = createListeners<[monitor: string]>();
  const deafness = openDeafness(database, clock, kept.isUsed);
  const ensure = makeEnsure(kept, clock);
  monitors.list().forEach(ensure);
  const unsubscribe = monitors.onChange((id, monitor, _before, isKept) => {
    if (isKept || (monitor !== null && ensure(monitor) !== null)) return;
    kept.forget(id);
    rates.forget(id);
  });

  return {
    pathOf: (monitor) => pathTo(ensure(monitor)),
    rotate: (monitor) => {
      const row = ensure(monitor);
      if (row !== null) kept.put(monitor.id, { ...row, token: makeToken() });
      return pathTo(kept.find(monitor.id));
    },
    stateOf: (monitor) => stateIn(kept.find(monitor), deafness.list()),
    take: (token, beat) => {
      const monitor = kept.monitorOf(token);
      if (monitor === null || monitors.find(monitor) === null) return 'unknown';
      if (rates.isTooFast(monitor)) return 'too-fast';
      kept.add(monitor, beat, clock.now());
      listeners.tell(monitor);
      return 'taken';
    },
    list: kept.list,
    onBeat: listeners.add,
    close: () => {
      unsubscribe();
      deafness.close();
    },
  };
}

/** The row of a passive monitor, made or renewed if needed; null for other monitors. */
const makeEnsure =
  (kept: Pick<ReturnType<typeof keepBeats>, 'find' | 'put'>, clock: WallClock) =>
  (monitor: Monitor): Row | null => {
    if (checks[monitor.settings.kind]?.isPassive !== true) return null;
    const known = kept.find(monitor.id);
    const essence = essenceOf(monitor);
    if (known?.essence === essence) return known;
    // CH2: the expectation changed, so waiting starts anew.
    const row = { ...(known ?? fresh()), since: clock.now(), essence };
    kept.put(monitor.id, row);
    return row;
  };

function stateIn(row: Row | null, deafness: BeatState['deafness']): BeatState | null {
  if (row === null) return null;
  const { token: _token, essence: _essence, ...state } = row;
  return { ...state, deafness };
}

function limitRates(clock: WallClock) {
  const rates = new Map<string, ReturnType<typeof createRate>>();
  return {
    isTooFast: (monitor: string) => {
      const rate = rates.get(monitor) ?? createRate(perSecond, burst, () => clock.now());
      rates.set(monitor, rate);
      return !rate.take();
    },
    forget: (monitor: string) => void rates.delete(monitor),
  };
}

/** The state of each passive monitor and its newest beats, in the database and in memory. */
function keepBeats(database: Database) {
  const states = keepStates(database);
  const events = keepEvents(database);
  return {
    ...states,
    list: events.list,
    /** Durable on return. */
    add: (monitor: string, beat: Beat, at: number) => {
      const row = states.find(monitor);
      if (row === null) return;
      try {
        database.transaction(() => {
          events.add(monitor, beat, at);
          states.put(monitor, afterBeat(row, beat, at));
        });
      } catch (error) {
        states.restore(monitor, row);
        throw error;
      }
    },
    forget: (monitor: string) => {
      if (states.forget(monitor)) events.forget(monitor);
    },
  };
}

function keepStates(database: Database) {
  const { queries } = database;
  const rows = new Map<string, Row>();
  const byToken = new Map<string, string>();
  for (const { monitor, token, state } of database.all(queries.selectFrom('beats').selectAll())) {
    rows.set(monitor, { ...readBeatState(state), token });
    byToken.set(token, monitor);
  }
  const upsert = prepareUpsert(database);
  return {
    isUsed: () => rows.size > 0,
    find: (monitor: string) => rows.get(monitor) ?? null,
    monitorOf: (token: string) => byToken.get(token) ?? null,
    put: (monitor: string, row: Row) => {
      const before = rows.get(monitor);
      const { token, ...state } = row;
      upsert.run(monitor, token, JSON.stringify(state));
      if (before && before.token !== token) byToken.delete(before.token);
      rows.set(monitor, row);
      byToken.set(token, monitor);
    },
    /** In memory only, after a transaction that failed. */
    restore: (monitor: string, row: Row) => void rows.set(monitor, row),
    /** False when there was none. */
    forget: (monitor: string): boolean => {
      const row = rows.get(monitor);
      if (row === undefined) return false;
      rows.delete(monitor);
      byToken.delete(row.token);
      database.run(queries.deleteFrom('beats').where('monitor', '=', monitor));
      return true;
    },
  };
}

/** The newest beats of each monitor. */
function keepEvents(database: Database) {
  const { queries } = database;
  const prune = preparePrune(database);
  return {
    /** Within the caller's transaction. */
    add: (monitor: string, { exit: exit_code, ...said }: Beat, at: number) => {
      database.run(queries.insertInto('beat_events').values({ monitor, at, exit_code, ...said }));
      prune.run(monitor);
    },
    list: (monitor: string): KeptBeat[] => {
      const events = queries.selectFrom('beat_events').selectAll().where('monitor', '=', monitor);
      return database
        .all(events.orderBy('seq', 'desc'))
        .map(({ at, kind, exit_code: exit, rid, value, body }) => {
          return { at, kind: kind as BeatKind, exit, rid, value, body };
        });
    },
    forget: (monitor: string) =>
      void database.run(queries.deleteFrom('beat_events').where('monitor', '=', monitor)),
  };
}

const prepareUpsert = ({ prepare }: Database) =>
  prepare((db, monitor: string, token: string, state: string) =>
    db
      .insertInto('beats')
      .values({ monitor, token, state })
      .onConflict((conflict) => conflict.column('monitor').doUpdateSet({ token, state })),
  );

const preparePrune = ({ prepare }: Database) =>
  prepare((db, monitor: string) => {
    const events = db.selectFrom('beat_events').where('monitor', '=', monitor);
    const newest = events.select('seq').orderBy('seq', 'desc').limit(mostKept);
    return db.deleteFrom('beat_events').where('monitor', '=', monitor).where('seq', 'not in', newest);
  });

/** 144 random bits: impossible to guess, and short enough for a crontab. */
const makeToken = () => randomBytes(18).toString('base64url');
const pathTo = (row: Row | null): string | null => (row === null ? null : `/beat/${row.token}`);

const essenceOf = ({ settings: { kind, settings, paused } }: Monitor): string =>
  JSON.stringify([kind, settings, paused]);

const fresh = (): Omit<Row, 'since' | 'essence'> => ({
  token: makeToken(),
  lastBeatAt: null,
  runs: [],
  lastFailAt: null,
  lastExit: null,
  lastValue: null,
  lastValueAt: null,
  lastDurationMs: null,
});

type OldState = { lastStartAt?: number | null; lastRid?: string | null };

/** Older versions kept only the last start, not each run. */
export function readBeatState(text: string): Omit<Row, 'token'> {
  const { lastStartAt, lastRid = null, ...state } = JSON.parse(text) as Omit<Row, 'token'> & OldState;
  if (lastStartAt === undefined) return state;
  const isUnderWay =
    lastStartAt !== null && lastStartAt > Math.max(state.lastBeatAt ?? 0, state.lastFailAt ?? 0);
  return { ...state, runs: isUnderWay ? [{ rid: lastRid, at: lastStartAt }] : [] };
}

/** The state after a beat; pure. `at` is in epoch milliseconds. */
export function afterBeat(row: Row, { kind, exit, rid, value }: Beat, at: number): Row {
  const valued = value === null ? row : { ...row, lastValue: value, lastValueAt: at };
  if (kind === 'log') return valued;
  const others = row.runs.filter((run) => run.rid !== rid);
  if (kind === 'start')
    return others.length < mostRuns ? { ...valued, runs: [...others, { rid, at }] } : valued;
  const begun = row.runs.find((run) => run.rid === rid);
  // HB4: a beat without a run id concerns the job as a whole.
  const runs = rid === null ? [] : others;
  const ended = { ...valued, runs, lastDurationMs: begun === undefined ? null : at - begun.at };
  return kind === 'fail'
    ? { ...ended, lastFailAt: at, lastExit: exit }
    : { ...ended, lastBeatAt: at, lastExit: 0 };
}

/** HB3: the times when this server was not running, or the computer slept. */
function openDeafness(database: Database, clock: WallClock, isNeeded: () => boolean) {
  const name = 'beats-heard';
  const kept = readKept(database, name);
  let { heardAt, gaps } = (kept === null ? { heardAt: clock.now(), gaps: [] } : JSON.parse(kept)) as {
    heardAt: number;
    gaps: Deafness[];
  };
  const write = () => {
    try {
      writeKept(database, name, JSON.stringify({ heardAt, gaps }));
    } catch {
      // The disk or the database is unavailable, which is reported elsewhere; the next write includes everything.
    }
  };
  const hear = () => {
    const at = clock.now();
    if (at - heardAt >= shortestDeafnessMs) gaps = [...gaps, { from: heardAt, to: at }].slice(-mostDeafness);
    heardAt = at;
    if (isNeeded()) write();
  };
  let cancel: (() => void) | null = null;
  const listen = () => {
    hear();
    cancel = clock.after(listenEveryMs, listen);
  };
  listen();
  return {
    list: () => {
      // A computer that has just woken judges monitors before its timers fire.
      if (clock.now() - heardAt >= shortestDeafnessMs) hear();
      return gaps;
    },
    close: () => {
      cancel?.();
      hear();
    },
  };
}
