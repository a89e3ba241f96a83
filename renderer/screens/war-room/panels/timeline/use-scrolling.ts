import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { countOutside, rowsInSight } from '#room/account/reading.ts';
import { entriesOf, type TimelineRow } from './rows.ts';
import { useTimelineStore, type ScrollPlace } from '#renderer/live-room/timeline-store.ts';
import type { ReadingHere } from './use-reading.ts';

type ScrollingOptions = {
  id: string;
  rows: readonly TimelineRow[];
  opened: ReadonlySet<string>;
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether the list stays at its end when entries arrive, if it is there now. */
  follows: boolean;
  reading: ReadingHere;
};

const endThreshold = 24;
/** Height of a row before it is rendered, in px. */
const estimatedHeight = 28;

/**
 * The window of rendered rows. Entries of others never move the reader: rows are anchored by their key, and the
 * list follows the end only from the end. Entries that arrive out of sight are counted (TL1).
 */
export function useScrolling({ id, rows, opened, scroller, follows, reading }: ScrollingOptions) {
  // The first unread entry takes priority over the last scroll position.
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
    // Without a saved position the first render is at the end, so that the list does not jump there from the
    // start.
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
  useSavePlace(id, virtualizer);
  const goToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useStayAtEnd(scroller);
  const outside = useReadInSight({ rows, opened, scroller, reading });
  return { virtualizer, outside, goToEnd };
}

/** Saves the scroll position for the next time this room opens. */
function useSavePlace(id: string, virtualizer: Virtualizer<HTMLDivElement, HTMLDivElement>) {
  // Saved while the list exists: on unmount the virtualizer releases it before our cleanup runs.
  const last = useRef<ScrollPlace | null>(null);
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
}

/** A banner or a longer composer makes the list shorter. A reader at its end stays at its end. */
function useStayAtEnd(scroller: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const list = scroller.current;
    if (list === null) return undefined;
    const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight <= endThreshold;
    let height = list.clientHeight;
    let wasAtEnd = isAtEnd();
    const onScroll = () => {
      // A scroll caused by a new height does not tell where the reader was.
      if (list.clientHeight === height) wasAtEnd = isAtEnd();
    };
    const observer = new ResizeObserver(() => {
      const lost = height - list.clientHeight;
      if (lost === 0) return;
      height = list.clientHeight;
      // Scrolls by the lost height only, so that entries that arrive at the same moment do not move the reader.
      if (wasAtEnd) list.scrollTop += lost;
    });
    list.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(list);
    // New entries at the end scroll out of view for a reader who is not following.
    const grown = new MutationObserver(onScroll);
    if (list.firstElementChild)
      grown.observe(list.firstElementChild, { attributes: true, attributeFilter: ['style'] });
    return () => {
      list.removeEventListener('scroll', onScroll);
      observer.disconnect();
      grown.disconnect();
    };
  }, [scroller]);
}

type SightOptions = Pick<ScrollingOptions, 'rows' | 'opened' | 'scroller' | 'reading'>;
export type Outside = {
  above: number;
  below: number;
  /** The row of the first unread entry above; -1 if there is none. */
  firstAbove: number;
};
const nothingOutside: Outside = { above: 0, below: 0, firstAbove: -1 };
const nothingSeen = { inSight: new Set<number>(), last: -1 };

/** Marks the entries in sight as read, and counts the unread ones out of sight. */
function useReadInSight({ rows, opened, scroller, reading }: SightOptions): Outside {
  const { unread, read } = reading;
  const waiting = useMemo(() => {
    if (unread.size === 0) return [];
    return rows.flatMap((row, index) => {
      const ids = entriesOf(row, opened).flatMap(({ id }) => (unread.has(id) ? [id] : []));
      return ids.length === 0 ? [] : [{ row: index, count: ids.length, ids }];
    });
  }, [rows, opened, unread]);
  const [outside, setOutside] = useState(nothingOutside);
  const look = useCallback(() => {
    const list = scroller.current;
    if (list === null || document.hidden) return;
    // Usually nothing is unread, and then nothing is measured.
    const { inSight, last } = waiting.length === 0 ? nothingSeen : seeRows(list);
    read(waiting.flatMap(({ row, ids }) => (inSight.has(row) ? ids : [])));
    const left = waiting.filter(({ row }) => !inSight.has(row));
    const next = {
      ...countOutside(left, last),
      firstAbove: left.find(({ row }) => row <= last)?.row ?? -1,
    };
    // oxlint-disable-next-line react/set-state-in-effect -- what is in sight is known only once it is drawn
    setOutside((before) => (isSame(before, next) ? before : next));
  }, [scroller, waiting, read]);
  // Runs after every render, because rows are measured by then. It changes state only when the result differs.
  useEffect(look);
  useEffect(() => {
    const list = scroller.current;
    if (list === null) return undefined;
    const observer = new ResizeObserver(look);
    observer.observe(list);
    list.addEventListener('scroll', look, { passive: true });
    document.addEventListener('visibilitychange', look);
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [scroller, look]);
  return outside;
}

const isSame = (a: Outside, b: Outside): boolean =>
  a.above === b.above && a.below === b.below && a.firstAbove === b.firstAbove;

/** The rendered rows whose bottom edge is inside the list, and the last of them. */
function seeRows(list: HTMLElement): { inSight: ReadonlySet<number>; last: number } {
  const drawn = [...list.querySelectorAll<HTMLElement>('[data-index]')].map((slot) => {
    const { top, bottom } = slot.getBoundingClientRect();
    return { key: slot.dataset['index'] ?? '', top, bottom };
  });
  const viewport = list.getBoundingClientRect();
  const inSight = new Set(rowsInSight(drawn, viewport).map(Number));
  // Rows above the window count as passed. A partly visible row does not.
  const passed = drawn.filter(({ bottom }) => bottom <= viewport.bottom + 1).map(({ key }) => Number(key));
  const first = Math.min(...drawn.map(({ key }) => Number(key)));
  return { inSight, last: Math.max(first - 1, ...passed) };
}
