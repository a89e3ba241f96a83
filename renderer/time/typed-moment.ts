// Parses a typed day and time in a zone: `tomorrow 22:00`, `fri 9am`, `4 Dec 09:00`, `2026-12-04 09:00`; also without
// a day: `22:00`, `2h`.
import { readDue, type Calendar } from '#room/time/typed-time.ts';
import { midnightOf, openZone, weekdayOf } from '#room/time/zone.ts';
import { strings } from '../strings/index.ts';
import { dayMs, instantOf, wallOf } from './wall.ts';

const clock = String.raw`(?<clock>\d{1,2}(?:[:.]\d{2})?\s?(?:[ap]m)?|\d{4})`;
const iso = new RegExp(String.raw`^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[t\s]+${clock}$`, 'iu');
const dated = new RegExp(
  String.raw`^(?:[a-z]{2,9},?\s+)?(?<day>\d{1,2})\.?\s+(?<name>[a-z]{3,9})(?:\s+(?<year>\d{4}))?\s+${clock}$`,
  'iu',
);
const named = new RegExp(String.raw`^(?<name>[a-z]{3,9})\s+${clock}$`, 'iu');
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** A date without a year may lie this far in the past; otherwise it means next year. */
const recentMs = 60 * dayMs;

/**
 * Epoch ms; null when the text is not a moment. `now` is epoch ms. A date without a year means its next occurrence, or
 * one up to `recentMs` ago.
 */
export function readMoment(text: string, now: number, timeZone: string): number | null {
  const typed = text.trim();
  const soon = readDue(typed, now, calendarOf(timeZone));
  if (soon !== null) return 'at' in soon ? soon.at : null;
  const day = dayIn(typed, wallOf(now, timeZone));
  return day === null ? null : atClock(day.midnight, day.clock, timeZone);
}

function dayIn(typed: string, wall: number): { midnight: number; clock: string } | null {
  const whole = iso.exec(typed)?.groups;
  if (whole) return onDate(whole, Number(whole['month']) - 1, wall);
  const date = dated.exec(typed)?.groups;
  if (date) return onDate(date, months.indexOf(date['name']!.slice(0, 3).toLowerCase()), wall);
  const { name = '', clock: time = '' } = named.exec(typed)?.groups ?? {};
  const ahead = daysAhead(name.toLowerCase(), wall);
  return ahead === null ? null : { midnight: midnightOf(wall) + ahead * dayMs, clock: time };
}

type Groups = Readonly<Record<string, string | undefined>>;

function onDate({ year, day, clock: time = '' }: Groups, month: number, wall: number) {
  if (month < 0 || month > 11) return null;
  const date = Number(day);
  const thisYear = new Date(wall).getUTCFullYear();
  const at = (each: number) => Date.UTC(each, month, date);
  const midnight =
    year !== undefined ? at(Number(year)) : at(thisYear) < wall - recentMs ? at(thisYear + 1) : at(thisYear);
  // 31 Feb would become another day, so it is rejected.
  return new Date(midnight).getUTCDate() === date ? { midnight, clock: time } : null;
}

function daysAhead(name: string, wall: number): number | null {
  if (name === 'today') return 0;
  if (name === 'tomorrow') return 1;
  const weekday = strings.onCall.dayNames.findIndex((each) => name.startsWith(each.toLowerCase()));
  return weekday < 0 ? null : (weekday + 1 - weekdayOf(wall) + 7) % 7;
}

/** Computed in UTC, where no hour is skipped: the next such time after the previous day's last millisecond. */
function atClock(midnight: number, time: string, timeZone: string): number | null {
  const typed = /^\d{1,2}$/u.test(time) ? `${time}:00` : time;
  const read = readDue(typed, midnight - 1, calendarOf('UTC'));
  return read !== null && 'at' in read ? instantOf(read.at, timeZone) : null;
}

function calendarOf(timeZone: string): Calendar {
  const zone = openZone(timeZone);
  const wall = (at: number) => at + zone.offsetAt(at);
  return {
    atTimeOfDay: (day, hours, minutes) =>
      zone.toInstant(midnightOf(wall(day)) + (hours * 60 + minutes) * 60_000),
    daysLater: (instant, days) => zone.toInstant(wall(instant) + days * dayMs),
  };
}
