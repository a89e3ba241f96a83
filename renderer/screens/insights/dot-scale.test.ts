import { expect, test } from 'vitest';
import { makeScale } from './dot-scale.ts';

const frame = { width: 600, height: 100 };
const period = { from: 1_000, to: 2_000 };

test('[NU5] every dot lies within the frame, longer ones higher and later ones further right', () => {
  const lengths = [0, 900, 45_000, 3_600_000, 40 * 86_400_000];
  const { x, y, ticks } = makeScale(lengths, period, frame);
  const heights = lengths.map(y);
  for (const height of heights) {
    expect(height).toBeGreaterThan(0);
    expect(height).toBeLessThan(100);
  }
  expect(heights).toEqual(heights.toSorted((a, b) => b - a));
  expect([x(1_000), x(1_500), x(2_000)]).toEqual([0, 300, 600]);
  expect(ticks.length).toBeGreaterThan(1);
  expect(ticks.length).toBeLessThanOrEqual(5);
});

test('[NU5] few incidents have a scale too: at least two lengths beside them, in the frame', () => {
  for (const lengths of [
    [0],
    [500],
    [1_000],
    [60_000],
    [35 * 60_000],
    [300 * 86_400_000],
    [17 * 60_000, 50 * 60_000],
  ]) {
    const { y, ticks } = makeScale(lengths, period, frame);
    expect(ticks.length, String(lengths)).toBeGreaterThan(1);
    for (const each of [...lengths, ...ticks]) {
      expect(y(each), String(lengths)).toBeGreaterThan(0);
      expect(y(each), String(lengths)).toBeLessThan(100);
    }
    expect(new Set(ticks.map(y)).size, String(lengths)).toBe(ticks.length);
  }
});
