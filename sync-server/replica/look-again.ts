// Asks the team's server again and again: one question at a time, earlier when there is news.
import type { WallClock } from '../clock.ts';

export type LookingAgain = {
  /** Looks within this many milliseconds; an earlier appointment stays. */
  soon: (ms: number) => void;
  /** Resolves once a look that is under way has ended. */
  close: () => Promise<void>;
};

/** Looks at once; `look` never rejects, and returns in how many milliseconds to look again. */
export function lookAgain(clock: WallClock, look: () => Promise<number>): LookingAgain {
  let running: Promise<void> = Promise.resolve();
  let due: { at: number; cancel: () => void } | null = null;
  let isClosed = false;
  const soon = (ms: number) => {
    const at = clock.now() + ms;
    if (isClosed || (due !== null && due.at <= at)) return;
    due?.cancel();
    const cancel = clock.after(ms, () => {
      due = null;
      running = running.then(async () => {
        if (!isClosed) soon(await look());
      });
    });
    due = { at, cancel };
  };
  soon(0);
  return {
    soon,
    close: async () => {
      isClosed = true;
      due?.cancel();
      await running;
    },
  };
}
