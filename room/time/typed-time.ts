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
};

const unit = String.raw`(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)`;
const part = String.raw`\d{1,4}\s?${unit}`;
const length = new RegExp(String.raw`^${part}(?:\s?${part})*$`, 'iu');
const parts = new RegExp(String.raw`(\d{1,4})\s?(${unit})`, 'giu');
const clock = String.raw`\d{1,2}[:.]\d{2}(?:\s?[ap]m)?|\d{1,2}\s?[ap]m|\d{4}`;
const wholeClock = new RegExp(`^(?:${clock})$`, 'iu');
/** Colons as a time has them, in a form that is none: `9:5`, `14:02:33`, `1:030`. */
const oddClock = /^\d{1,4}(?::\d{1,4}){1,2}$/u;

/** As typed on any keyboard: those of East Asia also write digits and signs in full width. */
const plain = (text: string): string => text.normalize('NFKC').trim();

/** `10m`, `10 min`, `1h30m`, `90 sec`, `2 days` in ms; null when it is not a duration. */
export function readLength(text: string): number | null {
  const typed = plain(text);
  if (!length.test(typed)) return null;
  let total = 0;
  for (const [, count, name = ''] of typed.matchAll(parts))
    total += Number(count) * (unitMs[name.charAt(0).toLowerCase()] ?? 0);
  return total;
}

type Clock = { hours: number; minutes: number };

/** `14:02`, `14.02`, `1402`, `9am`, `9:30 pm`; `wrong` for an impossible time, null when it does not look like a time. */
function readClock(text: string): Clock | 'wrong' | null {
  const typed = plain(text).toLowerCase();
  if (!wholeClock.test(typed)) return oddClock.test(typed) ? 'wrong' : null;
  const [, half] = /\s?([ap])m$/u.exec(typed) ?? [];
  const digits = typed.replace(/\s?[ap]m$/u, '');
  const [first = '', second] =
    digits.includes(':') || digits.includes('.') ? digits.split(/[:.]/u) : [digits];
  const isFour = second === undefined && first.length === 4;
  const shown = Number(isFour ? first.slice(0, 2) : first);
  const minutes = Number(isFour ? first.slice(2) : (second ?? 0));
  if (minutes > 59 || (half ? shown < 1 || shown > 12 : shown > 23)) return 'wrong';
  return { hours: half ? (shown % 12) + (half === 'p' ? 12 : 0) : shown, minutes };
}

/** A time of day in any of these notations; null when it is not valid. */
export function readTimeOfDay(text: string): Clock | null {
  const read = readClock(text);
  return read === 'wrong' ? null : read;
}

/** Looks like a time of day but is impossible. */
export const isWrongClock = (text: string): boolean => readClock(text) === 'wrong';

const words = table({
  noClock: (text: string) => `${text} is not a time of day. Write one such as 14:02, 9am or -20m.`,
  isOver: (text: string) => `${text} is over. Write when it is due, such as 10m or 14:30.`,
});
const noClock = (text: string) => words.noClock(text.trim());

/** When something happened: `14:02` (the most recent one), `-5m`, `-5 min`. */
export function readPast(text: string, now: number, calendar: Calendar): ReadTime {
  const typed = plain(text);
  if (/^[-−–]/u.test(typed)) {
    const back = readLength(typed.slice(1));
    return back === null ? null : { at: now - back };
  }
  const read = readClock(typed);
  if (read === null) return null;
  if (read === 'wrong') return { wrong: noClock(typed) };
  const today = calendar.atTimeOfDay(now, read.hours, read.minutes);
  // A clock one minute fast on another computer must not move an entry back by a day.
  return { at: today > now + minuteMs ? calendar.daysLater(today, -1) : today };
}

/** When something is due: `10m` from now, or the next `14:30`. */
export function readDue(text: string, now: number, calendar: Calendar): ReadTime {
  const ahead = readLength(text);
  if (ahead !== null) return { at: now + ahead };
  if (/^[-−–]/u.test(plain(text)) && readLength(plain(text).slice(1)) !== null)
    return { wrong: words.isOver(text.trim()) };
  const read = readClock(text);
  if (read === null) return null;
  if (read === 'wrong') return { wrong: noClock(text) };
  const today = calendar.atTimeOfDay(now, read.hours, read.minutes);
  return { at: today <= now ? calendar.daysLater(today, 1) : today };
}

const every = new RegExp(
  String.raw`(?:^|[\s,])every\s+(${part}(?:\s?${part})*|${unit})(?:\s+until\s+resolved)?\.?$`,
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
const inLine = String.raw`\d{1,2}:\d{2}(?:\s?[ap]m)?|\d{2}\.\d{2}|\d{1,2}\s?[ap]m|0\d{3}`;
const past = new RegExp(String.raw`^(${sign}${part}(?:\s?${part})*|${inLine})(?:\s+([\s\S]*))?$`, 'iu');
const due = new RegExp(String.raw`^((?:${sign})?${part}(?:\s?${part})*|${inLine})(?:\s+([\s\S]*))?$`, 'iu');

/** The time at the beginning of a line and the rest; null when the line does not begin with a time. */
function split(line: string, pattern: RegExp): { time: string; rest: string } | null {
  const [, time, rest = ''] = pattern.exec(line.trim()) ?? [];
  if (time === undefined) return null;
  // `99.95 of 100` begins with a number, not a time.
  return /^\d{2}\.\d{2}$/u.test(time) && readClock(time) === 'wrong' ? null : { time, rest };
}

export const splitPast = (line: string): { time: string; rest: string } | null => split(line, past);
export const splitDue = (line: string): { time: string; rest: string } | null => split(line, due);
