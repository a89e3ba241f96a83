import { expect, test } from 'vitest';
import { readDay } from '../time/time.ts';
import { dueAfter, type Repeat } from './recurring.ts';

/** At 15:00 UTC. */
const at = (day: string) => (readDay(day) ?? 0) + 15 * 3_600_000;
const after = (startsOn: string, repeat: Repeat, due: string, done: string) =>
  dueAfter(startsOn, repeat, { due, at: at(done) });

test('[RR2] the first turn is due on the first day, however long ago that was', () => {
  expect(dueAfter('2020-02-29', { unit: 'month', every: 1 }, null)).toBe('2020-02-29');
});

test('[RR2] the next turn follows the calendar, not the day on which somebody did the last one', () => {
  const weekly: Repeat = { unit: 'week', every: 1 };
  expect(after('2026-11-02', weekly, '2026-11-09', '2026-11-11')).toBe('2026-11-16');
  // Done two days early it still counts for its own turn.
  expect(after('2026-11-02', weekly, '2026-11-09', '2026-11-07')).toBe('2026-11-16');
  // Three turns were missed: they are one.
  expect(after('2026-11-02', weekly, '2026-11-09', '2026-12-01')).toBe('2026-12-07');
  expect(after('2026-11-02', { unit: 'day', every: 10 }, '2026-11-02', '2026-11-12')).toBe('2026-11-22');
});

test('[RR2] a month that has no such day has its last one, and the day comes back', () => {
  const monthly: Repeat = { unit: 'month', every: 1 };
  expect(after('2026-01-31', monthly, '2026-01-31', '2026-01-31')).toBe('2026-02-28');
  expect(after('2026-01-31', monthly, '2026-02-28', '2026-02-28')).toBe('2026-03-31');
  expect(after('2027-12-31', { unit: 'month', every: 2 }, '2027-12-31', '2027-12-31')).toBe('2028-02-29');
  expect(after('2026-08-15', { unit: 'month', every: 3 }, '2026-11-15', '2026-11-15')).toBe('2027-02-15');
});

test('[RR2] a calendar that was changed begins at its own first day', () => {
  expect(after('2027-01-10', { unit: 'week', every: 2 }, '2026-11-09', '2026-11-09')).toBe('2027-01-10');
});
