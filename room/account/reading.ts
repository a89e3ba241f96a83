// TL1: which rows of a timeline somebody has read. A row is read when its bottom edge was inside the viewport.
import type { Entry } from '../view/room-view.ts';

/** A drawn row; its edges and those of the viewport use the same downward coordinate. */
export type DrawnRow = { key: string; top: number; bottom: number };
export type Viewport = { top: number; bottom: number };

/** The edges of two adjacent boxes may differ by a fraction of a pixel. */
const tolerance = 1;

/** The keys of the rows whose bottom edge is inside the viewport. */
export function rowsInSight(rows: readonly DrawnRow[], { top, bottom }: Viewport): string[] {
  return rows.flatMap((row) =>
    row.bottom > top + tolerance && row.bottom <= bottom + tolerance && row.bottom > row.top ? [row.key] : [],
  );
}

export type ReadEntries = {
  /** Marks entries as read. True when at least one was unread. */
  read: (ids: Iterable<string>) => boolean;
  /**
   * Registers the entries that existed at the start: only those noted after `from` count as unread. After a call with
   * `isWhole` it takes no more.
   */
  know: (entries: readonly Entry[], isWhole: boolean) => void;
  isUnread: (entry: Entry) => boolean;
  /** TL3: whether an entry came after the start, whatever time it was noted. */
  hasArrived: (entry: Entry) => boolean;
  /** The latest instant up to which every entry of others was read; null before anything was read. */
  upTo: (entries: readonly Entry[]) => number | null;
};

/** `from`: entries noted up to then are already read. `me`: the reader, whose own entries are never unread. */
export function createReading({ from, me }: { from: number; me: string }): ReadEntries {
  const seen = new Set<string>();
  const atStart = new Set<string>();
  let knowsAll = false;
  const isUnread = ({ id, by, isSystem }: Entry) => !isSystem && by !== me && !seen.has(id);
  return {
    read: (ids) => {
      const before = seen.size;
      for (const id of ids) seen.add(id);
      return seen.size > before;
    },
    know: (entries, isWhole) => {
      if (knowsAll) return;
      knowsAll = isWhole;
      for (const { id, noted } of entries) {
        atStart.add(id);
        if (noted <= from) seen.add(id);
      }
    },
    isUnread,
    hasArrived: ({ id }) => knowsAll && !atStart.has(id),
    upTo: (entries) => {
      let last: number | null = null;
      let firstUnread = Infinity;
      for (const entry of entries) {
        if (isUnread(entry)) firstUnread = Math.min(firstUnread, entry.noted);
        last = Math.max(last ?? 0, entry.noted);
      }
      return firstUnread === Infinity ? last : firstUnread - 1;
    },
  };
}

/** The number of unread entries in rows below the last visible row, and above it. */
export function countOutside(
  unread: readonly { row: number; count: number }[],
  lastInSight: number,
): { above: number; below: number } {
  const counts = { above: 0, below: 0 };
  for (const { row, count } of unread) counts[row > lastInSight ? 'below' : 'above'] += count;
  return counts;
}
