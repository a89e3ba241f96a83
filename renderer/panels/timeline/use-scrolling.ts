import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { countOutside, rowsInSight } from '#room/account/reading.ts';
import { entriesOf, type TimelineRow } from './rows.ts';
import { useTimelineStore, type Place } from './timeline-store.ts';
import type { ReadingHere } from './use-reading.ts';

type ScrollingOptions = {
  id: string;
  rows: readonly TimelineRow[];
  opened: ReadonlySet<string>;
  scroller: RefObject<HTMLDivElement | null>;
  /** Whether the end keeps in sight as entries come, when it is in sight now. */
  follows: boolean;
  reading: ReadingHere;
};

const endThreshold = 24;
/** Of a row that was not drawn yet, in px. */
const estimatedHeight = 28;

/**
 * The window of rows that is drawn. What others write never moves what I read: rows are anchored by their
 * key, the end is followed only from the end, and what came outside of what is in sight is counted (TL1).
 */
export function useScrolling({ id, rows, opened, scroller, follows, reading }: ScrollingOptions) {
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
  const goToEnd = useCallback(() => virtualizer.scrollToEnd(), [virtualizer]);
  useStayAtEnd(scroller);
  const outside = useReadInSight({ rows, opened, scroller, reading });
  return { virtualizer, outside, goToEnd };
}

/** A banner or a longer line below makes the list shorter: whoever stood at its end still does. */
function useStayAtEnd(scroller: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const list = scroller.current;
    if (list === null) return undefined;
    const isAtEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight <= endThreshold;
    let height = list.clientHeight;
    let wasAtEnd = isAtEnd();
    const onScroll = () => {
      // A scroll that a new height brings with it says nothing about where somebody stood.
      if (list.clientHeight === height) wasAtEnd = isAtEnd();
    };
    const observer = new ResizeObserver(() => {
      const lost = height - list.clientHeight;
      if (lost === 0) return;
      height = list.clientHeight;
      // By as much as was lost, and no further: what came in the same moment does not move what is read.
      if (wasAtEnd) list.scrollTop += lost;
    });
    list.addEventListener('scroll', onScroll, { passive: true });
    observer.observe(list);
    // What is written at the end pushes whoever does not follow away from it.
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
  /** The row of the first unread entry above; -1 without one. */
  firstAbove: number;
};
const nothingOutside: Outside = { above: 0, below: 0, firstAbove: -1 };
const nothingSeen = { inSight: new Set<number>(), last: -1 };

/** Takes as read what is in sight, and counts what is not. */
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
    // Nothing waits in the usual case, and then nothing is measured.
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
  // After every drawing, since rows are measured by then; it sets nothing where nothing changed.
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

/** Which of the drawn rows have their bottom edge inside the list, and the last of them. */
function seeRows(list: HTMLElement): { inSight: ReadonlySet<number>; last: number } {
  const drawn = [...list.querySelectorAll<HTMLElement>('[data-index]')].map((slot) => {
    const { top, bottom } = slot.getBoundingClientRect();
    return { key: slot.dataset['index'] ?? '', top, bottom };
  });
  const viewport = list.getBoundingClientRect();
  const inSight = new Set(rowsInSight(drawn, viewport).map(Number));
  // Rows above the window count as passed; a row of which only a part shows does not.
  const passed = drawn.filter(({ bottom }) => bottom <= viewport.bottom + 1).map(({ key }) => Number(key));
  const first = Math.min(...drawn.map(({ key }) => Number(key)));
  return { inSight, last: Math.max(first - 1, ...passed) };
}
