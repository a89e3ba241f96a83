import { describe, expect, test } from 'vitest';
import { readMoment } from './typed-moment.ts';
import { dayMs, hourMs, instantOf, piecesIn, sayIn, step, wallOf, weeksOf } from './wall.ts';

describe('[OS2] the calendar is drawn by the clocks of its zone', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia'];

  test.each(zones)('%s: an instant goes to the wall and back, all over a year', (zone) => {
    for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 7 * hourMs) {
      const back = instantOf(wallOf(at, zone), zone);
      // An hour that occurs twice reads as its first occurrence.
      expect([at, at - hourMs]).toContain(back);
      expect(wallOf(back, zone)).toBe(wallOf(at, zone));
    }
  });

  test('summer time: an hour shown twice is the first, one skipped is the moment of the change (OC3)', () => {
    const now = Date.UTC(2026, 0, 1);
    expect(readMoment('2026-10-25 02:30', now, 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(sayIn(readMoment('2026-03-29 02:30', now, 'Europe/Berlin')!, 'Europe/Berlin')).toBe(
      'Sun 29 Mar 03:00',
    );
    expect(readMoment('2026-03-29 02:30', now, 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1));
    expect(readMoment('2026-03-08 02:10', now, 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7));
  });

  test('a week begins on the day that is looked at, and so do the four weeks of a month', () => {
    const wednesday = Date.UTC(2026, 10, 25, 13);
    const midnight = Date.UTC(2026, 10, 25);
    expect(weeksOf('week', wednesday)).toEqual([midnight]);
    expect(weeksOf('month', wednesday)).toEqual([0, 7, 14, 21].map((days) => midnight + days * dayMs));
    expect(step('week', wednesday, 1)).toBe(Date.UTC(2026, 11, 2));
    expect(step('month', wednesday, -1)).toBe(Date.UTC(2026, 9, 28));
  });

  test('a shift is cut where a stretch begins and ends', () => {
    const shift = { from: dayMs / 2, to: 3 * dayMs };
    expect(piecesIn([shift], { from: 0, to: dayMs })).toEqual([{ what: shift, start: 0.5, size: 0.5 }]);
    expect(piecesIn([shift], { from: 3 * dayMs, to: 4 * dayMs })).toEqual([]);
  });
});
