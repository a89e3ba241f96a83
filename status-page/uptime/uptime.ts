// SP20 to SP23: the share of time that a component was up. Counts time, not checks.
import type { KnownLevel, Level } from '../levels.ts';
import type { Method } from './method.ts';

/** A component's state from `from` until before `to`, in epoch ms. Intervals of one component do not overlap. */
export type Interval = { from: number; to: number; level: Level; isMaintenance: boolean };
type Range = { from: number; to: number };

export type Uptime = {
  /** 0 to 1; null when nothing was measured: unmeasured time is never 100 %. */
  share: number | null;
  /** The time that counts, and the part lost by the method, in ms. */
  countedMs: number;
  lostMs: number;
  /** Time not measured, because of a gap or before the component existed, in ms. */
  unknownMs: number;
  maintenanceMs: number;
  /** Outside of maintenance, in ms. */
  timeAt: Record<KnownLevel, number>;
};

/** The loss per second in this state, 0 to 1; null when the state is left out. */
export function costOf({ level, isMaintenance }: Interval, method: Method): number | null {
  if (level === 'unknown') return null;
  if (isMaintenance && method.maintenance !== 'counted') return method.maintenance === 'up' ? 0 : null;
  return level === 'operational' ? 0 : method[level];
}

export function uptime(intervals: readonly Interval[], method: Method, range: Range): Uptime {
  const timeAt = { operational: 0, degraded: 0, partial: 0, major: 0 };
  let countedMs = 0;
  let lostMs = 0;
  let knownMs = 0;
  let maintenanceMs = 0;
  for (const interval of intervals) {
    const ms = overlap(interval, range);
    if (ms <= 0) continue;
    const cost = costOf(interval, method);
    if (cost !== null) {
      countedMs += ms;
      lostMs += ms * cost;
    }
    if (interval.isMaintenance) maintenanceMs += ms;
    if (interval.level === 'unknown') continue;
    knownMs += ms;
    if (!interval.isMaintenance) timeAt[interval.level] += ms;
  }
  const unknownMs = Math.max(0, range.to - range.from - knownMs);
  return { share: shareOf(countedMs, lostMs), countedMs, lostMs, unknownMs, maintenanceMs, timeAt };
}

/** SP23: the share of a group, by the method's rule; null when no member was measured. */
export function groupShare(
  members: readonly (readonly Interval[])[],
  method: Method,
  range: Range,
): number | null {
  if (method.group === 'worst') return worstShare(members, method, range);
  const shares = members
    .map((intervals) => uptime(intervals, method, range).share)
    .filter((share) => share !== null);
  return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/**
 * At each moment, the loss of the worst member that is known and counted then; a moment without one is left out. A
 * member that was never measured thus changes nothing, as in the mean.
 */
function worstShare(members: readonly (readonly Interval[])[], method: Method, range: Range): number | null {
  const inside = members.map((list) => list.filter((each) => overlap(each, range) > 0));
  const cuts = [...new Set([range.from, range.to, ...inside.flat().flatMap(({ from, to }) => [from, to])])]
    .filter((at) => at >= range.from && at <= range.to)
    .toSorted((a, b) => a - b);
  const at = inside.map(() => 0);
  let countedMs = 0;
  let lostMs = 0;
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const ms = (cuts[index + 1] ?? from) - from;
    const costs = inside.map((list, member) => {
      while ((list[at[member] ?? 0]?.to ?? Infinity) <= from) at[member] = (at[member] ?? 0) + 1;
      const interval = list[at[member] ?? 0];
      return interval && interval.from <= from ? costOf(interval, method) : null;
    });
    const known = costs.filter((cost) => cost !== null);
    if (known.length === 0) continue;
    countedMs += ms;
    lostMs += ms * Math.max(...known);
  }
  return shareOf(countedMs, lostMs);
}

const shareOf = (counted: number, lost: number): number | null =>
  counted > 0 ? Math.max(0, 1 - lost / counted) : null;
const overlap = (interval: Range, range: Range): number =>
  Math.min(interval.to, range.to) - Math.max(interval.from, range.from);

/** The intervals of each range; both lists are sorted, and ranges do not overlap. */
export function splitByRange(intervals: readonly Interval[], ranges: readonly Range[]): Interval[][] {
  let first = 0;
  return ranges.map((range) => {
    while ((intervals[first]?.to ?? Infinity) <= range.from) first += 1;
    const inside: Interval[] = [];
    for (let index = first; (intervals[index]?.from ?? Infinity) < range.to; index += 1)
      inside.push(intervals[index] as Interval);
    return inside;
  });
}
