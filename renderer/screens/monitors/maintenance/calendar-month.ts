// The days of a month as rows of a calendar. Days are midnights by the wall, in milliseconds as if in UTC.
import type { Turn } from '#wire/api/maintenance.ts';
import { dayMs, midnightOf, weekdayOf } from '#room/time/zone.ts';

/** The first day of the month that contains this day, `months` later. */
export function firstOfMonth(day: number, months = 0): number {
  const date = new Date(day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

/** Whole weeks, from Monday to Sunday, that hold the month of this day. */
export function weeksOf(day: number): number[][] {
  const first = firstOfMonth(day);
  const start = first - (weekdayOf(first) - 1) * dayMs;
  const weeks: number[][] = [];
  for (let monday = start; monday < firstOfMonth(day, 1); monday += 7 * dayMs)
    weeks.push(Array.from({ length: 7 }, (_, index) => monday + index * dayMs));
  return weeks;
}

/** The same day of another month, or its last one where that month is shorter. */
export function monthLater(day: number, months: number): number {
  const last = firstOfMonth(day, months + 1) - dayMs;
  const same = firstOfMonth(day, months) + (new Date(day).getUTCDate() - 1) * dayMs;
  return Math.min(same, last);
}

/** The day to which a key leads in a grid of days (WAI-ARIA, date grid); null for any other key. */
export function dayAfterKey(key: string, day: number): number | null {
  switch (key) {
    case 'ArrowLeft':
      return day - dayMs;
    case 'ArrowRight':
      return day + dayMs;
    case 'ArrowUp':
      return day - 7 * dayMs;
    case 'ArrowDown':
      return day + 7 * dayMs;
    case 'Home':
      return day - (weekdayOf(day) - 1) * dayMs;
    case 'End':
      return day + (7 - weekdayOf(day)) * dayMs;
    case 'PageUp':
      return monthLater(day, -1);
    case 'PageDown':
      return monthLater(day, 1);
    default:
      return null;
  }
}

/** The turns of each day that they touch, in the order given; `wallOf` turns an instant into wall time. */
export function turnsByDay<T extends Pick<Turn, 'from' | 'to'>>(
  turns: readonly T[],
  wallOf: (at: number) => number,
): Map<number, T[]> {
  const days = new Map<number, T[]>();
  for (const turn of turns) {
    const last = midnightOf(wallOf(turn.to - 1));
    for (let day = midnightOf(wallOf(turn.from)); day <= last; day += dayMs)
      days.set(day, [...(days.get(day) ?? []), turn]);
  }
  return days;
}
