export type Rate = {
  /** False when no tokens are left. A cost above one may go into debt, which delays later calls. */
  take(cost?: number): boolean;
};

/** A bucket of `burst` tokens that refills at `perSecond`. */
export function createRate(perSecond: number, burst: number, now: () => number): Rate {
  let tokens = burst;
  let last = now();
  return {
    take: (cost = 1) => {
      const at = now();
      // A clock that was set back changes nothing.
      tokens = Math.min(burst, tokens + (Math.max(0, at - last) * perSecond) / 1_000);
      last = at;
      if (tokens < Math.min(1, cost)) return false;
      tokens -= cost;
      return true;
    },
  };
}
