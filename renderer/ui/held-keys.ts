// KY1: keys pressed while a screen is on its way wait for it, in their order.

/** After this a press is forgotten: nobody expects it to act any more. */
export const longestWaitMs = 5_000;
const mostHeld = 64;

export type HeldKeys<Press> = {
  hold: (press: Press, at: number) => void;
  /** It was taken too early, and is the next one again. */
  putBack: (press: Press, at: number) => void;
  /** The next one that still counts at `now`, or null. */
  next: (now: number) => Press | null;
  clear: () => void;
};

/** Times in ms of one clock. */
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
