// Times and durations in words. `Date` is a clock and does not exist here; a calendar is only arithmetic.

const dayMs = 86_400_000;
/** The last instant that a JavaScript date can hold. */
export const lastInstant = 8_640_000_000_000_000;
const pad = (value: number, width = 2): string => String(value).padStart(width, '0');

/** `2026-03-04T05:06:07Z`; milliseconds are cut off. */
export function isoTime(at: number): string {
  const seconds = Math.floor((((at % dayMs) + dayMs) % dayMs) / 1000);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) =>
    pad(part),
  );
  return `${isoDate(at)}T${clock.join(':')}Z`;
}

/** `2026-11-30 12:05 UTC`: for what is read in more than one zone. */
export const sayMoment = (at: number): string => `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;

/** `2026-03-04`. */
export function isoDate(at: number): string {
  const { year, month, day } = civilFromDays(Math.floor(at / dayMs));
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

/** The Gregorian date of a day counted from 1970-01-01, by 400-year cycles of years that begin in March. */
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const cycle = Math.floor(shifted / 146_097);
  const dayOfCycle = shifted - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (dayOfCycle -
      Math.floor(dayOfCycle / 1_460) +
      Math.floor(dayOfCycle / 36_524) -
      Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const units: readonly [name: string, seconds: number][] = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
];

/** At most the two largest units: `4 m 12 s`, `3 h 5 m`, `0 s`. Negative durations begin with a minus. */
export function durationText(ms: number): string {
  let rest = Math.floor(Math.abs(ms) / 1000);
  const parts: string[] = [];
  for (const [name, seconds] of units) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0 || parts.length > 0) parts.push(`${count} ${name}`);
    if (parts.length === 2) break;
  }
  const text = parts.filter((part) => !part.startsWith('0 ')).join(' ');
  return (ms < 0 && text !== '' ? '-' : '') + (text || '0 s');
}

/** The start of a UTC day such as `2026-03-04`, epoch ms; null when invalid. */
export function readDay(text: string): number | null {
  const [, year, month, day] = (/^(\d{4})-(\d\d)-(\d\d)$/u.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = dayStart(year, month, day);
  return isoDate(at) === text ? at : null;
}

/** The start of a UTC day, epoch ms; `month` from 1. */
export function dayStart(year: number, month: number, day: number): number {
  // Days since 1970 of the proleptic Gregorian calendar, years beginning in March.
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return (shifted * 365 + leapDays + dayOfYear - 719_468) * dayMs;
}
