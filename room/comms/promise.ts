// FO9: the time of the next update promised in a sent text, so that the update clock matches the promise.
import { dayStart, isoDate } from '../time/time.ts';
import { nextWords } from './lint-words.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const counts: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, 'half an': 0.5 };

const clocks = [
  /\b(?<typed>\d{1,2})(?:[:.](?<minutes>\d{2}))?\s?(?<half>[ap])\.?m\b\.?/iu,
  /\b(?<typed>\d{1,2}):(?<minutes>\d{2})(?!\d)/u,
  /\b(?<typed>\d{1,2})\.(?<minutes>\d{2})(?!\d)/u,
];
/** A zone behind a time, other than UTC: `CET`, `(Berlin time)`, `+01:00`, `local time`. */
const otherZone = /^\s*\(?(?:(?!UTC\b|GMT\b|Z\b)[A-Z]{2,5}\b|(?:UTC|GMT)?\s?[+−-]\s?\d|\p{L}+ time\b)/u;
const dayAndMonth =
  /\b(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<name>[A-Za-z]{3})[a-z]*\b|\b(?<month>[A-Za-z]{3})[a-z]* (?<date>\d{1,2})(?:st|nd|rd|th)?\b(?![:.]\d)/gu;
const isoDay = /\b(\d{4})-(\d{2})-(\d{2})\b/u;
/** `3/12` and `3.12.`: which is the month depends on the reader. */
const unclearDay = /\b\d{1,2}\/\d{1,2}\b|\b\d{1,2}\.\d{1,2}\.(?!\s*$)/u;
const namedDay = /\b(tomorrow|(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?)(?:day)?)\b/iu;
const wait =
  /\b(?:in|within)(?: about| around| approximately| the next)? (?:\d{1,3} ?(?:-|–|to) ?)?(\d{1,3}|an?|one|two|three|half an) ?(minutes?|mins?|m|hours?|hrs?|h)\b(?:(?: and)? (\d{1,2}) ?(?:minutes?|mins?|m)\b|( and a half)\b)?/iu;

/**
 * The promised instant, epoch ms, after `sentAt`; null without a promise. A time of day is UTC, like every time
 * that Muster writes into a text; without a date it is the next such time. A time of another zone is not understood.
 */
export function findPromise(text: string, sentAt: number): number | null {
  const begins = nextWords.exec(text);
  if (!begins) return null;
  // The promise extends to the end of its line.
  const [rest = ''] = text.slice(begins.index).split('\n', 1);
  const length = wait.exec(rest);
  if (length) {
    const [, count = '', unit = '', more = '0', andHalf] = length;
    const many = (counts[count.toLowerCase()] ?? Number(count)) + (andHalf === undefined ? 0 : 0.5);
    return sentAt + (many * (unit.toLowerCase().startsWith('h') ? 60 : 1) + Number(more)) * minuteMs;
  }
  return findTime(rest, sentAt);
}

function findTime(text: string, sentAt: number): number | null {
  const found = clocks.map((clock) => clock.exec(text)).find((each) => each !== null);
  const { typed = '', minutes = '0', half } = found?.groups ?? {};
  if (!found || Number(minutes) > 59 || unclearDay.test(text)) return null;
  if (otherZone.test(text.slice(found.index + found[0].length))) return null;
  const hours = half ? (Number(typed) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(typed);
  if (hours > 23) return null;
  return findDay(text, sentAt, (hours * 60 + Number(minutes)) * minuteMs);
}

/** The instant `ofDay` after the beginning of the day that the text names, else of the next day that has it ahead. */
function findDay(text: string, sentAt: number, ofDay: number): number | null {
  const [, year, month, day] = isoDay.exec(text) ?? [];
  if (year !== undefined) {
    const at = dayStart(Number(year), Number(month), Number(day)) + ofDay;
    return isSoon(at, sentAt) ? at : null;
  }
  const dated = [...text.matchAll(dayAndMonth)].flatMap(({ groups = {} }) => {
    const index = months.indexOf((groups['name'] ?? groups['month'] ?? '').toLowerCase()) + 1;
    return index === 0 ? [] : [{ month: index, day: Number(groups['day'] ?? groups['date']) }];
  })[0];
  if (dated !== undefined) {
    const thisYear = Number(isoDate(sentAt).slice(0, 4));
    // Sent in December, with a day in January.
    const at = [thisYear, thisYear + 1].map((each) => dayStart(each, dated.month, dated.day) + ofDay);
    return at.find((each) => isSoon(each, sentAt)) ?? null;
  }
  const today = Math.floor(sentAt / dayMs) * dayMs;
  const [, name] = namedDay.exec(text) ?? [];
  if (name?.toLowerCase() === 'tomorrow') return today + dayMs + ofDay;
  const weekday = weekdays.indexOf((name ?? '').slice(0, 3).toLowerCase());
  // 1970-01-01 was a Thursday.
  const ahead = weekday < 0 ? 0 : (((weekday - (today / dayMs + 4)) % 7) + 7) % 7;
  const at = today + ahead * dayMs + ofDay;
  return at > sentAt ? at : at + (weekday < 0 ? 1 : 7) * dayMs;
}

const isSoon = (at: number, sentAt: number) => at > sentAt && at - sentAt < 60 * dayMs;
