// TL1: which rows of a timeline somebody has read. A row is read when its bottom edge was inside the viewport.
import type { Entry } from '../incident.ts';

/** A row that is drawn: its edges and those of the viewport are in the same measure, downwards. */
export type DrawnRow = { key: string; top: number; bottom: number };
export type Viewport = { top: number; bottom: number };

/** The edges of two boxes that touch may differ by a part of a pixel. */
const tolerance = 1;

/** The keys of the rows whose bottom edge is inside the viewport. */
export function rowsInSight(rows: readonly DrawnRow[], { top, bottom }: Viewport): string[] {
  return rows.flatMap((row) =>
    row.bottom > top + tolerance && row.bottom <= bottom + tolerance && row.bottom > row.top ? [row.key] : [],
  );
}

export type Reading = {
  /** Takes entries as read. True when one of them was not. */
  read: (ids: Iterable<string>) => boolean;
  /**
   * Entries that were here before somebody looked: of them only those noted after `from` are new. Once they are whole
   * it takes no more of them.
   */
  know: (entries: readonly Entry[], isWhole: boolean) => void;
  isUnread: (entry: Entry) => boolean;
  /** The latest instant up to which every entry of others was read; null before anything was. */
  upTo: (entries: readonly Entry[]) => number | null;
};

/** `from`: what was noted up to then was read before; `me` wrote nothing that is new to me. */
export function createReading({ from, me }: { from: number; me: string }): Reading {
  const seen = new Set<string>();
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
      for (const { id, noted } of entries) if (noted <= from) seen.add(id);
    },
    isUnread,
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

/** Of unread rows, how many entries stand in rows below the last row in sight, and how many above it. */
export function countOutside(
  unread: readonly { row: number; count: number }[],
  lastInSight: number,
): { above: number; below: number } {
  const counts = { above: 0, below: 0 };
  for (const { row, count } of unread) counts[row > lastInSight ? 'below' : 'above'] += count;
  return counts;
}
