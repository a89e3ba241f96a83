import { expect, test } from 'vitest';
import { dueAt, dueDay } from './due-day.ts';
import { readDay } from './time.ts';

test('[RV13] a day that is set is the same day wherever it is read', () => {
  for (const day of ['2026-11-30', '2026-12-31', '2028-02-29', '2026-01-01'])
    expect(dueDay(dueAt(day) ?? 0)).toBe(day);
  for (const text of ['', '2026-13-01', '2026-02-30', 'tomorrow']) expect(dueAt(text)).toBeNull();
});

/** What an older version wrote: the last second of the day in a zone so many minutes east of Greenwich. */
const older = (day: string, east: number): number => (readDay(day) ?? 0) + 86_399_000 - east * 60_000;

test.each([
  ['New York', -300],
  ['Los Angeles', -480],
  ['Honolulu', -600],
  ['St. John’s', -210],
  ['London', 0],
  ['Berlin', 60],
  ['Kolkata', 330],
  ['Kathmandu', 345],
  ['Sydney', 600],
  ['Auckland in summer', 780],
])('[RV13] a day that an older version wrote in %s is that day', (_, east) => {
  expect(dueDay(older('2026-11-30', east))).toBe('2026-11-30');
});

test('[RV13] another instant falls due on its day in UTC', () => {
  expect(dueDay(readDay('2026-03-18') ?? 0)).toBe('2026-03-18');
  expect(dueDay((readDay('2026-03-18') ?? 0) + 54_727_000)).toBe('2026-03-18');
});
