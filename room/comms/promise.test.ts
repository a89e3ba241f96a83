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
  ['Next update: 2:30 p.m. UTC', '2026-12-02T14:30:00Z'],
  ['Next update by 9 pm.', '2026-12-02T21:00:00Z'],
  ['Next update tomorrow at 10:00', '2026-12-03T10:00:00Z'],
  ['Next update: Monday 09:30 UTC', '2026-12-07T09:30:00Z'],
  ['Next update: Wednesday, 08:00', '2026-12-09T08:00:00Z'],
  ['Next update: December 4, 10:00 UTC', '2026-12-04T10:00:00Z'],
  ['Next update: 4th of December at 10:00', '2026-12-04T10:00:00Z'],
  ['Next update: 2026-12-04 10:00 UTC', '2026-12-04T10:00:00Z'],
  ['Next update in 90 mins', '2026-12-02T10:30:00Z'],
  ['Next update in 2 hrs', '2026-12-02T11:00:00Z'],
  ['We will update you in about 30 minutes.', '2026-12-02T09:30:00Z'],
  ['Next update in 30 to 45 minutes', '2026-12-02T09:45:00Z'],
  ['Next update within 1 hour 30 minutes', '2026-12-02T10:30:00Z'],
  ['Next update in an hour and a half', '2026-12-02T10:30:00Z'],
  ['Another update follows at 09:40 UTC.', '2026-12-02T09:40:00Z'],
  ['Next update: 3.12. 10:00', null],
  ['Next update: 12/3, 10:00', null],
  ['Next update: 2:30 p.m. PST', null],
  ['There will be no further updates. It ended at 09:40 UTC.', null],
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
