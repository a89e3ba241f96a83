import { expect, test } from 'vitest';
import type { Sample } from '#room/feed/feed.ts';
import { drawSparkline } from './draw-sparkline.ts';

const sample = (at: number, latencyMs: number | null): Sample => ({
  at,
  status: latencyMs === null ? 'down' : 'up',
  latencyMs,
  reason: null,
});

test('[GR4] the line breaks where nothing answered, and failures are marked where they were', () => {
  const samples = [
    sample(-1, 9),
    sample(0, 100),
    sample(25, 50),
    sample(50, null),
    sample(75, 100),
    sample(101, 1),
  ];
  const { lines, failures } = drawSparkline(samples, { from: 0, to: 100 });
  expect(lines).toEqual(['0,2 24,7.5', '72,2']);
  expect(failures).toEqual([48]);
});

test('[GR4] nothing measured draws nothing', () => {
  expect(drawSparkline([], { from: 0, to: 1 })).toMatchObject({ lines: [], failures: [] });
});
