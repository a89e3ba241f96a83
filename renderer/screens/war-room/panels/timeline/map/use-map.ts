import { useCallback, useEffect, useMemo } from 'react';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { makeMap } from '#room/account/map.ts';
import type { MapMarks } from './timeline-map.tsx';
import { entriesOf, type TimelineRow } from '../rows.ts';
import type { SearchInTimeline } from '../find/use-finding.ts';
import type { ReadingHere } from '../use-reading.ts';

type MapOptions = {
  rows: readonly TimelineRow[];
  virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>;
  reading: ReadingHere;
  finding: SearchInTimeline;
  /** Called with the first row in sight. */
  onSight: (row: number) => void;
};

type MapHere = MapMarks & { from: number; to: number; onGo: (at: number) => void };

const closed: ReadonlySet<string> = new Set();

/** Leaves out entries listed beneath another: their times would be out of order. */
const entriesInTime = (placed: readonly Placed[], rows: readonly TimelineRow[]) =>
  placed.flatMap(({ index }) => entriesOf(rows[index]!, closed));

/** TL6: the map of the rows; null while all of them fit. Its buckets are built once per change of the rows. */
export function useMap({ rows, virtualizer, reading, finding, onSight }: MapOptions): MapHere | null {
  const { timeline } = useRoom();
  const placed = useMemo(() => placeRows(rows), [rows]);
  const map = useMemo(() => {
    const shown = entriesInTime(placed, rows);
    const last = timeline.at(-1)?.at ?? 0;
    // Downtime is always drawn, whatever the filter.
    return makeMap(shown, timeline, last);
  }, [placed, rows, timeline]);
  const keys = useMemo(
    () => rows.flatMap((row) => (row.type === 'entry' && row.weight === 'key' ? [row.entry.at] : [])),
    [rows],
  );
  const unread = useMemo(() => instantsOf(rows, reading.unread), [rows, reading.unread]);
  const found = useMemo(() => instantsOf(rows, finding.found), [rows, finding.found]);
  const onGo = useCallback(
    (at: number) => {
      const index = rowAt(placed, at);
      if (index === placed.at(-1)?.index) virtualizer.scrollToEnd();
      else virtualizer.scrollToIndex(index, { align: 'center' });
    },
    [placed, virtualizer],
  );
  const { range, scrollRect } = virtualizer;
  const first = range?.startIndex ?? 0;
  useEffect(() => onSight(first), [onSight, first]);
  if (map === null || !range || virtualizer.getTotalSize() <= (scrollRect?.height ?? 0)) return null;
  const from = instantOf(rows, range.startIndex, 1) ?? 0;
  const to = instantOf(rows, Math.min(range.endIndex, rows.length - 1), -1) ?? from;
  return { map, keys, unread, found, from, to: Math.max(from, to), onGo };
}

type Placed = { at: number; index: number };

/** The rows in chronological order. Rows listed beneath another are left out. */
function placeRows(rows: readonly TimelineRow[]): readonly Placed[] {
  return rows.flatMap((row, index) => {
    if (row.type === 'run') return [{ at: row.entries[0]!.at, index }];
    return row.type === 'entry' && row.under === null && !row.isInRun ? [{ at: row.entry.at, index }] : [];
  });
}

/** The last row at or before an instant. */
function rowAt(placed: readonly Placed[], at: number): number {
  let [low, high] = [0, placed.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (placed[middle]!.at <= at) low = middle;
    else high = middle - 1;
  }
  return placed[low]?.index ?? 0;
}

/** The instant of the nearest row that has one, from `index` in the direction of `step`. */
function instantOf(rows: readonly TimelineRow[], index: number, step: 1 | -1): number | null {
  for (let i = index; i >= 0 && i < rows.length; i += step) {
    const row = rows[i]!;
    if (row.type === 'run') return row.entries[0]!.at;
    if (row.type === 'entry' && row.under === null && !row.isInRun) return row.entry.at;
  }
  return null;
}

const instantsOf = (rows: readonly TimelineRow[], ids: ReadonlySet<string>): readonly number[] =>
  ids.size === 0
    ? []
    : rows.flatMap((row) =>
        row.type === 'entry'
          ? ids.has(row.key)
            ? [row.entry.at]
            : []
          : row.type === 'run'
            ? row.entries.flatMap(({ id, at }) => (ids.has(id) ? [at] : []))
            : [],
      );
