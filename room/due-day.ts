// The day on which an action item falls due. A fact holds an instant; what people mean is a day, the same one
// wherever it is read.
import { isoDate, readDay } from './time.ts';

const dayMs = 86_400_000;

/** The instant that stands for a day such as `2026-11-30`: its last second in UTC. Null when it is no day. */
export function dueAt(day: string): number | null {
  const start = readDay(day);
  return start === null ? null : start + dayMs - 1_000;
}

/**
 * The day that an instant stands for. Older versions wrote the last second of the day where the writer was;
 * the zone is found from how far that is from midnight. Where two zones fit, the one with more people in it.
 */
export function dueDay(at: number): string {
  const second = Math.floor((((at % dayMs) + dayMs) % dayMs) / 1_000);
  const untilMidnight = 86_399 - second;
  // Zones lie at full quarters of an hour.
  if (untilMidnight % 900 !== 0) return isoDate(at);
  const east = untilMidnight / 3_600;
  return isoDate(at - (east > 13 ? dayMs : 0));
}
