// Connects checks and alerting: runs every monitor on its schedule and handles its transitions.
import { type Monitoring, type MonitorState, type MonitorStatus, type Sample } from '#room/feed/feed.ts';
import type { FollowUp } from '../incidents/follow-up.ts';
import { makeJudge, type Judge } from './judge.ts';
import { openScheduler, systemClock, type Load, type Scheduler } from '../checks/schedule.ts';
import type { Locations } from './locations/locations.ts';
import type { MeasureMonitor } from './measure.ts';
import { runMonitors, type Measure, type Runs } from './runs.ts';
import { statusOf, type Monitor, type Monitors } from './monitors.ts';
import type { Outages } from './outages.ts';
import { tellStates, type States } from './states.ts';
import type { Samples } from './history/samples.ts';
import type { Log } from '../sync/rooms.ts';
import type { Uplink } from './uplink.ts';
import { createListeners } from '../listeners.ts';

export type Watch = {
  /** The state that everybody may see. */
  stateOf: (monitor: Monitor) => MonitorState;
  statusOf: (monitor: Monitor) => MonitorStatus;
  monitoring: () => Monitoring;
  load: () => Load;
  /** How late each check started, in ms. */
  onStart(listener: (lateMs: number) => void): () => void;
  onChange(listener: (change: WatchChange) => void): () => void;
  /** Measures at once, ahead of the schedule. */
  measureNow(id: string): void;
  stop(): void;
};
export type WatchChange =
  | { state: MonitorState }
  | { removed: string }
  | { monitor: string; sample: Sample }
  | { monitoring: Monitoring };

export type WatchOptions = {
  monitors: Monitors;
  samples: Samples;
  outages: Outages;
  /** `untilOf` is null outside of a window; times in epoch ms. */
  maintenance: { untilOf(monitor: string): number | null; onChange(listener: () => void): () => void };
  uplink: Uplink;
  followUp: FollowUp;
  locations: Pick<Locations, 'statesOf' | 'onNews'>;
  measureOnce: MeasureMonitor;
  /** RE3: false on a replica, which only stores monitors. */
  isRunning: boolean;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
};

/** CH4: with a deadline of 10 s, enough for 1,000 checks every 20 s when none answers. */
export const mostAtOnce = 500;
const lookAtLoadMs = 5_000;
/** After a longer pause all checks begin on their grid: making up for all at once would be a peak. */
const shortPauseMs = 60_000;

export function watchMonitors(options: WatchOptions): Watch {
  const { maintenance, uplink, log } = options;
  const listeners = createListeners<[change: WatchChange]>();
  const startListeners = createListeners<[lateMs: number]>();
  const tell = (change: WatchChange) => listeners.tell(change);
  const scheduler = openScheduler({
    clock: systemClock,
    epochNow: options.now(),
    mostAtOnce,
    onStart: (lateMs) => startListeners.tell(lateMs),
  });
  const states = tellStates(options, (monitor) => judge.withheld(monitor), tell);
  const judge: Judge = makeJudge({ ...options, soon: scheduler.soon, tell: states.tell });
  const measure = makeMeasuring(options, { judge, states, tell });
  const runs = runMonitors(scheduler, measure, log);

  if (options.isRunning) {
    startRuns(runs, options);
    giveUpGone(options);
  }
  const endings = [
    ...followOthers(options, { runs, states, judge, scheduler, tell }),
    watchLoad(scheduler.load, log),
    scheduler.stop,
    judge.stop,
    runs.stop,
  ];
  lookAtMaintenance(options, states, scheduler);

  return {
    stateOf: states.of,
    statusOf: (monitor) => statusOf(monitor, maintenance.untilOf(monitor.id) !== null),
    monitoring: () => ({ blindSince: uplink.blindSince() }),
    load: scheduler.load,
    onStart: startListeners.add,
    onChange: listeners.add,
    measureNow: runs.measureNow,
    stop: () => {
      for (const end of endings) end();
    },
  };
}

type Following = {
  runs: Runs;
  states: States;
  judge: Judge;
  scheduler: Pick<Scheduler, 'soon'>;
  tell: Tell;
};

/** Reacts to changes of monitors, maintenance windows, the uplink and locations. */
function followOthers(
  options: WatchOptions,
  { runs, states, judge, scheduler, tell }: Following,
): (() => void)[] {
  const { monitors, maintenance, uplink, locations } = options;
  return [
    monitors.onChange((id, monitor, before) =>
      takeChange({ id, monitor, before }, { ...options, runs, states, tell }),
    ),
    maintenance.onChange(() => lookAtMaintenance(options, states, scheduler)),
    uplink.onChange((blindSince) => {
      tell({ monitoring: { blindSince } });
      if (blindSince === null) judge.countAfresh(monitors.list());
    }),
    locations.onNews(runs.measureNow),
  ];
}

function startRuns(runs: Runs, options: WatchOptions): void {
  for (const monitor of options.monitors.list())
    if (!monitor.settings.paused) runs.start(monitor, { wasMissed: wasMissed(monitor, options) });
}

