// FO9: the time of the next update promised in a sent text, so that the update clock matches the promise.
import { dayStart, isoDate } from '../time/time.ts';
import { nextWords } from './lint-words.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const counts: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, 'half an': 0.5 };

const clock = /\b(\d{1,2})[:.](\d{2})(?:\s?(am|pm)\b)?/iu;
/** A zone behind a time, other than UTC: `CET`, `(Berlin time)`, `+01:00`, `local time`. */
const otherZone = /^\s*\(?(?:(?!UTC\b|GMT\b|Z\b)[A-Z]{2,5}\b|(?:UTC|GMT)?\s?[+−-]\s?\d|\p{L}+ time\b)/u;
const dayAndMonth = /\b(\d{1,2}) ([A-Za-z]{3})[a-z]*\b/u;
const wait = /\b(?:in|within) (\d{1,3}|an?|one|two|three|half an) (minutes?|min|hours?|h)\b/iu;

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
    const [, count = '', unit = ''] = length;
    const many = counts[count.toLowerCase()] ?? Number(count);
    return sentAt + many * (unit.toLowerCase().startsWith('h') ? 60 : 1) * minuteMs;
  }
  return findTime(rest, sentAt);
}

function findTime(text: string, sentAt: number): number | null {
  const found = clock.exec(text);
  const [whole = '', typed, minutes, half] = found ?? [];
  if (typed === undefined || Number(minutes) > 59) return null;
  if (otherZone.test(text.slice((found?.index ?? 0) + whole.length))) return null;
  const hours = half ? (Number(typed) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(typed);
  if (hours > 23) return null;
  const ofDay = (hours * 60 + Number(minutes)) * minuteMs;
  const [, day, name] = dayAndMonth.exec(text) ?? [];
  const month = months.indexOf((name ?? '').toLowerCase()) + 1;
  const today = Math.floor(sentAt / dayMs) * dayMs;
  if (day === undefined || month === 0) {
    const at = today + ofDay;
    return at > sentAt ? at : at + dayMs;
  }
  const year = Number(isoDate(sentAt).slice(0, 4));
  // Sent in December, with a day in January.
  const at = [year, year + 1].map((each) => dayStart(each, month, Number(day)) + ofDay);
  return at.find((each) => each > sentAt && each - sentAt < 60 * dayMs) ?? null;
}
