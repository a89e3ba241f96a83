// AB4: the all-day events of a calendar file (RFC 5545), such as public holidays.
import { isoDate } from './time.ts';
import { dayMs, readWallDay } from './zone.ts';

const mostDays = 200;
/** A longer event is not a holiday. */
const longestDays = 31;

const dayIn = (event: string, name: 'DTSTART' | 'DTEND'): number => {
  const found = new RegExp(`^${name}[^:\\r\\n]*:(\\d{4})(\\d{2})(\\d{2})\\s*$`, 'mu').exec(event);
  return found === null ? Number.NaN : readWallDay(found.slice(1).join('-'));
};

/** Each day once, in order, such as `2026-12-25`; events at a time of day, and what cannot be read, are left out. */
export function readHolidays(text: string): string[] {
  // A continuation line begins with a blank.
  const events = text.replaceAll(/\r?\n[ \t]/gu, '').split(/^BEGIN:VEVENT\s*$/mu);
  const days = new Set<string>();
  for (const event of events.slice(1)) {
    const first = dayIn(event, 'DTSTART');
    if (Number.isNaN(first)) continue;
    const end = dayIn(event, 'DTEND');
    const last = Number.isNaN(end) ? first + dayMs : Math.min(end, first + longestDays * dayMs);
    for (let day = first; day < last; day += dayMs) days.add(isoDate(day));
  }
  return [...days].toSorted().slice(0, mostDays);
}
