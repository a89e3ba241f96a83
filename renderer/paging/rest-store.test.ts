import { expect, test } from 'vitest';
import { giveKeyTo, isResting, restMs, useRest } from './rest-store.ts';

test('[DE18] A rests for a second whenever what it acknowledges changes, and belongs to one page at a time', () => {
  expect(isResting(0)).toBe(false);
  giveKeyTo('page one', 10_000);
  expect(useRest.getState().page).toBe('page one');
  expect(isResting(10_000 + restMs - 1)).toBe(true);
  expect(isResting(10_000 + restMs)).toBe(false);
  // The same page again changes nothing.
  giveKeyTo('page one', 12_000);
  expect(isResting(12_000)).toBe(false);
  giveKeyTo('page two', 13_000);
  expect(isResting(13_500)).toBe(true);
  // The page is gone. The room's own A must not take the key press meant for the page.
  giveKeyTo(null, 20_000);
  expect(isResting(20_100)).toBe(true);
  expect(useRest.getState().page).toBeNull();
});
