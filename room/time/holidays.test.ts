import { expect, test } from 'vitest';
import { readHolidays } from './holidays.ts';

test('[AB4] whole days of a calendar file are its holidays, several in a row too, and no meeting is one', () => {
  const text = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20261225',
    'DTEND;VALUE=DATE:20261227',
    'SUMMARY:Christmas, which is a long',
    '  name',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'DTSTART:20261231T200000Z',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20260501',
    'END:VEVENT',
    'END:VCALENDAR',
  ].join('\r\n');
  expect(readHolidays(text)).toEqual(['2026-05-01', '2026-12-25', '2026-12-26']);
  expect(readHolidays('no calendar')).toEqual([]);
});
