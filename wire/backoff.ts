export type Backoff = {
  /** How long to wait before the next attempt, in ms. */
  next(): number;
  /** Call after a successful attempt. */
  reset(): void;
};

/**
 * RE6: doubles from 250 ms to 10 s. Up to a quarter of each wait is taken off at random, so that a hundred desktops and
 * browsers that lost their server together do not return together.
 */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  return {
    next() {
      const fullMs = Math.min(10_000, 250 * 2 ** failures);
      failures = Math.min(failures + 1, 10);
      return Math.max(250, Math.round(fullMs * (1 - random() / 4)));
    },
    reset() {
      failures = 0;
    },
  };
}
