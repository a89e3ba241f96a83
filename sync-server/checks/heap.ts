export type Heap<T> = {
  push(at: number, item: T): void;
  /** The one with the smallest `at`. */
  peek(): { at: number; item: T } | null;
  pop(): void;
  clear(): void;
};

/** A binary heap: finds the next due item among thousands without sorting them. */
export function makeHeap<T>(): Heap<T> {
  const nodes: { at: number; item: T }[] = [];
  const at = (index: number) => nodes[index]?.at ?? Infinity;
  const swap = (a: number, b: number) => {
    [nodes[a], nodes[b]] = [nodes[b]!, nodes[a]!];
  };
  return {
    push: (time, item) => {
      nodes.push({ at: time, item });
      for (let index = nodes.length - 1; index > 0;) {
        const above = (index - 1) >> 1;
        if (at(above) <= at(index)) return;
        swap(index, above);
        index = above;
      }
    },
    peek: () => nodes[0] ?? null,
    pop: () => {
      const last = nodes.pop();
      if (last === undefined || nodes.length === 0) return;
      nodes[0] = last;
      for (let index = 0; ;) {
        const below = at(2 * index + 1) <= at(2 * index + 2) ? 2 * index + 1 : 2 * index + 2;
        if (at(below) >= at(index)) return;
        swap(index, below);
        index = below;
      }
    },
    clear: () => {
      nodes.length = 0;
    },
  };
}