/** CH4: a check was due while no process ran the checks, as in a takeover or a short restart. */
function wasMissed({ id, settings }: Monitor, { samples, now }: WatchOptions): boolean {
  const last = samples.last(id);
  const lateMs = last === null ? Infinity : now() - last.at - settings.intervalSeconds * 1_000;
  return lateMs >= 0 && lateMs < shortPauseMs;
}

type Tell = (change: WatchChange) => void;

function makeMeasuring(
  options: WatchOptions,
  { judge, states, tell }: { judge: Judge; states: States; tell: Tell },
): Measure {
  const { monitors, samples, measureOnce } = options;
  const tellOld = (monitor: Monitor) => {
    if (states.isOld(monitor)) states.tell(monitor.id);
  };
  return async (id, stopped) => {
    const before = monitors.find(id);
    if (before === null) return;
    const result = await measureOnce(before, stopped);
    const present = monitors.find(id);
    // Paused, changed or removed during the check: the result is for old settings.
    if (stopped.aborted || present === null || present.version !== before.version) return;
    if (result === null) return tellOld(present);
    await judge.takeCertificate(present, result.certificate);
    const sample = judge.toSample(present, result);
    if (sample === null) {
      couldNotMeasure(present, result.reason, options, states);
      return tellOld(present);
    }
    samples.add(id, sample, judge.isCounted(present, sample));
    tell({ monitor: id, sample });
    await judge.take(monitors.find(id) ?? present, sample);
    tellOld(present);
  };
}

/** CK3: nothing is known now, so nothing is claimed; a down monitor stays down until it is measured as up. */
function couldNotMeasure(
  { id, standing }: Monitor,
  reason: string | null,
  { monitors, now, log }: WatchOptions,
  states: States,
): void {
  const status = standing.status === 'down' ? 'down' : 'pending';
  if (standing.status === status && standing.reason === reason) return;
  const since = standing.status === status ? standing.since : now();
  monitors.stand(id, { ...standing, status, since, reason, streak: 0, doubtedAt: null });
  log.warn({ monitor: id, reason }, 'a monitor could not be measured');
  states.tell(id);
}

/** CH10: the monitor will never report a recovery. */
function giveUp(
  id: string,
  name: string,
  ended: 'paused' | 'removed',
  { followUp, now, log }: WatchOptions,
): void {
  followUp
    .gaveUp({ id, name }, ended, now())
    .catch((error: unknown) =>
      log.error({ err: error, monitor: id }, 'a room still shows the monitor as down'),
    );
}

/** Monitors that are down in rooms, and were paused or removed while this server was not running. */
function giveUpGone(options: WatchOptions): void {
  for (const id of options.followUp.downIds()) {
    const monitor = options.monitors.find(id);
    const isAlert = id.includes(':');
    if (!isAlert && monitor?.settings.paused !== false)
      giveUp(id, monitor?.settings.name ?? id, monitor === null ? 'removed' : 'paused', options);
  }
}

function takeChange(
  { id, monitor, before }: { id: string; monitor: Monitor | null; before: Monitor | null },
  options: WatchOptions & { runs: Runs; states: States; tell: Tell },
): void {
  const { outages, samples, now, runs, states, tell } = options;
  runs.halt(id);
  if (monitor === null || monitor.settings.paused) {
    outages.ended(id, now());
    const name = monitor?.settings.name ?? before?.settings.name ?? id;
    giveUp(id, name, monitor === null ? 'removed' : 'paused', options);
  }
  if (monitor === null) {
    samples.forget(id);
    states.forget(id);
    tell({ removed: id });
    return;
  }
  if (!monitor.settings.paused) runs.start(monitor, { firstInMs: 0 });
  states.tell(id);
}

/** A maintenance window may have opened or closed. */
function lookAtMaintenance(
  { monitors, maintenance }: WatchOptions,
  states: States,
  scheduler: Pick<Scheduler, 'soon'>,
): void {
  for (const monitor of monitors.list()) {
    const until = monitor.settings.paused ? null : maintenance.untilOf(monitor.id);
    if (until === states.toldMaintenance(monitor.id)) continue;
    states.tell(monitor.id);
    // CH7: a monitor that is still down when its maintenance window ends counts from now on.
    if (until === null && monitor.standing.status === 'down') scheduler.soon(monitor.id, 0);
  }
}

/** Logs once when checks are running late, and once when they no longer are. */
function watchLoad(load: () => Load, log: Log): () => void {
  let wasBehind = false;
  const timer = setInterval(() => {
    const { running, waiting } = load();
    const isBehind = waiting > 0;
    if (isBehind && !wasBehind)
      log.warn({ running, waiting }, 'checks are behind: more are due than may run at once');
    if (!isBehind && wasBehind) log.info({ running }, 'checks are no longer behind');
    wasBehind = isBehind;
  }, lookAtLoadMs);
  return () => clearInterval(timer);
}
