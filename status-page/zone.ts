// Time zones by the runtime's rules, through Temporal: always for a given instant, never for the current time.
import { Temporal } from 'temporal-polyfill';

export type WallTime = {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  offsetMinutes: number;
};
/** A calendar day in a zone: 23, 24 or 25 hours, rarely another length. `from` and `to` are epoch ms. */
export type Day = { year: number; month: number; day: number; from: number; to: number };

export function isTimeZone(name: string): boolean {
  // Temporal accepts offsets such as +01:00 as zones, but they have no summer time.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/u.test(name)) return false;
  try {
    zoned(0, name);
    return true;
  } catch {
    // Temporal throws for an unknown zone.
    return false;
  }
}

export const zoned = (at: number, zone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(zone);

export function wallTime(at: number, zone: string): WallTime {
  const { year, month, day, hour, minute, second, offsetNanoseconds } = zoned(at, zone);
  return { year, month, day, hour, minute, second, offsetMinutes: Math.round(offsetNanoseconds / 60e9) };
}

/** SP20: the zone's last `count` days up to the day of `at`, oldest first. */
export function daysUntil(at: number, count: number, zone: string): Day[] {
  const days: Day[] = [];
  let start = zoned(at, zone).startOfDay();
  let to = start.add({ days: 1 }).startOfDay().epochMilliseconds;
  while (days.length < count) {
    const from = start.epochMilliseconds;
    const { year, month, day } = start;
    days.unshift({ year, month, day, from, to });
    to = from;
    // A zone may skip a whole day; the previous day is the one that contains the last moment before `from`.
    start = zoned(from - 1, zone).startOfDay();
  }
  return days;
}

/**
 * The instant of a wall time such as `2026-03-29T02:30`. A time skipped by summer time is one hour later; a repeated
 * one means the first.
 */
export function instantOfWall(wall: string, zone: string): number {
  return Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

export function isWall(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/u.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch {
    // Temporal throws for an invalid wall time.
    return false;
  }
}
