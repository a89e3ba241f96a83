// Formats durations and times. All arguments are in milliseconds or epoch milliseconds.
import { ownZone } from '../time/wall.ts';
import type { DayCalendar } from '#room/time/typed-day.ts';
import { readTimeOfDay, type Calendar } from '#room/time/typed-time.ts';
import { midnightOf, openZone } from '#room/time/zone.ts';
import { strings } from '../strings/index.ts';

const words = strings.ui;

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A running clock: `00:23:41`; after a day `2d 03:14:05`. Never negative, because clocks may differ a little. */
export function sayElapsed(ms: number): string {
  const whole = Math.max(0, ms);
  const days = Math.floor(whole / day);
  const clock = [(whole % day) / hour, (whole % hour) / minute, (whole % minute) / 1000]
    .map(twoDigits)
    .join(':');
  return days > 0 ? `${days}d ${clock}` : clock;
}

/** A short duration: `12 s`, `3 min`, `2 h 5 min`, `1 d 1 h`; from ten days on `12 d`. */
export function sayLength(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < minute) return `${Math.floor(whole / 1000)} s`;
  if (whole < hour) return words.min(Math.floor(whole / minute));
  if (whole < day) return words.hours(Math.floor(whole / hour), Math.floor((whole % hour) / minute));
  const hours = whole < 10 * day ? Math.floor((whole % day) / hour) : 0;
  return `${Math.floor(whole / day)} d${hours > 0 ? ` ${hours} h` : ''}`;
}

/** How long ago, for lists: without seconds. */
export function sayAgo(ms: number): string {
  return ms < minute ? words.justNow : words.ago(sayLength(ms));
}

/** How long something has lasted, for lists: `just now`, then `1 h 29 min`. */
export function sayLasting(ms: number): string {
  return ms < minute ? words.justNow : sayLength(ms);
}

/** Time until something is due, or how late it is, for lists: `in 18 min`, `due now`, `late`, `47 min late`. */
export function sayDue(leftMs: number): string {
  if (Math.abs(leftMs) < minute) return leftMs < 0 ? words.justLate : words.dueNow;
  const length = sayLength(Math.abs(leftMs));
  return leftMs > 0 ? words.dueIn(length) : words.late(length);
}

let inUtc = false;

/** Sets the zone of the functions in this file. It is this computer's zone at first. */
export function showTimesIn(zone: 'local' | 'utc'): void {
  inUtc = zone === 'utc';
}

/** The short name of the shown zone: `UTC`, `CET`, `GMT+2`. */
export function sayZone(): string {
  if (inUtc) return words.utcZone;
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? words.localTime;
}

/** The instant of `hours`:`minutes` on the day that contains `day`, in the shown zone. */
export function atTimeOfDay(day: number, hours: number, minutes: number): number {
  const zone = shownZone();
  const midnight = midnightOf(day + zone.offsetAt(day));
  return zone.toInstant(midnight + hours * hour + minutes * minute);
}

/** The same time of day, `days` later, in the shown zone. */
export function daysLater(instant: number, days: number): number {
  const zone = shownZone();
  return zone.toInstant(instant + zone.offsetAt(instant) + days * day);
}

/** The calendar of the shown zone, for parsing typed times. */
export const shownCalendar: Calendar = { atTimeOfDay, daysLater };

const shownZone = () => openZone(inUtc ? 'UTC' : ownZone());

/** The wall time of instants in the shown zone, in ms. For many instants: the zone is looked up once. */
export function openWallClock(): (at: number) => number {
  const zone = shownZone();
  return (at) => at + zone.offsetAt(at);
}

/** The same with dates, for forms. */
export const shownDays: DayCalendar = {
  ...shownCalendar,
  instantOf: (wall) => shownZone().toInstant(wall),
  wallOf: (at) => at + shownZone().offsetAt(at),
};

/** A full date and time in the shown zone: `Mon 30 Nov 22:00`. */
export function sayMoment(at: number): string {
  const zone = inUtc ? { timeZone: 'UTC' } : {};
  const date = new Date(at).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...zone,
  });
  return `${date.replace(',', '')} ${sayTimeOfDay(at)}`;
}

/** `9pm` as `21:00`. Text that is not a time of day is only trimmed. */
export function clockOf(text: string): string {
  const read = readTimeOfDay(text);
  return read === null ? text.trim() : `${twoDigits(read.hours)}:${twoDigits(read.minutes)}`;
}

/** These say a date that is given as the ms from 1970-01-01 to its start in wall time. */
const dateWords = (options: Intl.DateTimeFormatOptions) => (wall: number) =>
  new Date(wall).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' });

/** `24 Dec 2026` */
export const sayShortDay = dateWords({ day: 'numeric', month: 'short', year: 'numeric' });
/** `24 Dec` */
export const sayDayOfYear = dateWords({ day: 'numeric', month: 'short' });
/** `24 Dec`, or `24 Dec 2025` when `today`, given like `wall`, is in another year. */
export const sayNearDay = (wall: number, today: number): string =>
  new Date(wall).getUTCFullYear() === new Date(today).getUTCFullYear()
    ? sayDayOfYear(wall)
    : sayShortDay(wall);
/** `Thursday 24 December` */
export const sayLongDay = dateWords({ weekday: 'long', day: 'numeric', month: 'long' });
/** `Thursday` */
export const sayWeekday = dateWords({ weekday: 'long' });
/** `December 2026` */
export const sayMonth = dateWords({ month: 'long', year: 'numeric' });

/** `14:02` */
export function sayTimeOfDay(at: number): string {
  const time = new Date(at);
  return inUtc
    ? time.toISOString().slice(11, 16)
    : `${twoDigits(time.getHours())}:${twoDigits(time.getMinutes())}`;
}

/** `14:02` today, else `21 Nov 14:02`. */
export function sayWhen(at: number, now: number): string {
  const startOfDay = atTimeOfDay(now, 0, 0);
  if (at >= startOfDay && at < daysLater(startOfDay, 1)) return sayTimeOfDay(at);
  const date = new Date(at).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(inUtc && { timeZone: 'UTC' }),
  });
  return `${date} ${sayTimeOfDay(at)}`;
}

/** The exact time, for tooltips and screen readers: `2026-11-21 14:02:33 UTC`. */
export function sayExactly(at: number): string {
  return words.utc(new Date(at).toISOString().slice(0, 19).replace('T', ' '));
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
