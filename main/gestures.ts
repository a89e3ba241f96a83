// DE19: what a page may ask only right after a person pressed something in it. The main process sees the presses
// themselves; what a page says of them would be worth nothing.

/** As long as Chromium lets a press count (transient activation). */
export const gestureMs = 5_000;

const presses = new Set(['keyDown', 'rawKeyDown', 'mouseDown', 'touchStart', 'gestureTap']);

export type Gestures = {
  /** An input event of a page, by its type. */
  see: (page: number, type: string) => void;
  /** Whether a press was made there lately; it counts once. */
  take: (page: number) => boolean;
};

/** `now` in ms. A page is known by the id of its web contents. */
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
