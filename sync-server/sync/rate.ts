/** A bucket of `burst` tokens that refills at `perSecond`. `take` is false when it is empty. */
export function createRate(perSecond: number, burst: number, now: () => number): { take(): boolean } {
  let tokens = burst;
  let last = now();
  return {
    take: () => {
      const at = now();
      // A clock that was set back gives nothing and takes nothing.
      tokens = Math.min(burst, tokens + (Math.max(0, at - last) * perSecond) / 1_000);
      last = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
