// RR: tasks that come back outside incidents, such as a restore of a backup. Their calendar is here, so that server and
// screens agree. Days are dates such as `2026-12-01`, the same in every zone.
import { isoDate, readDay } from '../time/time.ts';

export const recurringKinds = ['check', 'backup', 'load', 'chaos', 'security', 'exercise', 'other'] as const;
export type RecurringKind = (typeof recurringKinds)[number];

export const repeatUnits = ['day', 'week', 'month'] as const;
export type RepeatUnit = (typeof repeatUnits)[number];
export type Repeat = { unit: RepeatUnit; every: number };

/** A failed one found something; a skipped one was left out on purpose. */
export const runOutcomes = ['passed', 'failed', 'skipped'] as const;
export type RunOutcome = (typeof runOutcomes)[number];

/** One turn of a task, as somebody recorded it. */
export type RecurringRun = {
  id: string;
  /** The day on which this turn was due. */
  due: string;
  at: number;
  by: string;
  outcome: RunOutcome;
  text: string | null;
  /** Where its evidence is. */
  url: string | null;
  /** RR9: the id of the incident that came of it. */
  incident: string | null;
};

/** A task as sent on the live feed. */
export type RecurringTask = {
  id: string;
  name: string;
  kind: RecurringKind;
  details: string | null;
  service: string | null;
  /** A person's id. */
  owner: string | null;
  /** The people who are reminded: its owner, else those who answer for its service. */
  reminded: readonly string[];
  repeat: Repeat;
  startsOn: string;
  /** The day of the turn that nobody recorded yet. */
  due: string;
  last: RecurringRun | null;
};

const dayMs = 86_400_000;
const pad = (value: number, width: number) => String(value).padStart(width, '0');

/** The day of turn `turn`, counted from 0. A month without that day has its last one instead. */
function turnDay(startsOn: string, { unit, every }: Repeat, turn: number): string {
  if (unit !== 'month') {
    const days = turn * every * (unit === 'week' ? 7 : 1);
    return isoDate((readDay(startsOn) ?? 0) + days * dayMs);
  }
  const [year = 0, month = 1, day = 1] = startsOn.split('-').map(Number);
  const months = year * 12 + (month - 1) + turn * every;
  const first = `${pad(Math.floor(months / 12), 4)}-${pad((months % 12) + 1, 2)}`;
  for (let last = day; last > 28; last -= 1)
    if (readDay(`${first}-${pad(last, 2)}`) !== null) return `${first}-${pad(last, 2)}`;
  return `${first}-${pad(Math.min(day, 28), 2)}`;
}

/**
 * RR2: the day on which the next turn is due: the first one, or the first after the last recorded turn and the day on
 * which it was recorded. Turns that were missed meanwhile are one.
 */
export function dueAfter(
  startsOn: string,
  repeat: Repeat,
  last: Pick<RecurringRun, 'due' | 'at'> | null,
): string {
  if (last === null) return startsOn;
  const done = isoDate(last.at);
  const after = done > last.due ? done : last.due;
  let [low, high] = [0, 1];
  while (turnDay(startsOn, repeat, high) <= after) high *= 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (turnDay(startsOn, repeat, middle) > after) high = middle;
    else low = middle + 1;
  }
  return turnDay(startsOn, repeat, low);
}

/** Whether nobody recorded a turn by the end of the day on which it was due (UTC). */
export const isOverdue = (due: string, now: number): boolean => due < isoDate(now);

/** The tasks of this person that are due today or overdue. The one that is due longest comes first. */
export function myTasksDue<T extends Pick<RecurringTask, 'due' | 'reminded'>>(
  tasks: readonly T[],
  me: string | null,
  now: number,
): T[] {
  const today = isoDate(now);
  return tasks
    .filter(({ due, reminded }) => me !== null && due <= today && reminded.includes(me))
    .toSorted((a, b) => a.due.localeCompare(b.due));
}
