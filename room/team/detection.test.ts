import { expect, test } from 'vitest';
import { aimSeconds, noticesWithin, quickTiming } from './detection.ts';

/** The same, played out: checks on a grid and retries after each failure, with a failure that begins at 0. */
function play(timing: Parameters<typeof noticesWithin>[0], takes: number): number {
  const { intervalSeconds, retrySeconds = intervalSeconds / 2, confirmations = 3, confirmSeconds } = timing;
  let at = intervalSeconds;
  let first: number | null = null;
  for (let failures = 1; ; failures++) {
    at += takes;
    first ??= at;
    if (confirmSeconds === undefined ? failures >= confirmations : at - first >= confirmSeconds) return at;
    at += retrySeconds;
  }
}

test.each([
  [{ intervalSeconds: 60 }, 10],
  [{ intervalSeconds: 60, confirmations: 1 }, 10],
  [{ intervalSeconds: 20, retrySeconds: 4, confirmations: 5 }, 10],
  [{ intervalSeconds: 30, confirmSeconds: 90 }, 10],
  [{ intervalSeconds: 30, retrySeconds: 10, confirmSeconds: 25 }, 10],
  [quickTiming, 10],
])('[CH17] the time until a failure counts is what its checks need: %o', (timing, deadline) => {
  const limit = Math.min(deadline, timing.intervalSeconds);
  expect(noticesWithin(timing, deadline)).toEqual({ refused: play(timing, 0), silent: play(timing, limit) });
});

test('[CH17] the interval proposed for the top tier notices a failure within 30 s, whether the target refuses or hangs', () => {
  expect(noticesWithin(quickTiming, 10).silent).toBeLessThanOrEqual(aimSeconds);
  expect(noticesWithin({ intervalSeconds: 60 }, 10)).toEqual({ refused: 120, silent: 150 });
});
