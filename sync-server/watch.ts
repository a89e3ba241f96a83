// Where checks meet alerting: runs every monitor on its schedule and follows up on its transitions.
import { unknownStanding, type MonitorState, type Sample } from '#room/feed.ts';
import type { FollowUp } from './alerting/follow-up.ts';
import type { Watched } from './alerting/declare.ts';
import { decideTransition } from './alerting/transition.ts';
import type { CheckResult } from './checks/check.ts';
import { checks } from './checks/index.ts';
import { schedule, systemClock } from './checks/schedule.ts';
import type { Egress } from './egress.ts';
import { statusOf, type Monitor, type Monitors, type MonitorSettings } from './monitors.ts';
import { runCheck } from './run-check.ts';
import type { Samples } from './samples.ts';
import type { Log } from './sync/rooms.ts';

export type Watch = {
  /** As everybody may see it. */
  stateOf: (monitor: Monitor) => MonitorState;
  onChange(listener: (change: WatchChange) => void): () => void;
  stop(): void;
};
export type WatchChange = { state: MonitorState } | { removed: string } | { monitor: string; sample: Sample };

export type WatchOptions = {
  monitors: Monitors;
  samples: Samples;
  followUp: FollowUp;
  egress: Egress;
  /** RE3: false on a replica, which only keeps what it has. */
  isRunning: boolean;
  /** Epoch milliseconds. */
  now: () => number;
  log: Log;
};

/** After a start, the first checks are spread over at most this. */
const longestSpreadMs = 20_000;

export function watchMonitors(options: WatchOptions): Watch {
  const { monitors, samples, followUp, egress, now, log } = options;
  const listeners = new Set<(change: WatchChange) => void>();
  const running = new Map<string, () => void>();
  const tell = (change: WatchChange) => listeners.forEach((listener) => listener(change));

  const stateOf = (monitor: Monitor): MonitorState => ({
    ...unknownStanding,
    id: monitor.id,
    name: monitor.settings.name,
    kind: monitor.settings.kind,
    service: monitor.settings.service ?? null,
    status: statusOf(monitor),
    since: monitor.standing.since,
    reason: monitor.standing.reason,
    lastSample: samples.last(monitor.id),
    intervalSeconds: monitor.settings.intervalSeconds,
  });

  const measure = async (id: string, stopped: AbortSignal) => {
    const before = monitors.find(id);
    if (before === null) return;
    const result = await runCheck(before.settings, { stopped, now, beats: null, egress, log });
    const present = monitors.find(id);
    // Paused, changed or removed while it ran: what was measured is no longer what was asked.
    if (stopped.aborted || present === null || present.version !== before.version) return;
    const sample = sampleOf(result, now());
    if (sample === null) return couldNotMeasure(present, result.reason);
    samples.add(id, sample);
    tell({ monitor: id, sample });
    await takeSample(present, sample);
  };

  /** CK3: nothing is known any more, so nothing is claimed; what is down stays down until it is seen to be up. */
  const couldNotMeasure = (monitor: Monitor, reason: string | null) => {
    const { standing } = monitor;
    const status = standing.status === 'down' ? 'down' : 'pending';
    if (standing.status === status && standing.reason === reason) return;
    const since = standing.status === status ? standing.since : now();
    monitors.stand(monitor.id, { status, since, reason, streak: 0 });
    log.warn({ monitor: monitor.id, reason }, 'a monitor could not be measured');
    const changed = monitors.find(monitor.id);
    if (changed) tell({ state: stateOf(changed) });
  };

  const takeSample = async (monitor: Monitor, sample: Sample) => {
    const { standing, turned, why } = decideTransition(
      monitor.standing,
      sample,
      thresholdsOf(monitor.settings),
    );
    let incident: string | null = null;
    // CH5: the rooms hear first. Stopped in between, the next start decides again and finds them told.
    if (turned === 'down') incident = await followUp.wentDown(watchedAs(monitor), sample);
    if (turned === 'up') await followUp.cameUp(watchedAs(monitor), sample);
    monitors.stand(monitor.id, standing, incident);
    if (standing.status === monitor.standing.status) return;
    log.info(
      { monitor: monitor.id, status: standing.status, why, reason: sample.reason },
      'a monitor changed',
    );
    const changed = monitors.find(monitor.id);
    if (changed) tell({ state: stateOf(changed) });
  };

  const start = (monitor: Monitor, delayMs: number) => {
    const { id, settings } = monitor;
    const stopped = new AbortController();
    const run = () =>
      measure(id, stopped.signal).catch((error: unknown) =>
        log.error({ err: error, monitor: id }, 'a result could not be followed up; the next one is'),
      );
    const firstAt = systemClock.now() + delayMs;
    const end = schedule({ clock: systemClock, firstAt, intervalMs: settings.intervalSeconds * 1000, run });
    running.set(id, () => {
      end();
      stopped.abort();
    });
  };
  const halt = (id: string) => {
    running.get(id)?.();
    running.delete(id);
  };

  const active = options.isRunning ? monitors.list().filter(({ settings }) => !settings.paused) : [];
  active.forEach((monitor, index) => {
    const spreadMs = Math.min(monitor.settings.intervalSeconds * 1000, longestSpreadMs);
    start(monitor, (index / active.length) * spreadMs);
  });
  const unsubscribe = monitors.onChange((id, monitor) => {
    halt(id);
    if (monitor === null) {
      samples.forget(id);
      tell({ removed: id });
      return;
    }
    if (!monitor.settings.paused) start(monitor, 0);
    tell({ state: stateOf(monitor) });
  });

  return {
    stateOf,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      unsubscribe();
      for (const id of running.keys()) halt(id);
    },
  };
}

/** Null when nothing was measured. */
function sampleOf({ status, latencyMs, reason }: CheckResult, at: number): Sample | null {
  return status === 'unknown' ? null : { at, status, latencyMs, reason };
}

/** CH2: who waits to be told has waited long enough by itself; asking twice would confirm nothing. */
function thresholdsOf({ kind, confirmations, recoveries }: MonitorSettings) {
  return checks[kind]?.isPassive === true
    ? { confirmations: 1, recoveries: 1 }
    : { confirmations, recoveries };
}

function watchedAs({ id, settings, lastIncident }: Monitor): Watched {
  const { name, service = null, severity = null, parent = null } = settings;
  return { id, name, service, severity, parent, lastIncident };
}
