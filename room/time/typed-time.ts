// IN6: parses times and durations as people type them in a hurry. One parser for the composer, the scribe bar, `muster
// note`, the panels and the forms. Text that looks like a time is parsed or refused with a message, never kept as text.

import { table } from '../text/words.ts';

/** Calendar arithmetic in the zone in which times are shown. */
export type Calendar = {
  atTimeOfDay: (day: number, hours: number, minutes: number) => number;
  daysLater: (instant: number, days: number) => number;
};
/** `at`: epoch ms. `wrong`: it looks like a time but is invalid, and why. Null: it does not look like a time. */
export type ReadTime = { at: number } | { wrong: string } | null;

const minuteMs = 60_000;
const unitMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: minuteMs,
  h: 60 * minuteMs,
  d: 1_440 * minuteMs,
  w: 7 * 1_440 * minuteMs,
};

const unit = String.raw`(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)`;
const count = String.raw`\d{1,4}(?:[.,]\d{1,2})?`;
const part = String.raw`${count}\s?${unit}`;
const lengths = String.raw`${part}(?:\s?${part})*`;
const length = new RegExp(`^${lengths}$`, 'iu');
const parts = new RegExp(String.raw`(${count})\s?(${unit})`, 'giu');
const half = String.raw`\s?[ap]\.?m\b\.?`;
/** With seconds, as in logs, and `14h02`. */
const withSeconds = String.raw`\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,9})?`;
const withH = String.raw`\d{1,2}\s?h\s?\d{2}`;
const clock = String.raw`(?:${withSeconds}|\d{1,2}[:.]\d{2})(?:${half})?|${withH}|\d{1,2}${half}|\d{4}`;
const wholeClock = new RegExp(`^(?:${clock})$`, 'iu');
const namedClocks: Readonly<Record<string, number>> = { noon: 12, midnight: 0 };
/** Has colons like a time but is none: `9:5`, `1:030`. */
const oddClock = /^\d{1,4}(?::\d{1,4}){1,2}$/u;

/** Those of East Asia write digits and signs in full width; others have digits of their own. */
const typedElsewhere = /[：．，－]|(?![0-9])\p{Nd}/gu;
/** The usual sign for one of another keyboard; each takes the place of one, so that indexes stay. */
function usualSign(sign: string): string {
  const found = '：．，－'.indexOf(sign);
  if (found >= 0) return ':.,-'.charAt(found);
  // Each script's digits stand in a row that begins with its zero.
  const code = sign.codePointAt(0) ?? 0;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value % 10).padStart(sign.length);
}
const plain = (text: string): string => text.replaceAll(typedElsewhere, usualSign).normalize('NFKC').trim();

/** `10m`, `10 min`, `1h30m`, `1.5h`, `90 sec`, `2 days`, `an hour` in ms; null when it is not a duration. */
export function readLength(text: string): number | null {
  const typed = plain(text)
    .replace(/^half an (?=hour$)/iu, '0.5 ')
    .replace(/^an? (?=\p{L}+$)/iu, '1 ');
  if (!length.test(typed)) return null;
  let total = 0;
  for (const [, count, name = ''] of typed.matchAll(parts))
    total += Number(count?.replace(',', '.')) * (unitMs[name.charAt(0).toLowerCase()] ?? 0);
  return Math.round(total);
}

type Clock = { hours: number; minutes: number; seconds: number };

/**
 * `14:02`, `14.02`, `1402`, `14h02`, `14:02:33`, `9am`, `9:30 p.m.`, `noon`; `wrong` for an impossible time, null when
 * it does not look like a time.
 */
export function readClock(text: string): Clock | 'wrong' | null {
  const typed = plain(text).toLowerCase();
  const named = Object.hasOwn(namedClocks, typed) ? namedClocks[typed] : undefined;
  if (named !== undefined) return { hours: named, minutes: 0, seconds: 0 };
  if (!wholeClock.test(typed)) return oddClock.test(typed) ? 'wrong' : null;
  const [, side] = /\s?([ap])\.?m\.?$/u.exec(typed) ?? [];
  const digits = typed.replace(/\s?[ap]\.?m\.?$/u, '');
  const [first = '', second, third = '0'] = digits.split(/[:.,h]/u).map((each) => each.trim());
  const isFour = second === undefined && first.length === 4;
  const shown = Number(isFour ? first.slice(0, 2) : first);
  const minutes = Number(isFour ? first.slice(2) : (second ?? 0));
  const seconds = Number(third);
  const isHour = side ? shown >= 1 && shown <= 12 : shown <= 23;
  if (!isHour || minutes > 59 || seconds > 59) return 'wrong';
  return { hours: side ? (shown % 12) + (side === 'p' ? 12 : 0) : shown, minutes, seconds };
}

