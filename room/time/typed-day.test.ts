import { expect, test } from 'vitest';
import { dayStart, isoTime } from './time.ts';
import { readMoment, readWholeDay, type DayCalendar } from './typed-day.ts';
import { openZone } from './zone.ts';

const dayMs = 86_400_000;
const calendarOf = (name: string): DayCalendar => {
  const zone = openZone(name);
  const wallOf = (at: number) => at + zone.offsetAt(at);
  const midnight = (at: number) => Math.floor(wallOf(at) / dayMs) * dayMs;
  return {
    wallOf,
    instantOf: (wall) => zone.toInstant(wall),
    atTimeOfDay: (day, hours, minutes) => zone.toInstant(midnight(day) + (hours * 60 + minutes) * 60_000),
    daysLater: (at, days) => zone.toInstant(wallOf(at) + days * dayMs),
  };
};
// A Monday, 13:10 UTC.
const now = dayStart(2026, 11, 30) + (13 * 60 + 10) * 60_000;
const read = (text: string, zone = 'UTC') => {
  const said = readMoment(text, now, calendarOf(zone));
  return said === null ? null : 'at' in said ? isoTime(said.at) : said.wrong;
};

test.each([
  ['22:00', '2026-11-30T22:00:00Z'],
  ['9am', '2026-12-01T09:00:00Z'],
  ['２２：００', '2026-11-30T22:00:00Z'],
  ['３０ｍ', '2026-11-30T13:40:00Z'],
  ['30m', '2026-11-30T13:40:00Z'],
  ['in 2 h', '2026-11-30T15:10:00Z'],
  ['tomorrow 22:00', '2026-12-01T22:00:00Z'],
  ['Today at 9pm', '2026-11-30T21:00:00Z'],
  ['Mon 12:00', '2026-12-07T12:00:00Z'],
  ['monday 14:00', '2026-11-30T14:00:00Z'],
  ['sat 2200', '2026-12-05T22:00:00Z'],
  ['2 Dec 22:00', '2026-12-02T22:00:00Z'],
  ['29 Nov 22:00', '2027-11-29T22:00:00Z'],
  ['24. December 2026, 22:00', '2026-12-24T22:00:00Z'],
  ['2026-12-02 22:00', '2026-12-02T22:00:00Z'],
  ['2026-12-02T22:00', '2026-12-02T22:00:00Z'],
  ['29 Feb 2028 08:00', '2028-02-29T08:00:00Z'],
  ['noon', '2026-12-01T12:00:00Z'],
  ['Midnight', '2026-12-01T00:00:00Z'],
  ['tomorrow 7', '2026-12-01T07:00:00Z'],
  ['tomorrow at noon', '2026-12-01T12:00:00Z'],
  ['Fri, 9', '2026-12-04T09:00:00Z'],
  ['Mon 30 Nov 22:00', '2026-11-30T22:00:00Z'],
  ['Dec 2 7.30pm', '2026-12-02T19:30:00Z'],
  ['December 2nd, 2027, 9am', '2027-12-02T09:00:00Z'],
  ['1st Dec 9:00', '2026-12-01T09:00:00Z'],
  ['in an hour', '2026-11-30T14:10:00Z'],
  ['1.5h', '2026-11-30T14:40:00Z'],
  ['2 weeks', '2026-12-14T13:10:00Z'],
  ['2026-11-30T12:00:33Z', '2026-11-30T12:00:33Z'],
  ['2026-12-01T00:30:00+01:00', '2026-11-30T23:30:00Z'],
  ['tomorrow 22:00 UTC', '2026-12-01T22:00:00Z'],
])('[IN6] a form understands %s', (text, at) => {
  expect(read(text)).toBe(at);
});

test('[IN6] a day is the day of the zone that is shown, wherever that is', () => {
  expect(read('tomorrow 09:00', 'Pacific/Kiritimati')).toBe('2026-12-01T19:00:00Z');
  expect(read('1 Dec 09:00', 'Pacific/Kiritimati')).toBe('2026-11-30T19:00:00Z');
  expect(read('1 Dec 09:00', 'Pacific/Pago_Pago')).toBe('2026-12-01T20:00:00Z');
  // In Kiritimati it is already tomorrow, in UTC not yet.
  expect(read('tomorrow 09:00Z', 'Pacific/Kiritimati')).toBe('2026-12-01T09:00:00Z');
});

test('[IN6] text that is no time is refused in words, and empty is nothing', () => {
  for (const text of [
    'tomorrow',
    'tomorrow 25:00',
    '31 Nov 22:00',
    '2026-02-30 10:00',
    'soon',
    'tomorrow 24:00',
    'tomorrow 7:5',
    '24:00',
    'next friday 9',
    '32nd Dec 9:00',
    '25:00',
    '-5m',
  ])
    expect(read(text), text).toMatch(/such as|is over/u);
  expect(read('  ')).toBeNull();
});

const day = (text: string) => readWholeDay(text, now, calendarOf('Europe/Berlin'));

test('[IN6] a last day is a day without a time', () => {
  expect(day('24 Dec')).toEqual({ at: dayStart(2026, 12, 24) });
  expect(day('2026-12-24')).toEqual({ at: dayStart(2026, 12, 24) });
  expect(day('tomorrow')).toEqual({ at: dayStart(2026, 12, 1) });
  expect(day('')).toBeNull();
  expect(day('24 Dec 22:00')).toHaveProperty('wrong');
});
