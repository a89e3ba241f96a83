type Noted = { noted: number; id: string };
type Placed = Noted & { at: number };
export type Compare<T> = (a: T, b: T) => number;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order in which facts take effect: by the time they were written. */
export const byNoted: Compare<Noted> = (a, b) => a.noted - b.noted || byText(a.id, b.id);

/** The order of events, which is the display order. */
export const byAt: Compare<Placed> = (a, b) => a.at - b.at || byNoted(a, b);

/** Where `item` is, or would go, in a sorted list. */
export function place<T>(list: readonly T[], item: T, compare: Compare<T>): number {
  let low = 0;
  let high = list.length;
  const last = list[high - 1];
  // Fast path: nearly all items arrive in order.
  if (last !== undefined && compare(last, item) < 0) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(list[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Inserts in place and returns the index. */
export function insert<T>(list: T[], item: T, compare: Compare<T>): number {
  const index = place(list, item, compare);
  if (index === list.length) list.push(item);
  else list.splice(index, 0, item);
  return index;
}

/** Removes the item that compares equal, if present. */
export function remove<T>(list: T[], item: T, compare: Compare<T>): void {
  const index = place(list, item, compare);
  const found = list[index];
  if (found !== undefined && compare(found, item) === 0) list.splice(index, 1);
}

/** In a list sorted by `compare`, replaces `before` with `after`; null means absent. */
export function exchange<T>(list: T[], before: T | null, after: T | null, compare: Compare<T>): void {
  if (before) remove(list, before, compare);
  if (after) insert(list, after, compare);
}
