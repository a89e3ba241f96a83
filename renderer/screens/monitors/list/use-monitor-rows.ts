import { useEffect, useLayoutEffect, useRef } from 'react';
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
  const wanted = useRef<string | null>(null);
  // Coming back from a monitor restores the scroll position and the focus.
  const entered = useRef(false);
  const at = rows.findIndex(({ key }) => key === chosen);
  useLayoutEffect(() => {
    if (entered.current || rows.length === 0) return;
    entered.current = true;
    if (at < 0) return;
    wanted.current = chosen;
    virtualizer.scrollToIndex(at, { align: 'center' });
  }, [rows.length, at, chosen, virtualizer]);
  // The row may exist only after the list has scrolled to it.
  useEffect(() => {
    if (wanted.current === null) return;
    const link = scroller.current?.querySelector<HTMLElement>(`a[data-row="${CSS.escape(wanted.current)}"]`);
    if (!link) return;
    wanted.current = null;
    link.focus({ preventScroll: true });
  });
  const move = (step: number) => {
    const links = rows.flatMap(({ type, key }, index) => (type === 'monitor' ? [{ key, index }] : []));
    const isInList = scroller.current?.contains(document.activeElement) ?? false;
    const at = links.findIndex(({ key }) => key === current);
    // From outside the list, the row chosen before; inside it, the next one.
    const next = links[isInList ? Math.min(Math.max(at + step, 0), links.length - 1) : Math.max(at, 0)];
    if (!next) return;
    wanted.current = next.key;
    useListView.setState({ current: next.key });
    virtualizer.scrollToIndex(next.index, { align: 'auto' });
    scroller.current
      ?.querySelector<HTMLElement>(`a[data-row="${CSS.escape(next.key)}"]`)
      ?.focus({ preventScroll: true });
  };
  return { scroller, virtualizer, current, move, above: above?.type === 'group' ? above : null };
}
