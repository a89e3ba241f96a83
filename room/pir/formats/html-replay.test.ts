// RV22: the replay inside the page.
import { expect, test } from 'vitest';
import { checkoutReview } from '../fixtures/checkout.ts';
import { renderHtml } from './html.ts';
import { htmlReplay } from './html-replay.ts';

const review = checkoutReview();
const frames = htmlReplay(review).split('<input ').slice(1);
const value = (frame: string | undefined, name: string): string | undefined =>
  new RegExp(`<dt>${name}</dt> <dd dir="auto">([^<]*)`, 'u').exec(frame ?? '')?.[1];
const at = (text: string) => frames.find((frame) => frame.includes(`</strong> ${text}`));

test('[RV22] each key event is a stop that says what stood then', () => {
  const keys = review.timeline.lines.filter(({ isKey }) => isKey);
  expect(frames).toHaveLength(keys.length);
  const declared = at('Declared P2');
  expect([value(declared, 'Severity'), value(declared, 'Commander')]).toEqual(['P2', 'nobody']);
  expect(value(declared, 'Customers last told')).toBe('not yet');
  const decided = at('Decided: Roll back');
  expect(value(decided, 'Severity')).toBe('P1');
  expect(value(decided, 'Commander')).toBe('Ana Ruiz');
  expect(value(decided, 'Checks down')).toBe('Checkout 5xx rate 38 % (limit 2 %), login page');
  expect(value(decided, 'Customers last told')).toBe('14:04:15, customer update 1');
  expect(value(decided, 'Tried so far')).toBe('Restarted two checkout instances');
  // What happened between two stops is in the later one, and nowhere twice.
  expect(at('Action: Restarted')).toContain('14:09:01 Suspected: The payment provider is slow');
  expect(decided).toContain('14:16:01 Suspected: v412 leaks database connections');
  expect(decided).not.toContain('Suspected: The payment provider');
  expect(value(at('Resolved'), 'Checks down')).toBe('login page');
});

test('[RV22] the page runs nothing for it, paper has none of it, and one stop is chosen', () => {
  const page = renderHtml(review);
  expect(page).not.toContain('<script');
  expect(page.match(/ checked>/gu)).toHaveLength(1);
  expect(page).toContain('@media print { .replay { display: none; }');
  expect(
    htmlReplay({ ...review, timeline: { ...review.timeline, lines: review.timeline.lines.slice(0, 2) } }),
  ).toBe('');
});
