// Parses a typed day and time in a zone, as every form does (IN6); a day without a year may lie in the past as well.
import { readMoment as readDayAndTime, type DayCalendar } from '#room/time/typed-day.ts';
import { midnightOf, openZone } from '#room/time/zone.ts';
import { dayMs } from './wall.ts';

/** A date without a year may lie this far in the past; otherwise it means next year. */
const recentMs = 60 * dayMs;

/** Epoch ms; null when the text is not a moment. `now` is epoch ms. */
export function readMoment(text: string, now: number, timeZone: string): number | null {
  const read = readDayAndTime(text, now, calendarOf(timeZone), recentMs);
  return read !== null && 'at' in read ? read.at : null;
}

function calendarOf(timeZone: string): DayCalendar {
  const zone = openZone(timeZone);
  const wallOf = (at: number) => at + zone.offsetAt(at);
  return {
    wallOf,
    instantOf: (wall) => zone.toInstant(wall),
    atTimeOfDay: (day, hours, minutes) =>
      zone.toInstant(midnightOf(wallOf(day)) + (hours * 60 + minutes) * 60_000),
    daysLater: (instant, days) => zone.toInstant(wallOf(instant) + days * dayMs),
  };
}
