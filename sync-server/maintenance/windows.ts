// CH7: computes when a maintenance window is open. Pure, from a window and an instant. Loaded only when there are
// windows.
import { dayMs, midnightOf, openZone, readTimeOfDay, weekdayOf, type Zone } from '#room/time/zone.ts';
import { readRule, type Rule } from '#status-page/recurrence-rule.ts';
import { nextRun, openCron } from '../cron.ts';
import type { WindowTimes } from '#wire/api/maintenance.ts';

type Span = { from: number; to: number };
/** `turn`: when it would have begun, had nobody moved it. */
type Turn = Span & { turn: number };

const minuteMs = 60_000;

/**
 * When the window that is open at `now` ends; null when it is closed. Overlapping turns count as one. `completed`: the
 * turns that a person ended.
 */
export function openUntil(times: WindowTimes, now: number, completed: readonly number[] = []): number | null {
  const current = openAt(times, now).filter(({ turn }) => !completed.includes(turn));
  if (current.length === 0) return null;
  return endWithin(times, Math.max(...current.map(({ to }) => to)));
}

/** The turn that is open at `now`, the latest of several; null when it is closed. */
export function openTurn(times: WindowTimes, now: number): number | null {
  const latest = openAt(times, now).toSorted((one, other) => other.from - one.from);
  return latest[0]?.turn ?? null;
}

function openAt(times: WindowTimes, now: number): Turn[] {
  if (times.until !== undefined && now >= times.until) return [];
  return turnsAround(times, now).filter(({ from, to }) => from <= now && now < to);
}

/** The end of the latest turn that ended in the `withinMs` before `now`; null when none did. */
export function lastEnd(times: WindowTimes, now: number, withinMs: number): number | null {
  const ends = turnsAround(times, now - withinMs, now)
    .map(({ to }) => endWithin(times, to))
    .filter((to) => to <= now && to > now - withinMs);
  return ends.length === 0 ? null : Math.max(...ends);
}

const endWithin = ({ until }: WindowTimes, to: number): number =>
  until === undefined ? to : Math.min(to, until);

/** The next start after `now`; null when there is none. */
export function nextStart(times: WindowTimes, now: number): number | null {
  const { window, until = Infinity, exceptions = [] } = times;
  let next = startAfter(window, now);
  while (next !== null && isException(times, next)) next = startAfter(window, next);
  const moved = exceptions.flatMap((each) => ('from' in each && each.from > now ? [each.from] : []));
  const first = Math.min(next ?? Infinity, ...moved);
  return first < until ? first : null;
}

const isException = ({ exceptions = [] }: WindowTimes, at: number): boolean =>
  exceptions.some(({ turn }) => turn === at);

/** The turns that may be open at a moment in [now, end], at their own times or where they were moved to. */
function turnsAround(times: WindowTimes, now: number, end = now): Turn[] {
  const regular = spansAround(times.window, now, end).filter(({ from }) => !isException(times, from));
  const moved = (times.exceptions ?? []).flatMap((each) => ('from' in each ? [each] : []));
  return [...regular.map((span) => ({ turn: span.from, ...span })), ...moved];
}

/** SP143: the turns that overlap [from, to), earliest first, at most `most`; called off ones too. */
export function listTurns(
  times: WindowTimes,
  { from, to, most }: { from: number; to: number; most: number },
): (Turn & { isMoved: boolean; isCancelled: boolean })[] {
  const { window, until = Infinity, exceptions = [] } = times;
  const off = new Set(exceptions.flatMap((each) => ('cancelled' in each ? [each.turn] : [])));
  // One more, which may end just as the time begins.
  const regular = spansAround(window, from, to, most + exceptions.length + 1).filter(
    (span) => off.has(span.from) || !isException(times, span.from),
  );
  const moved = exceptions.flatMap((each) => ('from' in each ? [{ ...each, isMoved: true }] : []));
  return [...regular.map((span) => ({ turn: span.from, ...span, isMoved: false })), ...moved]
    .filter((each) => each.from < Math.min(to, until) && each.to > from)
    .toSorted((one, other) => one.from - other.from)
    .slice(0, most)
    .map((each) => ({ ...each, to: Math.min(each.to, until), isCancelled: off.has(each.turn) }));
}

/** SP143: describes the expected value; null when each exception is for another turn of the window. */
export function expectExceptions({
  window,
  exceptions = [],
}: WindowTimes): { field: string; expected: string } | null {
  const seen = new Set<number>();
  for (const [index, { turn }] of exceptions.entries()) {
    const field = `exceptions.${index}.turn`;
    if (window.kind === 'once')
      return { field, expected: 'none: to move a window that opens once, change the window' };
    if (seen.has(turn)) return { field, expected: 'a turn that no earlier exception names' };
    seen.add(turn);
    if (!spansAround(window, turn).some(({ from }) => from === turn))
      return {
        field,
        expected: 'the time at which a turn of this window would begin, in epoch milliseconds',
      };
  }
  return null;
}

