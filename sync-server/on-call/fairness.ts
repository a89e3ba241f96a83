// OC6: the load of each person, in comparable figures.
import type { Shift } from './shifts.ts';
import { dayMs, midnightOf, openZone, weekdayOf } from '#room/time/zone.ts';

/** `nights`: times on call at 03:00 local time. `weekends`: weekends with at least some time on call. */
export type Fairness = { person: string; hours: number; nights: number; weekends: number; shifts: number };

const nightAt = 3 * 3_600_000;

/** Only time within the range counts. `zoneOf` gives a person's IANA zone. */
export function measureFairness(
  shifts: readonly Shift[],
  range: { from: number; to: number },
  zoneOf: (person: string) => string,
): Fairness[] {
  const loads = new Map<string, { ms: number; nights: number; weekends: Set<number>; shifts: number }>();
  for (const shift of shifts) {
    const from = Math.max(shift.from, range.from);
    const to = Math.min(shift.to, range.to);
    if (from >= to) continue;
    const load = loads.get(shift.person) ?? { ms: 0, nights: 0, weekends: new Set(), shifts: 0 };
    loads.set(shift.person, load);
    const zone = openZone(zoneOf(shift.person));
    load.ms += to - from;
    load.shifts += 1;
    for (let day = midnightOf(from + zone.offsetAt(from)); ; day += dayMs) {
      const begins = zone.toInstant(day);
      if (begins >= to) break;
      const night = zone.toInstant(day + nightAt);
      if (night >= from && night < to) load.nights += 1;
      const weekday = weekdayOf(day);
      // Saturday and Sunday of one weekend share the key of the Saturday.
      if (weekday >= 6) load.weekends.add(day - (weekday - 6) * dayMs);
    }
  }
  return [...loads]
    .map(([person, { ms, nights, weekends, shifts }]) => ({
      person,
      hours: Math.round(ms / 36_000) / 100,
      nights,
      weekends: weekends.size,
      shifts,
    }))
    .toSorted((a, b) => b.hours - a.hours || (a.person < b.person ? -1 : 1));
}
