// Error budgets in words, for the service's page and the insights.
import type { SloState } from '#room/learning/slo.ts';
import { strings } from '../../strings/index.ts';
import { sayLength } from '../../ui/say-time.ts';

const words = strings.services.slo;

/** "12 min left of 43 min", or by how much the budget is exceeded. */
export function sayLeft({ leftMs, allowedMs }: Pick<SloState, 'leftMs' | 'allowedMs'>): string {
  const allowed = sayLength(allowedMs);
  return leftMs < 0 ? words.over(sayLength(-leftMs), allowed) : words.left(sayLength(leftMs), allowed);
}

/** A share of 0 to 1 as percent; shows 100 only for exactly 1. */
export const sayPercent = (share: number): string =>
  String(Math.floor(share * 100_000) / 1_000).replace(/^100$/u, share < 1 ? '99.999' : '100');
