import type { PagingTrouble } from '#wire/api/paging.ts';

export type TroubleGroup = { trouble: string; of: readonly PagingTrouble[] };

const worstFirst = ['nobody-now', 'unreachable', 'desktop-only', 'gap', 'paused'];
const rank = (trouble: string): number => {
  const place = worstFirst.indexOf(trouble);
  return place < 0 ? worstFirst.length : place;
};

/** One group per kind of trouble, the worst first. Order within a group is kept. */
export function groupTroubles(troubles: readonly PagingTrouble[]): TroubleGroup[] {
  const groups = Map.groupBy(troubles, ({ trouble }) => trouble);
  return [...groups]
    .map(([trouble, of]) => ({ trouble, of }))
    .toSorted((a, b) => rank(a.trouble) - rank(b.trouble));
}
