import { uptime } from 'node:os';

// The wall clock as the parts that act at a time of day use it: it can be moved in tests.

export type WallClock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after `ms`; answers how to call it off. */
  after(ms: number, call: () => void): () => void;
};

export const systemWallClock: WallClock = {
  now: makeSteady({ wall: Date.now, steady: () => performance.now(), awake: () => uptime() * 1_000 }),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

// A step of five minutes is made up for within 50.
const slewShare = 0.1;
/** Below this a difference is the usual correction of a clock, or of how finely we look. */
const noStepMs = 500;
/** `awake` reads a file, which is dear where thousands ask for the time. */
const lookEveryMs = 1_000;
/** Beyond this the clock was not set right but was never right. */
const neverRightMs = 6 * 3_600_000;

/**
 * OP11: a clock that never goes back and never jumps where the system's was set: it runs a tenth faster or slower
 * until both agree. `steady` stands still while the computer sleeps, `awake` (all in ms) does not: time slept is
 * taken over at once, and so is a difference of more than six hours.
 */
export function makeSteady(clocks: {
  wall: () => number;
  steady: () => number;
  awake: () => number;
}): () => number {
  const { wall, steady, awake } = clocks;
  let at = { wall: wall(), steady: steady() };
  let looked = { steady: at.steady, awake: awake() };
  let shown = at.wall;
  const sleptSinceLooked = (nowSteady: number): number => {
    const last = looked;
    looked = { steady: nowSteady, awake: awake() };
    return looked.awake - last.awake - Math.max(0, nowSteady - last.steady);
  };
  return () => {
    const now = { wall: wall(), steady: steady() };
    const ranMs = Math.max(0, now.steady - at.steady);
    // Whoever slept finds the wall clock ahead.
    const isOdd = Math.abs(now.wall - at.wall - ranMs) > noStepMs;
    const isDue = isOdd || now.steady - looked.steady >= lookEveryMs;
    const sleptMs = isDue ? sleptSinceLooked(now.steady) : 0;
    at = now;
    shown += ranMs + (sleptMs > noStepMs ? sleptMs : 0);
    const behindMs = now.wall - shown;
    const isTakenOver = Math.abs(behindMs) > neverRightMs || (behindMs > 0 && behindMs <= noStepMs);
    if (isTakenOver) shown = now.wall;
    else shown += Math.sign(behindMs) * Math.min(Math.abs(behindMs), ranMs * slewShare);
    return Math.round(shown);
  };
}

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
