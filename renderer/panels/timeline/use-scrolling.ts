import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import type { TimelineRow } from './rows.ts';
import { useTimelineStore, type Place } from './timeline-store.ts';

type ScrollingOptions = {
  id: string;
  rows: readonly TimelineRow[];
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether the end keeps in sight as entries come, when it is in sight now. */
  follows: boolean;
  /** Up to when I had read when I came; null when I never was here. */
  readUpTo: number | null;
  onRead: (noted: number) => void;
};

const endThreshold = 24;
/** Of a row that was not drawn yet, in px. */
const estimatedHeight = 32;

/**
 * The window of rows that is drawn. What others write never moves what I read: rows are anchored by their
 * key, the end is followed only from the end, and what came below is counted.
 */
export function useScrolling({ id, rows, scroller, follows, readUpTo, onRead }: ScrollingOptions) {
  const { lastNoted } = useRoom();
  const { me } = useSession();
  // What I have not seen comes before the place that I left.
  const [firstUnseen] = useState(() => rows.findIndex(({ type }) => type === 'unread'));
  const place = useRef(firstUnseen < 0 ? useTimelineStore.getState().places.get(id) : undefined);
  // oxlint-disable-next-line react/incompatible-library -- nothing memoizes what it returns: there is no compiler here
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeight,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 12,
    anchorTo: 'end',
    followOnAppend: follows,
    scrollEndThreshold: endThreshold,
    paddingEnd: 8,
    // Without a place to come back to the first drawing is of the end, not of the beginning and then of the end.
    initialOffset: (firstUnseen < 0 ? rows.length : firstUnseen) * estimatedHeight,
    ...(place.current && {
      initialMeasurementsCache: place.current.measured,
      initialOffset: place.current.offset,
    }),
  });

  useLayoutEffect(() => {
    if (firstUnseen >= 0) virtualizer.scrollToIndex(firstUnseen, { align: 'start' });
    else if (!place.current || place.current.isAtEnd) virtualizer.scrollToEnd();
  }, [virtualizer, firstUnseen]);
  // Taken while the list still stands: when it goes, the virtualizer has let go of it before us.
  const last = useRef<Place | null>(null);
  useEffect(() => {
    last.current = {
      offset: virtualizer.scrollOffset ?? 0,
      isAtEnd: virtualizer.isAtEnd(endThreshold),
      measured: [],
    };
  });
  useEffect(
    () => () => {
      if (last.current)
        useTimelineStore.getState().leaveAt(id, { ...last.current, measured: virtualizer.takeSnapshot() });
    },
    [id, virtualizer],
  );

  const isAtEnd = virtualizer.isAtEnd(endThreshold);
  const [seen, setSeen] = useState(readUpTo ?? lastNoted ?? 0);
  useEffect(() => {
    if (!isAtEnd || lastNoted === null || document.hidden) return;
    setSeen(lastNoted);
    onRead(lastNoted);
  }, [isAtEnd, lastNoted, onRead]);

  const lastDrawn = virtualizer.range?.endIndex ?? 0;
  const newBelow = isAtEnd ? 0 : countNew(rows, lastDrawn, { seen, me: me.id });
  const goToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  return { virtualizer, newBelow, goToEnd };
}

function countNew(
  rows: readonly TimelineRow[],
  after: number,
  { seen, me }: { seen: number; me: string },
): number {
  let count = 0;
  for (let i = after + 1; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.type === 'entry' && row.entry.noted > seen && row.entry.by !== me) count++;
  }
  return count;
}
