// IN6: parses a day and a time as typed into a form: `tomorrow 22:00`, `sat 9pm`, `2 Dec 22:00`, `2026-12-02`. The form
// shows the result beside the field; invalid text is refused with a message.
import { dayStart, readDay } from './time.ts';
import { readDue, readTimeOfDay, type Calendar, type ReadTime } from './typed-time.ts';

/** `instantOf` takes a wall time: ms since 1970-01-01 00:00 in that zone. */
export type DayCalendar = Calendar & { instantOf: (wall: number) => number; wallOf: (at: number) => number };

const dayMs = 86_400_000;
const minuteMs = 60_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const isoDay = String.raw`\d{4}-\d{2}-\d{2}`;
const namedDay = String.raw`\d{1,2}\.?\s?(?:${months.join('|')})[a-z]*(?:\s\d{4})?`;
const weekday = String.raw`(?:${weekdays.join('|')})[a-z]*`;
const whole = new RegExp(
  String.raw`^(today|tomorrow|${weekday}|${namedDay}|${isoDay})(?:(?:\s*,\s*|\s+at\s+|\s+|t)(\S.*))?$`,
  'u',
);

const whatToWrite = 'Write a time such as 22:00, tomorrow 22:00, 2 Dec 22:00, or 30m from now.';

/** The typed instant, the next possible one when the year is missing; null for empty text. */
export function readMoment(text: string, now: number, calendar: DayCalendar): ReadTime {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^in\s+/u, '');
  if (typed === '') return null;
  if (typed === 'now') return { at: now };
  const [, day, clock] = whole.exec(typed) ?? [];
  if (day === undefined)
    return readDue(typed, now, calendar) ?? { wrong: `${text.trim()} is not a time. ${whatToWrite}` };
  const time = clock === undefined ? null : readTimeOfDay(clock);
  if (time === null)
    return { wrong: `${text.trim()} says no time of day. Write it after the day, such as tomorrow 22:00.` };
  const begins = readNamedDay(day, calendar.wallOf(now), time.hours * 60 + time.minutes);
  if (begins === null) return { wrong: `${day} is no day. ${whatToWrite}` };
  return { at: calendar.instantOf(begins + (time.hours * 60 + time.minutes) * minuteMs) };
}

/** The start of the typed day, as wall time; null for empty text. */
export function readWholeDay(text: string, now: number, calendar: DayCalendar): ReadTime {
  const typed = text.trim().toLowerCase();
  if (typed === '') return null;
  const [, day, clock] = whole.exec(typed) ?? [];
  const begins =
    day === undefined || clock !== undefined ? null : readNamedDay(day, calendar.wallOf(now), 1_440);
  if (begins === null)
    return { wrong: `${text.trim()} is no day. Write one such as tomorrow, 24 Dec or 2026-12-24.` };
  return { at: begins };
}

/** The start of a named day, as wall time. `minutes` after midnight: today's weekday with a past time means next week. */
function readNamedDay(day: string, wallNow: number, minutes: number): number | null {
  const today = Math.floor(wallNow / dayMs) * dayMs;
  if (day === 'today') return today;
  if (day === 'tomorrow') return today + dayMs;
  if (/^\d{4}-/u.test(day)) return readDay(day);
  const name = weekdays.indexOf(day.slice(0, 3));
  if (name >= 0) {
    // 1970-01-01 was a Thursday.
    const ahead = (((name - (today / dayMs + 4)) % 7) + 7) % 7;
    const isOver = ahead === 0 && today + minutes * minuteMs <= wallNow;
    return today + (isOver ? 7 : ahead) * dayMs;
  }
  return readDate(day, today);
}

/** `2 dec`, `2. december 2026`. */
function readDate(day: string, today: number): number | null {
  const [, date = '', month = '', year] = /^(\d{1,2})\.?\s?([a-z]+)(?:\s(\d{4}))?$/u.exec(day) ?? [];
  const index = months.indexOf(month.slice(0, 3)) + 1;
  const of = (inYear: number): number | null => {
    const at = dayStart(inYear, index, Number(date));
    // Rejects 31 Nov, which would become 1 Dec.
    return isIn(at, inYear, index) ? at : null;
  };
  if (year !== undefined) return of(Number(year));
  const thisYear = yearOf(today);
  const found = of(thisYear) ?? of(thisYear + 1);
  return found !== null && found < today ? of(thisYear + 1) : found;
}

const isIn = (at: number, year: number, month: number): boolean =>
  at >= dayStart(year, month, 1) &&
  at < (month === 12 ? dayStart(year + 1, 1, 1) : dayStart(year, month + 1, 1));

/** The year of a wall time. */
function yearOf(day: number): number {
  let year = 1970 + Math.floor(day / (365.2425 * dayMs));
  while (dayStart(year + 1, 1, 1) <= day) year += 1;
  while (dayStart(year, 1, 1) > day) year -= 1;
  return year;
}
