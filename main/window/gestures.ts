// DE19: requests that a page may make only right after the person pressed something in it. The main process observes
// the input itself, because a page's own claim cannot be trusted.

/** The duration of Chromium's transient activation. */
export const gestureMs = 5_000;

const presses = new Set(['keyDown', 'rawKeyDown', 'mouseDown', 'touchStart', 'gestureTap']);

export type Gestures = {
  /** An input event of a page, by its type. */
  see: (page: number, type: string) => void;
  /** Whether there was a recent press; each press counts once. */
  take: (page: number) => boolean;
};

/** `now` in ms. `page` is the id of the web contents. */
export function watchGestures(now: () => number): Gestures {
  const pressedAt = new Map<number, number>();
  return {
    see: (page, type) => {
      if (presses.has(type)) pressedAt.set(page, now());
    },
    take: (page) => {
      const at = pressedAt.get(page);
      pressedAt.delete(page);
      return at !== undefined && now() - at <= gestureMs;
    },
  };
}
