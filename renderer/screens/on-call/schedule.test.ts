import { expect, test } from 'vitest';
import { newLayer } from './schedule.ts';
import { readMoment } from '../../time/typed-moment.ts';
import { dayMs, hourMs } from '../../time/wall.ts';

test.each(['UTC', 'Europe/Madrid', 'America/New_York', 'Pacific/Kiritimati'])(
  '[OS4] in %s, at any hour of a year, the first turn of a new layer has begun, and not long ago',
  (zone) => {
    const begin = Date.UTC(2026, 0, 1);
    for (let now = begin; now < begin + 365 * dayMs; now += 5 * hourMs) {
      const { startsOn, rotation } = newLayer('Rotation', now, zone);
      const first = readMoment(`${startsOn} ${rotation.handoffAt}`, now, zone) ?? Number.NaN;
      expect(now - first, new Date(now).toISOString()).toBeGreaterThanOrEqual(0);
      expect(now - first, new Date(now).toISOString()).toBeLessThan(dayMs + 2 * hourMs);
    }
  },
);
