import { expect, test } from 'vitest';
import { checkLanes } from './check-lanes.ts';
import {
  cellsOf,
  curvesOf,
  fromBucket,
  fromSample,
  gapsOf,
  troublesOf,
  type MeasuredPoint,
} from './series.ts';

const point = (at: number, state: MeasuredPoint['state'], latency: number | null = 10): MeasuredPoint => ({
  at,
  state,
  latency,
  most: null,
  good: state === 'down' ? 0 : 1,
  all: 1,
});

test('trouble is one span as long as it lasts, and each kind has its own', () => {
  const points = [
    point(0, 'up'),
    point(10, 'down', null),
    point(20, 'down', null),
    point(30, 'degraded'),
    point(40, 'up'),
    point(50, 'down', null),
  ];
  expect(troublesOf(points, 5)).toEqual([
    { from: 10, to: 30, state: 'down' },
    { from: 30, to: 40, state: 'degraded' },
    { from: 50, to: 55, state: 'down' },
  ]);
  expect(troublesOf([point(0, 'down', null), point(1_000, 'up')], 5)).toEqual([
    { from: 0, to: 15, state: 'down' },
  ]);
});

test('[TS1] a due result that never came is a gap, also at the edges; a late one is none', () => {
  const points = [point(100, 'up'), point(110, 'up'), point(135, 'up'), point(200, 'up')];
  expect(gapsOf(points, { from: 0, to: 300 }, 10)).toEqual([
    { from: 0, to: 100 },
    { from: 145, to: 200 },
    { from: 210, to: 300 },
  ]);
  expect(gapsOf([], { from: 0, to: 300 }, 10)).toEqual([{ from: 0, to: 300 }]);
  expect(gapsOf(points.slice(0, 3), { from: 95, to: 140 }, 10)).toEqual([]);
});

test('[TS1] results of a former, longer interval are no gaps, and a hole among them is one', () => {
  const former = [0, 60, 121, 180, 600, 660, 720].map((at) => point(at, 'down', null));
  const points = [...former, ...[730, 740, 750, 760].map((at) => point(at, 'up'))];
  expect(gapsOf(points, { from: 0, to: 760 }, 10)).toEqual([{ from: 190, to: 600 }]);
  expect(troublesOf(points, 10)).toEqual([
    { from: 0, to: 210, state: 'down' },
    { from: 600, to: 730, state: 'down' },
  ]);
});

test('a failed measurement has no latency, a bucket with one failure is a failure', () => {
  expect(fromSample({ at: 1, status: 'down', latencyMs: 3, reason: '503' })).toMatchObject({
    latency: null,
    good: 0,
  });
  const bucket = { at: 1, up: 50, down: 1, degraded: 2, latencyAvgMs: 4, latencyMaxMs: 9 };
  expect(fromBucket(bucket)).toEqual({ at: 1, latency: 4, most: 9, state: 'down', good: 52, all: 53 });
});

test('[TS1] many measurements are a median and a 95th percentile, few are a line, and buckets say what they are', () => {
  const dense = Array.from({ length: 1_000 }, (_, index) => point(index, 'up', index % 20 === 0 ? 90 : 10));
  const [median, p95] = curvesOf(dense, { from: 0, to: 1_000 }, 1, 10);
  expect([median?.name, p95?.name]).toEqual(['median', 'p95']);
  expect(new Set(median?.points.map(({ value }) => value))).toEqual(new Set([10]));
  expect(Math.max(...p95!.points.map(({ value }) => value ?? 0))).toBeGreaterThan(10);
  expect(
    curvesOf([point(0, 'up'), point(10, 'up')], { from: 0, to: 100 }, 10).map(({ name }) => name),
  ).toEqual(['latency']);
  const buckets = [{ ...point(0, 'up'), most: 40 }];
  expect(curvesOf(buckets, { from: 0, to: 100 }, 10).map(({ name }) => name)).toEqual(['mean', 'slowest']);
});

test('a line does not bridge what nobody measured', () => {
  const points = [point(0, 'up'), point(10, 'up'), point(100, 'up')];
  const [curve] = curvesOf(points, { from: 0, to: 100 }, 10);
  expect(curve?.points.map(({ at, value }) => [at, value])).toEqual([
    [0, 10],
    [10, 10],
    [20, null],
    [100, 10],
  ]);
});

test('[TS1] uptime in equal parts: what was not measured is not known', () => {
  const points = [point(0, 'up'), point(10, 'down', null), point(60, 'up')];
  expect(cellsOf(points, { from: 0, to: 90 }, 30).map(({ share }) => share)).toEqual([0.5, null, 1]);
});

test('[TS1] a check that measured no latency gets no axis for it: its outages stand on a line of their own', () => {
  const outage = { from: 100, to: null, reason: 'no beat', number: 'INC-1', incident: 'x' };
  const lanesOf = (latency: number | null) =>
    checkLanes({
      points: [point(0, 'up', latency), point(100, 'down', null)],
      outages: [outage],
      sight: { from: 0, to: 200 },
      whole: { from: 0, to: 200 },
      everyMs: 100,
      since: 0,
      slowAfterMs: 50,
      cellMs: 100,
      uptime: 0.5,
    });
  const [bare] = lanesOf(null);
  expect(bare).toMatchObject({ name: 'Outages', isTall: false, curves: [], limit: null });
  expect(bare?.bands).toMatchObject([{ kind: 'down', label: 'INC-1', ref: 'x' }]);
  expect(lanesOf(10)[0]).toMatchObject({ name: 'Latency', isTall: true });
});
