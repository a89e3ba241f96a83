// Turns measurements of one check, or their buckets, into the data that a strip draws.
import type { Sample } from '#room/feed/feed.ts';
import { quantile } from '#room/insights/statistics.ts';
import type { StripCell, Curve, CurvePoint, Span } from '#room/strip/strip.ts';
import type { Bucket } from '#wire/api/monitoring.ts';
import { strings } from '../strings/index.ts';

const words = strings.strip;

export type { Bucket } from '#wire/api/monitoring.ts';
/** One measurement or one bucket; `good` of `all` results were up or degraded. */
export type MeasuredPoint = {
  at: number;
  latency: number | null;
  most: number | null;
  state: Sample['status'];
  good: number;
  all: number;
};
export type TroubledSpan = Span & { state: 'down' | 'degraded' };

export const fromSample = ({ at, latencyMs, status }: Sample): MeasuredPoint => ({
  at,
  latency: status === 'down' ? null : latencyMs,
  most: null,
  state: status,
  good: status === 'down' ? 0 : 1,
  all: 1,
});

export const fromBucket = ({
  at,
  up,
  down,
  degraded,
  latencyAvgMs,
  latencyMaxMs,
}: Bucket): MeasuredPoint => ({
  at,
  latency: latencyAvgMs,
  most: latencyMaxMs,
  state: down > 0 ? 'down' : degraded > 0 ? 'degraded' : 'up',
  good: up + degraded,
  all: up + down + degraded,
});

/** More missed intervals than this break the line. */
const missedBeforeGap = 3;

const shortest = (of: readonly number[]) => (of.length === 0 ? 0 : Math.min(...of));
const spacingsOf = (times: readonly number[]) => times.slice(1).map((at, index) => at - times[index]!);

/**
 * The spacing to expect at a place among these. The interval may have been longer when they came, so the neighbours
 * count too: of the two on either side the shorter, and of both sides the longer.
 */
function expectedAt(spacings: readonly number[], index: number, everyMs: number): number {
  const before = shortest(spacings.slice(Math.max(0, index - 2), Math.max(0, index)));
  const after = shortest(spacings.slice(index + 1, index + 3));
  return Math.max(everyMs, before, after);
}

/** Whether results are missing between each time and the next. */
function findMissing(times: readonly number[], everyMs: number): boolean[] {
  const spacings = spacingsOf(times);
  return spacings.map((spacing, index) => spacing > expectedAt(spacings, index, everyMs) * missedBeforeGap);
}

/** Spans without results although one was due every `everyMs`: between results and at the edges of `span`. */
export function gapsOf(points: readonly MeasuredPoint[], { from, to }: Span, everyMs: number): Span[] {
  const inside = points.map(({ at }) => at).filter((at) => at >= from && at <= to);
  const measured = spacingsOf(inside);
  const times = [from - everyMs, ...inside, to];
  return spacingsOf(times).flatMap((spacing, index) => {
    const begins = Math.max(from, times[index]! + everyMs);
    const ends = times[index + 1]!;
    const isGap = spacing > expectedAt(measured, index - 1, everyMs) * missedBeforeGap;
    return isGap && ends > begins ? [{ from: begins, to: ends }] : [];
  });
}

/** Spans of one state, each from its first point to the next other state, or `everyMs` after the last point. */
export function troublesOf(points: readonly MeasuredPoint[], everyMs: number): TroubledSpan[] {
  const found: TroubledSpan[] = [];
  const missing = findMissing(
    points.map(({ at }) => at),
    everyMs,
  );
  points.forEach(({ at, state }, index) => {
    if (state === 'up') return;
    const next = points[index + 1]?.at ?? at + everyMs;
    const to = missing[index] === true ? at + everyMs * missedBeforeGap : next;
    const last = found.at(-1);
    if (last && last.state === state && last.to === at) last.to = to;
    else found.push({ from: at, to, state });
  });
  return found;
}

/** Breaks the line where nothing was measured. */
function breakAtGaps(points: readonly (CurvePoint & { at: number })[], everyMs: number): CurvePoint[] {
  const missing = findMissing(
    points.map(({ at }) => at),
    everyMs,
  );
  return points.flatMap((point, index) =>
    missing[index] === true ? [point, { at: point.at + everyMs, value: null }] : [point],
  );
}

const fewestForQuantile = 5;

/**
 * Single measurements: the median and 95th percentile of `slots` slots, or the plain latency when slots hold too
 * few. Buckets: their mean and slowest.
 */
export function curvesOf(points: readonly MeasuredPoint[], span: Span, everyMs: number, slots = 60): Curve[] {
  if (points.some(({ most }) => most !== null)) {
    const curve = (
      kind: Curve['kind'],
      name: string,
      value: (point: MeasuredPoint) => number | null,
    ): Curve => ({
      kind,
      name,
      points: breakAtGaps(
        points.map((point) => ({ at: point.at + everyMs / 2, value: value(point) })),
        everyMs,
      ),
    });
    return [
      curve('middle', words.mean, ({ latency }) => latency),
      curve('most', words.slowest, ({ most }) => most),
    ];
  }
  const length = Math.max(everyMs, (span.to - span.from) / slots);
  if (length < everyMs * fewestForQuantile)
    return [
      {
        kind: 'middle',
        name: words.latency,
        points: breakAtGaps(
          points.map(({ at, latency }) => ({ at, value: latency })),
          everyMs,
        ),
      },
    ];
  return quantileCurves(points, length);
}

function quantileCurves(points: readonly MeasuredPoint[], length: number): Curve[] {
  const bySlot = Map.groupBy(points, ({ at }) => Math.floor(at / length));
  const filled = [...bySlot].map(([slot, members]) => {
    const sorted = members.flatMap(({ latency }) => latency ?? []).toSorted((a, b) => a - b);
    return { at: (slot + 0.5) * length, median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
  });
  const curve = (kind: Curve['kind'], name: string, of: 'median' | 'p95'): Curve => ({
    kind,
    name,
    points: breakAtGaps(
      filled.map((slot) => ({ at: slot.at, value: slot[of] })),
      length / 2,
    ),
  });
  return [curve('middle', words.median, 'median'), curve('most', words.p95, 'p95')];
}

/** The share of good measurements per cell of `length` ms, aligned to multiples of it. */
export function cellsOf(points: readonly MeasuredPoint[], { from, to }: Span, length: number): StripCell[] {
  const byCell = Map.groupBy(points, ({ at }) => Math.floor(at / length));
  const cells: StripCell[] = [];
  for (let slot = Math.floor(from / length); slot * length < to; slot++) {
    const members = byCell.get(slot) ?? [];
    const all = members.reduce((sum, each) => sum + each.all, 0);
    const good = members.reduce((sum, each) => sum + each.good, 0);
    cells.push({ from: slot * length, to: (slot + 1) * length, share: all === 0 ? null : good / all });
  }
  return cells;
}
