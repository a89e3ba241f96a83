// SP66: what a monitor measured, as the page takes it. Pure.
import type { ComponentChecks } from '#status-page/schema/index.ts';
import type { MeasuredSpan } from '../monitoring/measured.ts';

const mostIntervals = 20_000;

type History = {
  spans: readonly MeasuredSpan[];
  downs: readonly { from: number; to: number | null }[];
  everyMs: number;
  /** Nobody measures now, so that the last state holds no longer. */
  isPaused: boolean;
};

/** Down counts only where something was measured: what nobody saw is unknown. */
export function componentChecks(
  component: string,
  { spans, downs, everyMs, isPaused }: History,
): ComponentChecks {
  const newest = spans.at(-1)?.to ?? null;
  const checkedAt = newest !== null && isPaused ? newest + 1 : newest;
  // What reaches the newest check goes on until the next; what is over must not.
  const before = (to: number, from: number) => Math.max(from, Math.min(to, (checkedAt ?? to) - 1));
  const intervals: ComponentChecks['intervals'] = [];
  for (const [index, { from, to, state }] of spans.entries()) {
    const isLast = index === spans.length - 1;
    if (state !== 'unknown') intervals.push({ from, to: isLast ? to : before(to, from), state });
    // Both lists are in order, but an outage may reach over several spans.
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
