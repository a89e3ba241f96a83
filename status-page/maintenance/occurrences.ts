// SP40 to SP43: planned work as single turns.
import { limits } from '../limits.ts';
import { opaqueId } from '../opaque-id.ts';
import type { Texts } from '../schema/fields.ts';
import type { Maintenance, RepeatingSchedule } from '../schema/maintenance.ts';
import { readRule } from '../recurrence-rule.ts';
import { instantOfWall } from '../zone.ts';

export type OccurrenceStatus = 'scheduled' | 'in_progress' | 'verifying' | 'completed';
export type OccurrenceUpdate = { id: string; at: number; status: OccurrenceStatus; body: Texts };
export type Occurrence = {
  /** Stays the same when the turn is moved. */
  id: string;
  maintenance: string;
  title: Texts;
  body: Texts | null;
  components: readonly string[];
  /** As planned, epoch ms. */
  scheduledFor: number;
  scheduledUntil: number;
  /** The actual times: a person may begin or end it at another time. */
  from: number;
  to: number;
  status: OccurrenceStatus;
  isCancelled: boolean;
  createdAt: number;
  updatedAt: number;
  revision: number;
  /** Oldest first. */
  updates: readonly OccurrenceUpdate[];
};
type Turn = { wall: string | null; from: number; minutes: number; isCancelled: boolean };
type Range = { from: number; to: number };

/** Every turn that overlaps the range, by its start. */
export function listOccurrences(list: readonly Maintenance[], range: Range, now: number): Occurrence[] {
  const inForce = new Map<string, Occurrence>();
  // A turn that an earlier plan began is told by the newer plan if that has it too.
  for (const maintenance of list.toSorted((one, other) => endOfPlan(one) - endOfPlan(other)))
    for (const turn of turnsOf(maintenance, range))
      for (const each of untilRemoved(toOccurrence(maintenance, turn, now), maintenance.removedAt))
        inForce.set(each.id, each);
  return [...inForce.values()].toSorted(
    (one, other) => one.from - other.from || (one.id < other.id ? -1 : 1),
  );
}

const endOfPlan = ({ removedAt = Infinity }: Maintenance): number => removedAt;

/** SP67: what had begun when the plan was removed took place; it ended then at the latest. */
function untilRemoved(turn: Occurrence, removedAt: number | undefined): Occurrence[] {
  if (removedAt === undefined || turn.to <= removedAt) return [turn];
  return turn.from < removedAt ? [{ ...turn, to: removedAt, status: 'completed' }] : [];
}

function turnsOf(
  { schedule, cancelled, createdAt, since: changedAt = 0 }: Maintenance,
  range: Range,
): Turn[] {
  if (schedule.kind === 'repeating') {
    // SP40: a rule may start in the past, but nobody worked then because of a plan that was made later.
    const since = Math.max(range.from, createdAt, changedAt);
    return repeatingTurns(schedule, { from: since, to: range.to })
      .filter(({ from, minutes }) => from + minutes * 60_000 > since)
      .map((turn) => ({ ...turn, isCancelled: turn.isCancelled || cancelled }));
  }
  const { from, minutes } = schedule;
  const isInside = from < range.to && from + minutes * 60_000 > range.from;
  return isInside ? [{ wall: null, from, minutes, isCancelled: cancelled }] : [];
}

function repeatingTurns(schedule: RepeatingSchedule, { from, to }: Range): Turn[] {
  const rule = readRule(schedule);
  if ('expected' in rule) return [];
  const exceptions = new Map(schedule.exceptions.map((each) => [each.start, each]));
  const regular = rule.between(from - schedule.minutes * 60_000, to, limits.occurrences);
  // A turn may be moved into the range from outside.
  const moved = schedule.exceptions.flatMap(({ start, from: at }) => {
    const isListed = at === undefined || at >= to || regular.some(({ wall }) => wall === start);
    const was = instantOfWall(start, schedule.timeZone);
    return isListed ? [] : rule.between(was, was + 1, 1);
  });
  return [...regular, ...moved].map(({ at, wall }) => {
    const exception = exceptions.get(wall);
    return {
      wall,
      from: exception?.from ?? at,
      minutes: exception?.minutes ?? schedule.minutes,
      isCancelled: exception?.cancelled ?? false,
    };
  });
}

function toOccurrence(maintenance: Maintenance, turn: Turn, now: number): Occurrence {
  const { id, title, body, components, createdAt, updatedAt, revision } = maintenance;
  const planned = { from: turn.from, to: turn.from + turn.minutes * 60_000 };
  const said = maintenance.updates
    .filter(({ start, at }) => at <= now && (turn.wall === null || start === turn.wall))
    .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  const actual = actualTimes(planned, said);
  let status: OccurrenceStatus = 'scheduled';
  const updates = said.map((each): OccurrenceUpdate => {
    status = each.status ?? statusAt(each.at, actual);
    return { id: each.id, at: each.at, status, body: each.body };
  });
  const spoken = said.findLast((each) => each.status !== undefined)?.status;
  return {
    id: turn.wall === null ? opaqueId('maintenance', id) : opaqueId('maintenance', id, turn.wall),
    maintenance: id,
    title,
    body: body ?? null,
    components,
    scheduledFor: planned.from,
    scheduledUntil: planned.to,
    ...actual,
    status: settle(spoken, statusAt(now, actual)),
    isCancelled: turn.isCancelled,
    createdAt,
    updatedAt: Math.max(updatedAt, ...updates.map(({ at }) => at)),
    revision,
    updates,
  };
}

/** SP42: it begins and ends as planned, unless a person said that it had begun or ended. */
function actualTimes(planned: Range, said: Maintenance['updates']): Range {
  const begun = said.find(({ status }) => status === 'in_progress' || status === 'verifying')?.at;
  const done = said.find(({ status }) => status === 'completed')?.at;
  const from = Math.min(planned.from, begun ?? Infinity, done ?? Infinity);
  return { from, to: done ?? planned.to };
}

const statusAt = (at: number, { from, to }: Range): OccurrenceStatus =>
  at < from ? 'scheduled' : at < to ? 'in_progress' : 'completed';

/** Only a person can say "verifying"; otherwise the clock decides. */
const settle = (spoken: OccurrenceStatus | undefined, byClock: OccurrenceStatus): OccurrenceStatus =>
  spoken === 'verifying' && byClock === 'in_progress' ? 'verifying' : byClock;
