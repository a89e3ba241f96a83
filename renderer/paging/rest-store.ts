// Which page the A key answers. A new or closed page changes its meaning, so A is ignored for a second: nobody
// acknowledges a page they have not seen.
import { create } from 'zustand';

export const restMs = 1_000;

type Rest = { page: string | null; changedAt: number };

export const useRest = create<Rest>(() => ({ page: null, changedAt: -Infinity }));

/** Assigns A to a page, or to the room for null. `now` in ms of any steady clock. */
export function giveKeyTo(page: string | null, now: number) {
  if (useRest.getState().page !== page) useRest.setState({ page, changedAt: now });
}

export const isRestingNow = () => isResting(performance.now());
export const giveKeyNow = (page: string | null) => giveKeyTo(page, performance.now());

export function isResting(now: number): boolean {
  return now - useRest.getState().changedAt < restMs;
}
