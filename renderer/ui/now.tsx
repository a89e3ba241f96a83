// The clock of the whole screen. One ticker, aligned to the second, so that clocks side by side change together.
import { createContext, useContext, useSyncExternalStore } from 'react';

/** The source of the time; the app provides the team's clock (RE7). */
export type Clock = {
  now: () => number;
  /** Offset to this computer's clock. */ offsetMs: () => number;
  tick: { read: () => number; subscribe: (listener: () => void) => () => void };
};

const ClockContext = createContext<Clock | null>(null);
export const ClockProvider = ClockContext.Provider;

export function createClock(now: () => number, offsetMs: () => number): Clock {
  const listeners = new Set<() => void>();
  let current = floorToSecond(now());
  let timer: ReturnType<typeof setTimeout> | undefined;
  const schedule = () => {
    timer = setTimeout(
      () => {
        current = floorToSecond(now());
        for (const listener of listeners) listener();
        schedule();
      },
      1000 - (now() % 1000),
    );
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (listeners.size === 1) {
      current = floorToSecond(now());
      schedule();
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) clearTimeout(timer);
    };
  };
  return { now, offsetMs, tick: { read: () => current, subscribe } };
}

function floorToSecond(ms: number): number {
  return ms - (ms % 1000);
}

/** The clock itself, for timestamps of new facts. */
export function useTeamClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('useNow needs a ClockProvider above it');
  return clock;
}

/** The time in epoch milliseconds, to the second. The component renders again each second. */
export function useNow(): number {
  const { tick } = useTeamClock();
  return useSyncExternalStore(tick.subscribe, tick.read);
}
