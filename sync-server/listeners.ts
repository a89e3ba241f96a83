// The listeners of one kind of event. Each part that reports events keeps one of these for each kind.
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
