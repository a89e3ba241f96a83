// A clock that runs normally and can be moved forward. Timers that fall due on the way run in order.
import type { WallClock } from '#sync-server/clock.ts';

export type MovableClock = WallClock & {
  /**
   * Moves the clock by `ms`, stopping at each timer on the way; with `strideMs` at most that often, as a computer
   * under load or one that sleeps in between: days pass in little work, and a timer rings up to a stride late.
   */
  forward(ms: number, strideMs?: number): Promise<void>;
  /** Moves the clock by `ms` at once, as for a server that was away. */
  jump(ms: number): void;
};

type Timer = { at: number; call: () => void };

/** `settle` is awaited after each stop, so that the work of a timer ends before time goes on. */
export function makeMovableClock(settle: () => Promise<void>): MovableClock {
  let aheadMs = 0;
  const timers = new Set<Timer>();
  const now = () => Date.now() + aheadMs;
  const ring = () => {
    for (const timer of [...timers].toSorted((a, b) => a.at - b.at)) {
      if (timer.at > now() || !timers.delete(timer)) continue;
      timer.call();
    }
  };
  return {
    now,
    after: (ms, call) => {
      const timer = { at: now() + ms, call };
      timers.add(timer);
      // The timer also fires by itself, as real time passes.
      const real = setTimeout(ring, Math.min(ms, 2 ** 31 - 1));
      return () => {
        timers.delete(timer);
        clearTimeout(real);
      };
    },
    jump: (ms) => {
      aheadMs += ms;
    },
    forward: async (ms, strideMs = 0) => {
      const end = now() + ms;
      await settle();
      for (;;) {
        const due = Math.min(...[...timers].map(({ at }) => at));
        const next = Math.min(end, Math.max(due, now() + strideMs));
        aheadMs += Math.max(0, next - now());
        ring();
        await settle();
        if (next >= end) return;
      }
    },
  };
}