/** A time of day in any of these notations, to the minute; null when it is not valid. */
export function readTimeOfDay(text: string): Omit<Clock, 'seconds'> | null {
  const read = readClock(text);
  return read === 'wrong' || read === null || read.seconds > 0 ? null : read;
}

/** Looks like a time of day but is impossible. */
export const isWrongClock = (text: string): boolean => readClock(text) === 'wrong';

const words = table({
  noClock: (text: string) => `${text} is not a time of day. Write one such as 14:02, 9am or -20m.`,
  otherZone: (text: string) =>
    `${text} is a time of another zone. Write it as it is shown here, or in UTC, such as 14:02 UTC.`,
  twoTimes: (text: string) =>
    `${text} is two times, or a time of another zone. Write one as it is shown here, or in UTC, such as 14:02 UTC.`,
  isEither: (text: string) => `${text} may be a time or a length. Write one such as 1:30, or 1h30m.`,
  isOver: (text: string) => `${text} is over. Write when it is due, such as 10m or 14:30.`,
});
const noClock = (text: string) => words.noClock(text.trim());

/** A zone behind a time. Capitals only: `est` is a word. */
const zones =
  'UTC|GMT|CES?T|EES?T|WES?T|BST|IST|MSK|[ECMP][SD]T|AK[SD]T|HST|JST|KST|SGT|HKT|A[CEW][SD]T|NZ[SD]T';
const offset = String.raw`(?:UTC|GMT)\s?[+−-]\d{1,2}(?::?\d{2})?|[+−–-]\d{2}:\d{2}`;
const zoned = new RegExp(
  String.raw`^(?<time>.*\d(?:\s?[ap]\.?m\.?)?)\s?(?<zone>Z|z|${offset}|(?:${zones}))$`,
  'u',
);

/** `14:02Z` and `14:02 UTC` are of that zone, everything else of the calendar's; `wrong` for another zone. */
function readZone(typed: string, calendar: Calendar): { time: string; calendar: Calendar } | 'wrong' {
  const { time = '', zone = '' } = zoned.exec(typed)?.groups ?? {};
  if (zone === '' || readClock(time) === null) return { time: typed, calendar };
  return /^(?:z|UTC|GMT)$/iu.test(zone) ? { time, calendar: utc } : 'wrong';
}

const dayMs = 1_440 * minuteMs;
const utc: Calendar = {
  atTimeOfDay: (day, hours, minutes) => Math.floor(day / dayMs) * dayMs + (hours * 60 + minutes) * minuteMs,
  daysLater: (instant, days) => instant + days * dayMs,
};

/** The time of day today, moved by `daysTo`. Null when it does not look like a time. */
function readOnDay(typed: string, now: number, given: Calendar, daysTo: (at: number) => number): ReadTime {
  const read = readZone(typed, given);
  if (read === 'wrong')
    return { wrong: /\d[−–-]\d{2}:/u.test(typed) ? words.twoTimes(typed) : words.otherZone(typed) };
  const of = readClock(read.time);
  if (of === null) return null;
  if (of === 'wrong') return { wrong: noClock(typed) };
  const today = read.calendar.atTimeOfDay(now, of.hours, of.minutes);
  const days = daysTo(today + of.seconds * 1_000);
  return { at: (days === 0 ? today : read.calendar.daysLater(today, days)) + of.seconds * 1_000 };
}

/**
 * When something happened: `14:02` (the most recent one), `yesterday 14:02`, `14:02 UTC`, `-5m`, `-1h30`, `an hour ago`.
 */
