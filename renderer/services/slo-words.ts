// How an error budget is put into words, on the page of its service and among the numbers.
import type { SloState } from '#room/slo.ts';
import { strings } from '../strings/index.ts';
import { sayLength } from '../ui/say-time.ts';

const words = strings.services.slo;

/** "12 min left of 43 min", or how much more than that was down. */
export function sayLeft({ leftMs, allowedMs }: Pick<SloState, 'leftMs' | 'allowedMs'>): string {
  const allowed = sayLength(allowedMs);
  return leftMs < 0 ? words.over(sayLength(-leftMs), allowed) : words.left(sayLength(leftMs), allowed);
}

/** A share of 0 to 1 in percent; never 100 where it is less. */
export const sayPercent = (share: number): string =>
  String(Math.floor(share * 100_000) / 1_000).replace(/^100$/u, share < 1 ? '99.999' : '100');
