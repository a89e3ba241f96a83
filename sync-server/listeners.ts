// Who is told when something happens: each part that tells others keeps one of these for each thing that it tells.
export type Listeners<Told extends readonly unknown[]> = {
  /** Returns what ends the listening. */
  add: (listener: (...told: Told) => void) => () => void;
  /** Calls all listeners, in the order in which they were added; throws what one of them throws. */
  tell: (...told: Told) => void;
};

export function createListeners<Told extends readonly unknown[] = []>(): Listeners<Told> {
  const listeners = new Set<(...told: Told) => void>();
  return {
    add: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (...told) => {
      for (const listener of listeners) listener(...told);
    },
  };
}
