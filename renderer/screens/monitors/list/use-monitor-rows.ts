import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ListRow as Row } from './arrange.ts';
import { useListView } from './monitors-store.ts';

const rowHeight = 32;
const groupHeight = 32;
const isGroup = (row: Row) => row.type === 'group';

/** The rows to draw, and the one with the keyboard focus. */
export function useMonitorRows(rows: readonly Row[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const chosen = useListView((view) => view.current);
  const isKnown = rows.some(({ key }) => key === chosen);
  const current = isKnown ? chosen : (rows.find(({ type }) => type === 'monitor')?.key ?? null);
  // oxlint-disable-next-line react/incompatible-library -- nothing memoizes what it returns: there is no compiler here
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.type === 'group' ? groupHeight : rowHeight),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    // Below the sticky group heading.
    scrollPaddingStart: rows.some(isGroup) ? groupHeight : 0,
  });
  const first = virtualizer.range?.startIndex ?? 0;
  const above = (virtualizer.scrollOffset ?? 0) > 0 ? rows.slice(0, first + 1).findLast(isGroup) : undefined;
  const wanted = useWantedRow(scroller);
  // Coming back from a monitor restores the scroll position and the focus.
  const entered = useRef(false);
  const at = rows.findIndex(({ key }) => key === chosen);
  useLayoutEffect(() => {
    if (entered.current || rows.length === 0) return;
    entered.current = true;
    if (at < 0) return;
    wanted.current = chosen;
    virtualizer.scrollToIndex(at, { align: 'center' });
  }, [rows.length, at, chosen, virtualizer, wanted]);
  const move = (step: number) => {
    const isInList = scroller.current?.contains(document.activeElement) ?? false;
    const next = findNext(rows, current, isInList ? step : null);
    if (!next) return;
    wanted.current = next.key;
    useListView.setState({ current: next.key });
    virtualizer.scrollToIndex(next.index, { align: 'auto' });
    linkOf(scroller.current, next.key)?.focus({ preventScroll: true });
  };
  return { scroller, virtualizer, current, move, above: above?.type === 'group' ? above : null };
}

type Scroller = RefObject<HTMLDivElement | null>;

/** Focuses the row whose key is in the returned ref. The row may not exist until the list has scrolled to it. */
function useWantedRow(scroller: Scroller) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const link = linkOf(scroller.current, wanted.current);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });
  return wanted;
}

const linkOf = (list: HTMLDivElement | null, key: string) =>
  list?.querySelector<HTMLElement>(`a[data-row="${CSS.escape(key)}"]`);

/** From outside the list (`step` is null), the row chosen before; inside it, the next one. */
function findNext(rows: readonly Row[], current: string | null, step: number | null) {
  const links = rows.flatMap(({ type, key }, index) => (type === 'monitor' ? [{ key, index }] : []));
  const at = links.findIndex(({ key }) => key === current);
  return links[step === null ? Math.max(at, 0) : Math.min(Math.max(at + step, 0), links.length - 1)];
}
