import { expect, test } from 'vitest';
import { createBackoff } from './backoff.ts';

test('[RE6] the waits double from 250 ms to 10 s and start again after a success', () => {
  const backoff = createBackoff(() => 0);
  const waits = Array.from({ length: 9 }, () => backoff.next());
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
  backoff.reset();
  expect(backoff.next()).toBe(250);
});

test('[RE6] jitter takes up to a quarter off and never goes below 250 ms', () => {
  const backoff = createBackoff(() => 0.999_999);
  const waits = Array.from({ length: 30 }, () => backoff.next());
  expect(waits.slice(0, 3)).toEqual([250, 375, 750]);
  expect(waits.at(-1)).toBe(7500);
});
