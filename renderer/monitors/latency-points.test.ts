import { expect, test } from 'vitest';
import { bandsOf, breakAtGaps, figuresOf, fromBucket, fromSample, type Point } from './latency-points.ts';

const point = (at: number, state: Point['state'], latency: number | null = 10): Point => ({
  at,
  state,
  latency,
  most: null,
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
  expect(bandsOf(points, 5)).toEqual([
    { from: 10, to: 30, state: 'down' },
    { from: 30, to: 40, state: 'degraded' },
    { from: 50, to: 55, state: 'down' },
  ]);
});

test('a failed measurement has no latency, a bucket with one failure is a failure', () => {
  expect(fromSample({ at: 1, status: 'down', latencyMs: 3, reason: '503' })).toMatchObject({ latency: null });
  const bucket = { at: 1, up: 50, down: 1, degraded: 0, latencyAvgMs: 4, latencyMaxMs: 9 };
  expect(fromBucket(bucket)).toEqual({ at: 1, latency: 4, most: 9, state: 'down' });
});

test('the figures know the slowest of each bucket', () => {
  expect(figuresOf([{ ...point(0, 'up', 4), most: 90 }, point(1, 'up', 8)])).toEqual({
    least: 4,
    mean: 6,
    most: 90,
  });
  expect(figuresOf([point(0, 'down', null)])).toBeNull();
});

test('a line does not bridge what nobody measured, and what stands alone is told from what is on a line', () => {
  const points = [
    point(0, 'up'),
    point(10, 'up'),
    point(100, 'up'),
    point(200, 'down', null),
    point(210, 'up'),
  ];
  const drawn = breakAtGaps(points, 10);
  expect(drawn.map(({ at, latency, isLone }) => [at, latency, isLone])).toEqual([
    [0, 10, false],
    [10, 10, false],
    [11, null, false],
    [100, 10, true],
    [101, null, false],
    [200, null, false],
    [210, 10, true],
  ]);
});