function startAfter(window: WindowTimes['window'], now: number): number | null {
  switch (window.kind) {
    case 'once':
      return window.from > now ? window.from : null;
    case 'cron':
      return nextRun(window.cron, window.timeZone, now);
    case 'weekly':
      return (
        weeklySpans(window, now, { before: 0, after: 8 })
          .map(({ from }) => from)
          .find((from) => from > now) ?? null
      );
    case 'rrule':
      return ruleStartAfter(window, now);
    default:
      return window satisfies never;
  }
}

/**
 * The turns that may be open at a moment in [now, end], earliest first. Of a cron line at most `most`, because it may
 * begin each minute; of more that are open at once the end is computed again when the last of these ends.
 */
function spansAround(window: WindowTimes['window'], now: number, end = now, most = mostTurns): Span[] {
  switch (window.kind) {
    case 'once':
      return [{ from: window.from, to: window.to }];
    case 'cron': {
      const { cron, timeZone } = window;
      const lengthMs = window.minutes * minuteMs;
      const spans: Span[] = [];
      const next = openCron(cron, timeZone);
      let start = next(now - lengthMs - 1);
      while (start !== null && start <= end && spans.length < most) {
        spans.push({ from: start, to: start + lengthMs });
        start = next(start);
      }
      return spans;
    }
    case 'weekly':
      return weeklySpans(window, now, {
        before: Math.ceil((window.minutes * minuteMs) / dayMs) + 1,
        after: 1 + Math.ceil((end - now) / dayMs),
      });
    case 'rrule': {
      const lengthMs = window.minutes * minuteMs;
      const turns = ruleOf(window)?.between(now - lengthMs, end + 1, mostTurns) ?? [];
      return turns.map(({ at }) => ({ from: at, to: at + lengthMs }));
    }
    default:
      return window satisfies never;
  }
}

type Repeating = Extract<WindowTimes['window'], { kind: 'rrule' }>;
const mostTurns = 400;
/** How far a rule is searched for its next turn: nearly always the first reach is enough. */
const reachesMs = [8, 70, 800, 4_000].map((days) => days * dayMs);

function ruleOf({ start, rule, timeZone }: Repeating): Rule | null {
  const read = readRule({ start, rule, timeZone });
  return 'expected' in read ? null : read;
}

function ruleStartAfter(window: Repeating, now: number): number | null {
  const rule = ruleOf(window);
  for (const reach of rule === null ? [] : reachesMs) {
    const [next] = rule?.between(now + 1, now + reach, 1) ?? [];
    if (next !== undefined) return next.at;
  }
  return null;
}

const knownParts = /^(?:FREQ|INTERVAL|COUNT|UNTIL|WKST|BY(?:MONTH|MONTHDAY|DAY|YEARDAY|WEEKNO|SETPOS))=/u;

/** Describes the expected value; null when the rule is valid and has a turn. */
export function expectRule({ start, rule, timeZone }: Repeating): string | null {
  const read = readRule({ start, rule, timeZone });
  if ('expected' in read) return read.expected;
  const unknown = rule.split(';').find((part) => !knownParts.test(part));
  if (unknown !== undefined) return `a recurrence rule without ${unknown}`;
  const first = openZone(timeZone).toInstant(Date.parse(`${start}Z`));
  const hasTurn = reachesMs.some((reach) => read.between(first - dayMs, first + reach, 1).length > 0);
  return hasTurn ? null : 'a recurrence rule that has at least one date';
}

/** The wall time by which a rule names the turn that begins at `at`; null when it has none. */
export function wallOfTurn(times: Parameters<typeof readRule>[0], at: number): string | null {
  const read = readRule(times);
  return 'expected' in read ? null : (read.between(at, at + 1, 1)[0]?.wall ?? null);
}

type Weekly = Extract<WindowTimes['window'], { kind: 'weekly' }>;

/** In order. A turn lasts its real minutes, regardless of clock changes. */
function weeklySpans(
  { days, at, minutes, timeZone }: Weekly,
  now: number,
  around: { before: number; after: number },
): Span[] {
  const zone = openZone(timeZone);
  const today = midnightOf(now + zone.offsetAt(now));
  const spans: Span[] = [];
  for (let offset = -around.before; offset <= around.after; offset++) {
    const day = today + offset * dayMs;
    if (!days.includes(weekdayOf(day))) continue;
    const from = startAt(zone, day + readTimeOfDay(at));
    spans.push({ from, to: from + minutes * minuteMs });
  }
  return spans;
}

/**
 * A local time that occurs twice means the first; one that clocks skip is delayed by the skipped time (RFC 5545,
 * 3.3.5).
 */
function startAt(zone: Zone, wall: number): number {
  const at = zone.toInstant(wall);
  return at + zone.offsetAt(at) === wall ? at : wall - zone.offsetAt(at - 1);
}

/** Describes the expected value; null when the cron expression is valid. */
export function expectCron(cron: string, timeZone: string): string | null {
  try {
    return nextRun(cron, timeZone, 0) === null ? 'a cron expression that has at least one date' : null;
  } catch {
    return 'five fields: minute, hour, day of month, month, day of week, such as 0 22 * * 6';
  }
}