export function readPast(text: string, now: number, calendar: Calendar): ReadTime {
  const typed = plain(text);
  const [, back = null] = /^[-−–](.*)$/u.exec(typed) ?? /^(.*)\sago$/iu.exec(typed) ?? [];
  if (back !== null && /^\d{1,2}:\d{2}$/u.test(back)) return { wrong: words.isEither(text.trim()) };
  if (back !== null) {
    const ms = readLength(/h\s?\d{1,2}$/iu.test(back) ? `${back}m` : back);
    return ms === null ? null : { at: now - ms };
  }
  const [, yesterday] = /^yesterday(?:,|\sat)?\s(.+)$/iu.exec(typed) ?? [];
  if (yesterday !== undefined) return readOnDay(yesterday, now, calendar, () => -1);
  // A clock one minute fast on another computer must not move an entry back by a day.
  return readOnDay(typed, now, calendar, (today) => (today > now + minuteMs ? -1 : 0));
}

/** When something is due: `10m` from now, or the next `14:30`. */
export function readDue(text: string, now: number, calendar: Calendar): ReadTime {
  const typed = plain(text);
  const ahead = readLength(typed);
  if (ahead !== null) return { at: now + ahead };
  if (/^[-−–]/u.test(typed) && readLength(typed.slice(1)) !== null)
    return { wrong: words.isOver(text.trim()) };
  if (/^\d{1,2}\s?h\s?\d{2}$/iu.test(typed)) return { wrong: words.isEither(text.trim()) };
  return readOnDay(typed, now, calendar, (today) => (today <= now ? 1 : 0));
}

const every = new RegExp(
  String.raw`(?:^|[\s,])every\s+(${lengths}|${unit})(?:\s+until\s+resolved)?\.?$`,
  'iu',
);

/** The length at the end of `check the queue every 10m` (`every hour` too) in ms, and the text before it; else null. */
export function splitEvery(line: string): { everyMs: number; text: string } | null {
  const found = every.exec(line.trim());
  if (found?.[1] === undefined) return null;
  const everyMs = readLength(found[1]) ?? readLength(`1 ${found[1]}`);
  return everyMs === null ? null : { everyMs, text: cutEnd(line.trim().slice(0, found.index)) };
}

/** Without the comma and the spaces at its end. */
const cutEnd = (text: string): string => text.trimEnd().replace(/,$/u, '').trimEnd();

const sign = String.raw`[-−–]\s?`;
// Within a line, four digits (`1402`) count as a time only with a leading zero; usually they are a count.
const inLine = String.raw`(?:${withSeconds}|\d{1,2}:\d{2})(?:${half})?(?:z|[+−–-]\d{2}:\d{2})?|\d{1,2}\.\d{2}${half}|\d{2}\.\d{2}|${withH}|\d{1,2}${half}|0\d{3}|(?:noon|midnight)(?=[,;:])`;
const begins = (time: string) => new RegExp(String.raw`^(${time})(?:[,;:]?\s+([\s\S]*))?$`, 'iu');
const past = begins(
  String.raw`${sign}${lengths}|${sign}\d{1,2}(?:h\d{1,2}|:\d{2})|(?:${lengths}|half an hour|an? ${unit})\sago|(?:yesterday(?:,|\sat)?\s)?(?:${inLine})`,
);
const due = begins(String.raw`(?:${sign})?${lengths}|${inLine}`);
const zoneNext = new RegExp(String.raw`^(${offset}|(?:${zones}))[,;:]?(?:\s+|$)`, 'u');

/** The time at the beginning of a line and the rest; null when the line does not begin with a time. */
function split(line: string, pattern: RegExp): { time: string; rest: string } | null {
  const whole = line.trim();
  const [, time, after = ''] = pattern.exec(whole.replaceAll(typedElsewhere, usualSign)) ?? [];
  if (time === undefined) return null;
  // `99.95 of 100` begins with a number, not a time.
  if (/^\d{2}\.\d{2}$/u.test(time) && readClock(time) === 'wrong') return null;
  const rest = whole.slice(whole.length - after.length);
  const [named = '', zone] = (readClock(time) === null ? null : zoneNext.exec(rest)) ?? [];
  const text = rest.slice(named.length).replace(/^[-–—]\s+/u, '');
  return { time: zone === undefined ? time : `${time} ${zone}`, rest: text };
}

export const splitPast = (line: string): { time: string; rest: string } | null => split(line, past);
/** Also `by 14:45 call them` and `in 10m call them`. */
export const splitDue = (line: string): { time: string; rest: string } | null =>
  split(line.trim().replace(/^(?:in|by|at|until)\s+/iu, ''), due);
