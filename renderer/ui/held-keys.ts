// KY1: keys pressed while a screen loads are held, in their order.

/** Older presses are dropped, because nobody expects them to act any more. */
export const longestWaitMs = 5_000;
const mostHeld = 64;

export type HeldKeys<Press> = {
  hold: (press: Press, at: number) => void;
  /** Puts back a press that was taken too early; it is the next one again. */
  putBack: (press: Press, at: number) => void;
  /** The next press that has not expired at `now`, or null. */
  next: (now: number) => Press | null;
  clear: () => void;
};

/** Times in ms on one clock. */
export function createHeldKeys<Press>(): HeldKeys<Press> {
  let held: { press: Press; at: number }[] = [];
  return {
    hold: (press, at) => {
      if (held.length < mostHeld) held.push({ press, at });
    },
    putBack: (press, at) => {
      held.unshift({ press, at });
    },
    next: (now) => {
      held = held.filter(({ at }) => now - at <= longestWaitMs);
      return held.shift()?.press ?? null;
    },
    clear: () => {
      held = [];
    },
  };
}
