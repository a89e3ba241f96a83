// The recent past of all monitors in few numbers, for the list: one request instead of one per row.
import { setImmediate as otherWork } from 'node:timers/promises';
import type { Monitors } from './monitors.ts';
import type { Rollup, Resolution, Rollups } from './history/rollups.ts';

/** Each list is oldest first and ends with the current day, hour or minute; null: not measured. */
export type MonitorOverview = {
  id: string;
  /** Shares of good measurements (0 to 1) of the last 90 days and the last 24 hours. */
  days: (number | null)[];
  hours: (number | null)[];
  /** Mean latency in ms of the last 60 minutes. */
  latency: (number | null)[];
};
export type Overview = { at: number; items: MonitorOverview[] };

const overviewKeptMs = 15_000;
const atOnce = 25;
const minuteMs = 60_000;
const spans = {
  days: { resolution: 'day', lengthMs: 1_440 * minuteMs, count: 90 },
  hours: { resolution: 'hour', lengthMs: 60 * minuteMs, count: 24 },
  latency: { resolution: 'minute', lengthMs: minuteMs, count: 60 },
} as const satisfies Record<string, { resolution: Resolution; lengthMs: number; count: number }>;

/** Returns the last overview while it is fresh; concurrent callers share one computation. */
export function makeOverview(options: {
  monitors: Monitors;
  rollups: Pick<Rollups, 'history'>;
  now: () => number;
}): () => Promise<Overview> {
  const { monitors, rollups, now } = options;
  let known: { at: number; ids: string; overview: Promise<Overview> } | null = null;
  const gather = async (at: number): Promise<Overview> => {
    const items: MonitorOverview[] = [];
    for (const [index, { id }] of monitors.list().entries()) {
      // Two thousand monitors must not block the server's other work.
      if (index % atOnce === atOnce - 1) await otherWork();
      items.push({
        id,
        days: spread(rollups, id, at, spans.days, share),
        hours: spread(rollups, id, at, spans.hours, share),
        latency: spread(rollups, id, at, spans.latency, ({ latencyAvgMs }) => round(latencyAvgMs, 10)),
      });
    }
    return { at, items };
  };
  return () => {
    const at = now();
    const ids = monitors
      .list()
      .map(({ id }) => id)
      .join();
    if (known === null || known.ids !== ids || Math.abs(at - known.at) >= overviewKeptMs) {
      known = { at, ids, overview: gather(at) };
    }
    return known.overview;
  };
}

type Span = (typeof spans)[keyof typeof spans];

/** One number per bucket of the span; null where there is no bucket. */
function spread(
  rollups: Pick<Rollups, 'history'>,
  id: string,
  at: number,
  { resolution, lengthMs, count }: Span,
  read: (bucket: Rollup) => number | null,
): (number | null)[] {
  const first = Math.floor(at / lengthMs) - count + 1;
  const numbers: (number | null)[] = Array.from({ length: count }, () => null);
  for (const bucket of rollups.history(id, resolution, first * lengthMs)) {
    const index = bucket.at / lengthMs - first;
    if (index >= 0 && index < count) numbers[index] = read(bucket);
  }
  return numbers;
}

const share = ({ up, down, degraded }: Rollup): number | null =>
  up + down + degraded === 0 ? null : round((up + degraded) / (up + down + degraded), 10_000);

const round = (value: number | null, parts: number): number | null =>
  value === null ? null : Math.round(value * parts) / parts;
