// RS3: working days by a team's calendar. Pure.
import { isoDate, lastInstant } from './time.ts';
import { dayMs, isZone, openZone, weekdayOf } from './zone.ts';

/** A team's zone, and the days on which it does not work, such as `2026-12-25`. */
export type Workdays = { timeZone: string; holidays: readonly string[] };
export const mostWorkdayHolidays = 200;

/**
 * Adds working days, Monday to Friday without holidays, keeping the time of day in the zone. Without a calendar, or
 * with a zone that this computer does not know: in UTC. At most the last instant that a date can hold.
 */
export function addWorkingDays(at: number, days: number, workdays?: Workdays | null): number {
  const { timeZone = 'UTC', holidays = [] } = workdays ?? {};
  const zone = openZone(isZone(timeZone) ? timeZone : 'UTC');
  let wall = at + zone.offsetAt(at);
  for (let left = days; left > 0;) {
    wall += dayMs;
    if (weekdayOf(wall) <= 5 && !holidays.includes(isoDate(wall))) left -= 1;
  }
  return days === 0 ? at : Math.min(zone.toInstant(wall), lastInstant);
}
