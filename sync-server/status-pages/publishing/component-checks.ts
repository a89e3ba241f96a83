// SP66: a monitor's measurements in the page's format. Pure.
import type { ComponentChecks } from '#status-page/schema/index.ts';
import type { MeasuredSpan } from '../../monitoring/measured.ts';

const mostIntervals = 20_000;

type History = {
  spans: readonly MeasuredSpan[];
  downs: readonly { from: number; to: number | null }[];
  everyMs: number;
  /** Measuring has stopped, so the last state no longer holds. */
  isPaused: boolean;
};

/** Down counts only where something was measured; the rest is unknown. */
export function componentChecks(
  component: string,
  { spans, downs, everyMs, isPaused }: History,
): ComponentChecks {
  const newest = spans.at(-1)?.to ?? null;
  const checkedAt = newest !== null && isPaused ? newest + 1 : newest;
  // An interval that reaches the newest check continues until the next one; an ended one must stop before it.
  const before = (to: number, from: number) => Math.max(from, Math.min(to, (checkedAt ?? to) - 1));
  const intervals: ComponentChecks['intervals'] = [];
  for (const [index, { from, to, state }] of spans.entries()) {
    const isLast = index === spans.length - 1;
    if (state !== 'unknown') intervals.push({ from, to: isLast ? to : before(to, from), state });
    // Both lists are in order, but an outage may cover several spans.
    for (const down of downs) {
      if (down.from > to) break;
      if (down.to !== null && down.to <= from) continue;
      const start = Math.max(from, down.from);
      const end = Math.min(to, down.to ?? to);
      const goesOn = isLast && down.to === null;
      intervals.push({ from: start, to: goesOn ? end : before(end, start), state: 'down' });
    }
  }
  return {
    component,
    checkedAt,
    everyMs: Math.min(86_400_000, Math.max(1_000, everyMs)),
    intervals: intervals.slice(-mostIntervals),
  };
}
