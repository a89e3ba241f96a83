// Wall time: the clock time of a zone, stored as the epoch ms at which UTC shows the same time. Days and weeks then
// need only plain arithmetic.
import { midnightOf, openZone } from '#room/time/zone.ts';
import { strings } from '../strings/index.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** To the whole second. */
export function wallOf(at: number, timeZone: string): number {
  const second = Math.floor(at / 1_000) * 1_000;
  return second + openZone(timeZone).offsetAt(second);
}

/**
 * The instant of a wall time. A repeated time means its first occurrence, a skipped time the change itself (OC3).
 */
export const instantOf = (wall: number, timeZone: string): number => openZone(timeZone).toInstant(wall);

export type Look = 'week' | 'month';

const weeksIn: Readonly<Record<Look, number>> = { week: 1, month: 4 };

/** The first day of each drawn week: the weekday of `wall`. */
export const weeksOf = (look: Look, wall: number): number[] =>
  Array.from({ length: weeksIn[look] }, (_, week) => midnightOf(wall) + week * 7 * dayMs);

/** The wall time `by` views later; earlier when negative. */
export const step = (look: Look, wall: number, by: number): number =>
  midnightOf(wall) + by * weeksIn[look] * 7 * dayMs;

export type Piece<T> = { what: T; start: number; size: number };

/** The parts of `spans` inside a stretch of wall time, as fractions (0..1) of it. */
export function piecesIn<T extends { from: number; to: number }>(
  spans: readonly T[],
  stretch: { from: number; to: number },
): Piece<T>[] {
  const length = stretch.to - stretch.from;
  return spans.flatMap((what) => {
    const from = Math.max(what.from, stretch.from);
    const to = Math.min(what.to, stretch.to);
    return from < to ? [{ what, start: (from - stretch.from) / length, size: (to - from) / length }] : [];
  });
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `Wed 25 Nov`. */
export function sayDay(wall: number): string {
  const time = new Date(wall);
  const weekday = strings.onCall.dayNames[(time.getUTCDay() + 6) % 7];
  const month = time.toLocaleDateString('en-GB', { month: 'short', timeZone: 'UTC' });
  return `${weekday} ${time.getUTCDate()} ${month}`;
}

export const sayClock = (wall: number): string => {
  const time = new Date(wall);
  return `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
};

/** `Wed 25 Nov 09:00` in the zone's wall time. */
export function sayIn(at: number, timeZone: string): string {
  const wall = wallOf(at, timeZone);
  return `${sayDay(wall)} ${sayClock(wall)}`;
}

/** Wall time of the zone, for comparing: `2026-11-25T09:00`. */
export const toInput = (at: number, timeZone: string): string =>
  new Date(wallOf(at, timeZone)).toISOString().slice(0, 16);

export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
