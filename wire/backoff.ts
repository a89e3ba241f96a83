export type Backoff = {
  /** How long to wait before the next attempt, in ms. */
  next(): number;
  /** Call after a successful attempt. */
  reset(): void;
};

/** Takes up to a quarter of a wait off at random, so that clients that lost their server together do not return together. */
export const jittered = (fullMs: number, random: () => number): number => fullMs * (1 - random() / 4);

/** RE6: doubles from 250 ms to 10 s, less the random part. */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  return {
    next() {
      const fullMs = Math.min(10_000, 250 * 2 ** failures);
      failures = Math.min(failures + 1, 10);
      return Math.max(250, Math.round(jittered(fullMs, random)));
    },
    reset() {
      failures = 0;
    },
  };
}
