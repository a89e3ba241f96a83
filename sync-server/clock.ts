import { uptime } from 'node:os';

// The wall clock for parts that act at a time of day; tests can move it.

export type WallClock = {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls once after `ms`; returns a function that cancels it. */
  after(ms: number, call: () => void): () => void;
};

export const systemWallClock: WallClock = {
  now: makeSteady({ wall: Date.now, steady: () => performance.now(), awake: () => uptime() * 1_000 }),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};

// A step of five minutes is corrected within 50 minutes.
const slewShare = 0.1;
/** Smaller differences are usual clock corrections or measuring error. */
const noStepMs = 500;
/** `awake` reads a file, which is too slow for thousands of calls. */
const lookEveryMs = 1_000;
/** A larger difference means that the clock was wrong from the start. */
const neverRightMs = 6 * 3_600_000;

/**
 * OP11: a clock that never goes back, and does not jump when the system's clock is set: it runs a tenth faster or
 * slower until both agree. `steady` stops while the computer sleeps, `awake` does not (all in ms). Time asleep is
 * added at once, and so is a difference of more than six hours.
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
    // After sleep the wall clock is ahead.
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

/** Timers hold at most 24.8 days. After sleep or a clock change, an alarm must not be late by much. */
const longestSleepMs = 3_600_000;

export type Alarm = {
  /** Rings once at that time, or at once when it has passed; null cancels it. */
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

export type DueTimes = {
  /** When this name is due, in epoch ms; null: never. */
  set: (name: string, at: number | null) => void;
  stop: () => void;
};

/** Calls `onDue` for each name at its time. */
export function openDueTimes(clock: WallClock, onDue: (name: string) => void): DueTimes {
  const dueAt = new Map<string, number>();
  let isStopped = false;
  const alarm = openAlarm(clock, () => {
    const now = clock.now();
    for (const [name, at] of dueAt) {
      if (at > now) continue;
      dueAt.delete(name);
      onDue(name);
    }
    setAlarm();
  });
  const setAlarm = () => alarm.set(dueAt.size === 0 || isStopped ? null : Math.min(...dueAt.values()));
  return {
    set: (name, at) => {
      if (at === null) dueAt.delete(name);
      else dueAt.set(name, at);
      setAlarm();
    },
    stop: () => {
      isStopped = true;
      alarm.set(null);
    },
  };
}

export type Timers = {
  has: (key: string) => boolean;
  /** In place of the one that this key has. */
  set: (key: string, ms: number, call: () => void) => void;
  cancel: (key: string) => void;
  close: () => void;
};

/** Calls that wait, at most one for each key. */
export function openTimers(clock: Pick<WallClock, 'after'>): Timers {
  const waiting = new Map<string, () => void>();
  const cancel = (key: string) => {
    waiting.get(key)?.();
    waiting.delete(key);
  };
  const set = (key: string, ms: number, call: () => void) => {
    cancel(key);
    const stop = clock.after(ms, () => {
      waiting.delete(key);
      call();
    });
    waiting.set(key, stop);
  };
  return {
    has: (key) => waiting.has(key),
    set,
    cancel,
    close: () => {
      for (const key of waiting.keys()) cancel(key);
    },
  };
}

/** Calls again and again, `everyMs` after the call before; returns a function that ends it. */
export function repeat(clock: WallClock, everyMs: number, call: () => void): () => void {
  let cancel: (() => void) | null = null;
  const next = () => {
    cancel = clock.after(everyMs, () => {
      call();
      next();
    });
  };
  next();
  return () => cancel?.();
}

export type Gathering = {
  /** Something changed. */
  soon: () => void;
  /** Forgets the changes since the last call. */
  stop: () => void;
};

/** Calls once for changes that come together: `afterMs` after the first of them. */
export function gatherChanges(
  afterMs: number,
  call: () => void,
  clock: Pick<WallClock, 'after'> = systemWallClock,
): Gathering {
  let cancel: (() => void) | null = null;
  return {
    soon: () => {
      cancel ??= clock.after(afterMs, () => {
        cancel = null;
        call();
      });
    },
    stop: () => {
      cancel?.();
      cancel = null;
    },
  };
}
