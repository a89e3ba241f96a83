// The wall clock as the parts that act at a time of day use it: it can be moved in tests.

export type WallClock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after `ms`; answers how to call it off. */
  after(ms: number, call: () => void): () => void;
};

export const systemWallClock: WallClock = {
  now: Date.now,
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

/** Timers hold at most 24.8 days, and a computer that slept or was set right must not oversleep by much. */
const longestSleepMs = 3_600_000;

export type Alarm = {
  /** Rings once at that time, or at once when it has passed; null calls it off. */
  set(at: number | null): void;
};

export function openAlarm(clock: WallClock, ring: () => void): Alarm {
  let cancel: (() => void) | null = null;
  const set = (at: number | null): void => {
    cancel?.();
    cancel = null;
    if (at === null) return;
    const waitMs = at - clock.now();
    cancel = clock.after(Math.min(Math.max(0, waitMs), longestSleepMs), () => {
      if (clock.now() < at) return set(at);
      cancel = null;
      ring();
    });
  };
  return { set };
}
