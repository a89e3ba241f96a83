import { expect, test } from 'vitest';
import { isoTime } from '../time/time.ts';
import { findPromise } from './promise.ts';

const sentAt = 1_796_202_000_000; // 2026-12-02T09:00:00Z

test.each([
  ['Next update: 2 December, 09:05 UTC.', '2026-12-02T09:05:00Z'],
  ['When it will work again: not known yet. Next update: 2 December, 09:30 UTC.', '2026-12-02T09:30:00Z'],
  ['Next update 09:05', '2026-12-02T09:05:00Z'],
  ['Next update at 9.45', '2026-12-02T09:45:00Z'],
  ['Next update 08:00', '2026-12-03T08:00:00Z'],
  ['We will write again in 45 minutes.', '2026-12-02T09:45:00Z'],
  ['Next update within an hour.', '2026-12-02T10:00:00Z'],
  ['Next update in half an hour', '2026-12-02T09:30:00Z'],
  ['Next update: 3 January, 10:00 UTC', '2027-01-03T10:00:00Z'],
  ['Next update: 1:15 pm', '2026-12-02T13:15:00Z'],
  ['It began on 2 December, 08:40 UTC.', null],
  ['Next update: soon', null],
  ['Next update 25:99', null],
  ['Next update: 09:05 CET', null],
  ['Next update: 09:05 (Berlin time)', null],
  ['Next update: 9:05 pm PST', null],
  ['Next update: 09:05+01:00', null],
  ['Next update: 09:05 UTC+2', null],
  ['Next update: 1 December, 09:00 UTC', null],
  ['', null],
])('[FO9] %s promises %s', (text, at) => {
  const found = findPromise(text, sentAt);
  expect(found === null ? null : isoTime(found)).toBe(at);
});
