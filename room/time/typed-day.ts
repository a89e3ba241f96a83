// IN6: parses a day and a time as typed into a form: `tomorrow 22:00`, `sat 9pm`, `2 Dec 22:00`, `2026-12-02`. The form
// shows the result beside the field; invalid text is refused with a message.
import { dayStart, readDay } from './time.ts';
import { readClock, readDue, type Calendar, type ReadTime } from './typed-time.ts';

/** `instantOf` takes a wall time: ms since 1970-01-01 00:00 in that zone. */
export type DayCalendar = Calendar & { instantOf: (wall: number) => number; wallOf: (at: number) => number };

const dayMs = 86_400_000;
const minuteMs = 60_000;
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const isoDay = String.raw`\d{4}-\d{2}-\d{2}`;
const month = String.raw`(?:${months.join('|')})[a-z]*`;
const date = String.raw`\d{1,2}(?:\.|st|nd|rd|th)?`;
const namedDay = String.raw`(?:${date}\s?${month}|${month}\s${date})(?:,?\s\d{4})?`;
const weekday = String.raw`(?:${weekdays.join('|')})[a-z]*`;
const whole = new RegExp(
  String.raw`^(today|tomorrow|(?:${weekday},?\s+)?${namedDay}|${weekday}|${isoDay})(?:(?:\s*,\s*|\s+at\s+|\s+|t)(\S.*))?$`,
  'u',
);
/** The difference to UTC that stands behind a time, as programs write it. */
const offset = /\s?(?:z|utc|gmt|(?<sign>[+−-])(?<hours>\d{2}):?(?<minutes>\d{2}))$/u;

const whatToWrite = 'Write a time such as 22:00, tomorrow 22:00, 2 Dec 22:00, or 30m from now.';

/**
 * The typed instant; null for empty text. A day without a year is the next one, or one that lies at most `recentMs`
 * back.
 */
export function readMoment(text: string, now: number, calendar: DayCalendar, recentMs = 0): ReadTime {
  const typed = text
    .trim()
    .toLowerCase()
    .replace(/^in\s+/u, '');
  if (typed === '') return null;
  if (typed === 'now') return { at: now };
  const [, day, clock] = whole.exec(typed) ?? [];
  if (day === undefined)
    return readDue(typed, now, calendar) ?? { wrong: `${text.trim()} is not a time. ${whatToWrite}` };
  const ahead = clock === undefined ? null : readOffset(clock);
  const time = readHour(ahead === null ? clock : clock?.replace(offset, ''));
  if (time === null)
    return { wrong: `${text.trim()} says no time of day. Write it after the day, such as tomorrow 22:00.` };
  const sinceMidnight = (time.hours * 60 + time.minutes) * minuteMs + time.seconds * 1_000;
  const wallNow = ahead === null ? calendar.wallOf(now) : now + ahead;
  const begins = readNamedDay(day, wallNow, { sinceMidnight, recentMs });
  if (begins === null) return { wrong: `${day} is no day. ${whatToWrite}` };
  return {
    at: ahead === null ? calendar.instantOf(begins + sinceMidnight) : begins + sinceMidnight - ahead,
  };
}

/** After a day a number is an hour: `tomorrow 7`. */
function readHour(clock = '') {
  const read = readClock(/^\d{1,2}$/u.test(clock) ? `${clock}:00` : clock);
  return read === 'wrong' ? null : read;
}

/** How far the typed zone is ahead of UTC, in ms; null without one. */
function readOffset(clock: string): number | null {
  const found = offset.exec(clock);
  if (found === null) return null;
  const { sign, hours = '0', minutes = '0' } = found.groups ?? {};
  return (sign === undefined || sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes)) * minuteMs;
}

/** The start of the typed day, as wall time; null for empty text. */
export function readWholeDay(text: string, now: number, calendar: DayCalendar): ReadTime {
  const typed = text.trim().toLowerCase();
  if (typed === '') return null;
  const [, day, clock] = whole.exec(typed) ?? [];
  const begins =
    day === undefined || clock !== undefined
      ? null
      : readNamedDay(day, calendar.wallOf(now), { sinceMidnight: dayMs, recentMs: 0 });
  if (begins === null)
    return { wrong: `${text.trim()} is no day. Write one such as tomorrow, 24 Dec or 2026-12-24.` };
  return { at: begins };
}

type Within = { sinceMidnight: number; recentMs: number };

/** The start of a named day, as wall time. Today's weekday with a time that is over means next week. */
function readNamedDay(day: string, wallNow: number, { sinceMidnight, recentMs }: Within): number | null {
  const today = Math.floor(wallNow / dayMs) * dayMs;
  if (day === 'today') return today;
  if (day === 'tomorrow') return today + dayMs;
  if (/^\d{4}-/u.test(day)) return readDay(day);
  const name = weekdays.indexOf(day.slice(0, 3));
  const [, dated] = new RegExp(String.raw`^(?:${weekday},?\s+)?(${namedDay})$`, 'u').exec(day) ?? [];
  if (dated !== undefined) return readDate(dated, today, recentMs);
  if (name >= 0) {
    // 1970-01-01 was a Thursday.
    const ahead = (((name - (today / dayMs + 4)) % 7) + 7) % 7;
    const isOver = ahead === 0 && recentMs === 0 && today + sinceMidnight <= wallNow;
    return today + (isOver ? 7 : ahead) * dayMs;
  }
  return null;
}

/** `2 dec`, `2. december 2026`, `dec 2nd, 2026`. */
function readDate(day: string, today: number, recentMs: number): number | null {
  const [month = ''] = /[a-z]{3,}/u.exec(day) ?? [];
  const [date, year] = day.match(/\d+/gu) ?? [];
  const index = months.indexOf(month.slice(0, 3)) + 1;
  const of = (inYear: number): number | null => {
    const at = dayStart(inYear, index, Number(date));
    // Rejects 31 Nov, which would become 1 Dec.
    return isIn(at, inYear, index) ? at : null;
  };
  if (year !== undefined) return of(Number(year));
  const thisYear = yearOf(today);
  const found = of(thisYear) ?? of(thisYear + 1);
  return found !== null && found < today - recentMs ? of(thisYear + 1) : found;
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
