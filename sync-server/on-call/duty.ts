// Who is on call at a moment, until when, and who comes next.
import type { AwayOf } from './away.ts';
import type { ScheduleSettings } from '#wire/api/schedules.ts';
import type { Override } from '#wire/api/on-call.ts';
import { longestShiftMs, planShifts, type Shift } from './shifts.ts';
import { dayMs } from '#room/time/zone.ts';

export type DutyNow = {
  /** Null in a gap. */
  person: string | null;
  /** The next person after the one on call now, if it is another person. */
  backup: string | null;
  /** When this changes; null when no change is in sight. */
  until: number | null;
  next: { person: string | null; from: number } | null;
};

/** OC5: `until` and `next` look ahead over two rounds of the longest shift, at least five weeks. */
export function findDuty(
  settings: ScheduleSettings,
  overrides: readonly Override[],
  now: number,
  awayOf: AwayOf,
): DutyNow {
  const horizon = now + Math.max(35 * dayMs, 2 * longestShiftMs(settings));
  const { shifts } = planShifts(settings, overrides, { from: now, to: horizon }, awayOf);
  const first = shifts[0];
  const person = first !== undefined && first.from <= now ? first.person : null;
  const until = endOfTurn(shifts, person, now, horizon);
  const next = until === null ? null : { person: holderAt(shifts, until), from: until };
  const backup = person === null ? null : (shifts.find((shift) => shift.person !== person)?.person ?? null);
  return { person, backup, until, next };
}

const holderAt = (shifts: readonly Shift[], at: number): string | null =>
  shifts.find(({ from, to }) => from <= at && at < to)?.person ?? null;

function endOfTurn(
  shifts: readonly Shift[],
  person: string | null,
  now: number,
  horizon: number,
): number | null {
  if (person === null) return shifts[0]?.from ?? null;
  let end = now;
  for (const shift of shifts) {
    if (shift.from > end || shift.person !== person) break;
    end = shift.to;
  }
  return end < horizon ? end : null;
}
