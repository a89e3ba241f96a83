import { expect, test } from 'vitest';
import { sayShortDay, sayWeekday, shownDays } from './say-time.ts';
import { readWholeDay } from '#room/time/typed-day.ts';

const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true });

test('[IN6] no form has a native field for a day or a time: what it shows depends on the computer', () => {
  expect(Object.keys(sources).length).toBeGreaterThan(200);
  const native = Object.entries(sources)
    .filter(([, source]) => /type="(?:date|time|datetime-local|month|week)"/u.test(source))
    .map(([file]) => file);
  expect(native).toEqual([]);
});

test('[IN6] a day as a field shows it is read back as the same day', () => {
  const day = Date.UTC(2026, 11, 24);
  expect(sayShortDay(day)).toBe('24 Dec 2026');
  expect(sayWeekday(day)).toBe('Thursday');
  for (const typed of [sayShortDay(day), '2026-12-24', '24 dec'])
    expect(readWholeDay(typed, Date.UTC(2026, 10, 30), shownDays)).toEqual({ at: day });
});
