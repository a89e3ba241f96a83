// Times as they are told and typed in one zone or another: run outside the renderer, which has no process to set one.
import { env } from 'node:process';
import { afterEach, describe, expect, test } from 'vitest';
import {
  atTimeOfDay,
  daysLater,
  sayTimeOfDay,
  sayWhen,
  sayZone,
  showTimesIn,
} from '#renderer/ui/say-time.ts';

describe('[FE2] the zone in which times are told', () => {
  const zone = env.TZ;
  afterEach(() => {
    showTimesIn('local');
    if (zone === undefined) delete env.TZ;
    else env.TZ = zone;
  });
  // 23:30 UTC on 14 November is 08:30 on the 15th in Tokyo.
  const late = Date.UTC(2023, 10, 14, 23, 30);

  test('is this computer’s, or UTC', () => {
    env.TZ = 'Asia/Tokyo';
    expect([sayTimeOfDay(late), sayZone()]).toEqual(['08:30', 'GMT+9']);
    showTimesIn('utc');
    expect([sayTimeOfDay(late), sayZone()]).toEqual(['23:30', 'UTC']);
  });

  test('decides which day is today, and what a typed time means', () => {
    env.TZ = 'Asia/Tokyo';
    const now = late + 3_600_000;
    expect(sayWhen(late, now)).toBe('08:30');
    expect(sayWhen(late - 86_400_000, now)).toBe('14 Nov 08:30');
    expect(sayWhen(late - 365 * 86_400_000, now)).toBe('15 Nov 08:30');
    expect(atTimeOfDay(now, 8, 30)).toBe(late);
    showTimesIn('utc');
    expect(sayWhen(late, now)).toBe('14 Nov 23:30');
    expect(daysLater(atTimeOfDay(now, 23, 30), -1)).toBe(late);
  });

  test('a day on is the same time of day, also over the change to winter time', () => {
    env.TZ = 'Europe/Berlin';
    const noon = Date.UTC(2026, 9, 24, 10);
    expect(sayTimeOfDay(daysLater(noon, 1))).toBe('12:00');
    showTimesIn('utc');
    expect(sayTimeOfDay(daysLater(noon, 1))).toBe('10:00');
  });
});
