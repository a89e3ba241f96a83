import { expect, test } from 'vitest';
import { readMoment } from './typed-moment.ts';
import { dayMs, hourMs, sayIn } from './wall.ts';

test('[OS3] a day and a time are typed as people say them, by the clocks of the zone', () => {
  // Monday 30 November 2026, 13:20 in Berlin.
  const now = Date.UTC(2026, 10, 30, 12, 20);
  const read = (text: string) => {
    const at = readMoment(text, now, 'Europe/Berlin');
    return at === null ? null : sayIn(at, 'Europe/Berlin');
  };
  expect(read('22:00')).toBe('Mon 30 Nov 22:00');
  expect(read('9am')).toBe('Tue 1 Dec 09:00');
  expect(read('2h')).toBe('Mon 30 Nov 15:20');
  expect(read('today 09:00')).toBe('Mon 30 Nov 09:00');
  expect(read('Tomorrow 22:00')).toBe('Tue 1 Dec 22:00');
  expect(read('fri 9')).toBe('Fri 4 Dec 09:00');
  expect(read('Fri 4 Dec 09:00')).toBe('Fri 4 Dec 09:00');
  expect(read('4 december 2027 7.30 pm')).toBe('Sat 4 Dec 19:30');
  expect(read('2 Jan 00:00')).toBe('Sat 2 Jan 00:00');
  expect(read('1 Nov 08:00')).toBe('Sun 1 Nov 08:00');
  expect(read('2026-12-04T09:00')).toBe('Fri 4 Dec 09:00');
  for (const wrong of ['', 'soon', '31 Feb 09:00', '4 Foo 09:00', 'fri', 'fri 25:00', '2026-13-01 09:00'])
    expect(read(wrong), wrong).toBeNull();
});

test('[OS3] a moment shown in the form is read back as that moment, all over a year', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'])
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 43 * hourMs) {
      const back = readMoment(sayIn(at, zone), at - 30 * dayMs, zone);
      // An hour that occurs twice reads as its first occurrence.
      expect([at, at - hourMs], `${zone} ${new Date(at).toISOString()}`).toContain(back);
    }
});
