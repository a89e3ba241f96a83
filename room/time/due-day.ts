// The due day of an action item. A fact stores an instant, but people mean a day, the same day in every zone.
import { isoDate, readDay } from './time.ts';

const dayMs = 86_400_000;

/** The instant that stands for a day such as `2026-11-30`: its last second in UTC. Null for an invalid day. */
export function dueAt(day: string): number | null {
  const start = readDay(day);
  return start === null ? null : start + dayMs - 1_000;
}

/**
 * The day that an instant stands for. Older versions wrote the last second of the day in the writer's zone. Its
 * distance from midnight UTC gives the zone; when two zones fit, the more populated one is assumed.
 */
export function dueDay(at: number): string {
  const second = Math.floor((((at % dayMs) + dayMs) % dayMs) / 1_000);
  const untilMidnight = 86_399 - second;
  // Zone offsets are multiples of 15 minutes.
  if (untilMidnight % 900 !== 0) return isoDate(at);
  const east = untilMidnight / 3_600;
  return isoDate(at - (east > 13 ? dayMs : 0));
}
