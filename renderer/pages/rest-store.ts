// Which page the key A answers. A page that comes or goes takes the key over, so A rests for a second then: nobody
// acknowledges what they have not yet seen.
import { create } from 'zustand';

export const restMs = 1_000;

type Rest = { page: string | null; changedAt: number };

export const useRest = create<Rest>(() => ({ page: null, changedAt: -Infinity }));

/** `now` in ms of one clock. The page whose answer A is from now on; null: A is the room's. */
export function giveKeyTo(page: string | null, now: number) {
  if (useRest.getState().page !== page) useRest.setState({ page, changedAt: now });
}

export const isRestingNow = () => isResting(performance.now());
export const giveKeyNow = (page: string | null) => giveKeyTo(page, performance.now());

export function isResting(now: number): boolean {
  return now - useRest.getState().changedAt < restMs;
}
