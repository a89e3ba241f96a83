// From measurements, or from numbers of many of them, to what a chart draws.
import type { Sample } from '#room/feed.ts';
import type { Bucket } from './monitor.ts';

/** `isLone`: no line reaches it, so that it must be seen by itself. */
export type DrawnPoint = Point & { isLone: boolean };
export type Point = { at: number; latency: number | null; most: number | null; state: Sample['status'] };
export type Band = { from: number; to: number; state: 'down' | 'degraded' };

export const fromSample = ({ at, latencyMs, status }: Sample): Point => ({
  at,
  latency: status === 'down' ? null : latencyMs,
  most: null,
  state: status,
});

export const fromBucket = ({ at, down, degraded, latencyAvgMs, latencyMaxMs }: Bucket): Point => ({
  at,
  latency: latencyAvgMs,
  most: latencyMaxMs,
  state: down > 0 ? 'down' : degraded > 0 ? 'degraded' : 'up',
});

/** A line must not bridge the time in which nothing was measured. */
export function breakAtGaps(points: readonly Point[], lengthMs: number): DrawnPoint[] {
  const broken = points.flatMap((point, index) => {
    const next = points[index + 1];
    return next && next.at - point.at > lengthMs * 3
      ? [point, { at: point.at + 1, latency: null, most: null, state: point.state }]
      : [point];
  });
  const isMissing = (point: Point | undefined) => point === undefined || point.latency === null;
  return broken.map((point, index) => ({
    ...point,
    isLone: point.latency !== null && isMissing(broken[index - 1]) && isMissing(broken[index + 1]),
  }));
}

/** Spans of one trouble, from its first point to the next other one (or `lengthMs` after the last). */
export function bandsOf(points: readonly Point[], lengthMs: number): Band[] {
  const bands: Band[] = [];
  points.forEach(({ at, state }, index) => {
    if (state === 'up') return;
    const to = points[index + 1]?.at ?? at + lengthMs;
    const last = bands.at(-1);
    if (last && last.state === state && last.to === at) last.to = to;
    else bands.push({ from: at, to, state });
  });
  return bands;
}

export type Figures = { least: number; mean: number; most: number };

/** Over the points that have a latency; null when none has. */
export function figuresOf(points: readonly Point[]): Figures | null {
  const known = points.flatMap(({ latency }) => (latency === null ? [] : [latency]));
  if (known.length === 0) return null;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  const slowest = points.flatMap(({ most }) => (most === null ? [] : [most]));
  return { least: Math.min(...known), mean, most: Math.max(...known, ...slowest) };
}
