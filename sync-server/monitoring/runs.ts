// The monitors that are measured on the schedule.
import type { Scheduler } from '../checks/schedule.ts';
import type { Log } from '../sync/rooms.ts';
import type { Monitor } from './monitors.ts';

/** Measures a monitor once. `stopped` ends when the monitor is paused, changed or removed. */
export type Measure = (id: string, stopped: AbortSignal) => Promise<void>;

export type Runs = ReturnType<typeof runMonitors>;

export function runMonitors(scheduler: Scheduler, measure: Measure, log: Log) {
  const running = new Map<string, AbortController>();
  return {
    start: ({ id, settings }: Monitor, how: { firstInMs?: number; wasMissed?: boolean }) => {
      const stopped = new AbortController();
      running.set(id, stopped);
      const run = () =>
        measure(id, stopped.signal).catch((error: unknown) =>
          log.error({ err: error, monitor: id }, 'a result could not be processed; the next one will be'),
        );
      const intervalMs = settings.intervalSeconds * 1000;
      scheduler.set(id, { intervalMs, run, ...how });
    },
    halt: (id: string) => {
      scheduler.remove(id);
      running.get(id)?.abort();
      running.delete(id);
    },
    measureNow: (id: string) => {
      if (running.has(id)) scheduler.soon(id, 0);
    },
    stop: () => {
      for (const stopped of running.values()) stopped.abort();
      running.clear();
    },
  };
}
