// CH7: computes when a maintenance window is open. Pure, from a window and an instant. Loaded only when there are
// windows.
import { dayMs, midnightOf, openZone, readTimeOfDay, weekdayOf, type Zone } from '#room/time/zone.ts';
import { readRule, type Rule } from '#status-page/recurrence-rule.ts';
import { nextRun } from '../cron.ts';
import type { WindowTimes } from '#wire/api/maintenance.ts';

type Span = { from: number; to: number };

const minuteMs = 60_000;

/**
 * When the window that is open at `now` ends; null when it is closed. Overlapping turns count as one. `completed`: the
 * starts of turns that a person ended.
 */
export function openUntil(
  { window, until }: WindowTimes,
  now: number,
  completed: readonly number[] = [],
): number | null {
  if (until !== undefined && now >= until) return null;
  const current = spansAround(window, now).filter(
    ({ from, to }) => from <= now && now < to && !completed.includes(from),
  );
  if (current.length === 0) return null;
  const end = Math.max(...current.map(({ to }) => to));
  return until === undefined ? end : Math.min(end, until);
}

/** The start of the turn that is open at `now`, the latest of several; null when it is closed. */
export function openTurn({ window, until }: WindowTimes, now: number): number | null {
  if (until !== undefined && now >= until) return null;
  const starts = spansAround(window, now).flatMap(({ from, to }) => (from <= now && now < to ? [from] : []));
  return starts.length === 0 ? null : Math.max(...starts);
}

/** The end of the latest turn that ended in the `withinMs` before `now`; null when none did. */
export function lastEnd({ window, until }: WindowTimes, now: number, withinMs: number): number | null {
  const ends = spansAround(window, now - withinMs, now)
    .map(({ to }) => (until === undefined ? to : Math.min(to, until)))
    .filter((to) => to <= now && to > now - withinMs);
  return ends.length === 0 ? null : Math.max(...ends);
}

/** The next start after `now`; null when there is none. */
export function nextStart({ window, until }: WindowTimes, now: number): number | null {
  const next = startAfter(window, now);
  return next === null || (until !== undefined && next >= until) ? null : next;
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

/** The turns that may be open at a moment in [now, end]. */
function spansAround(window: WindowTimes['window'], now: number, end = now): Span[] {
  switch (window.kind) {
    case 'once':
      return [{ from: window.from, to: window.to }];
    case 'cron': {
      const { cron, timeZone } = window;
      const lengthMs = window.minutes * minuteMs;
      const spans: Span[] = [];
      let start = nextRun(cron, timeZone, now - lengthMs - 1);
      while (start !== null && start <= end) {
        spans.push({ from: start, to: start + lengthMs });
        start = nextRun(cron, timeZone, start);
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

/** Describes the expected value; null when the rule is valid. */
export function expectRule({ start, rule, timeZone }: Repeating): string | null {
  const read = readRule({ start, rule, timeZone });
  return 'expected' in read ? read.expected : null;
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

/** The turns of a cron window that begin in [from, to), earliest first, at most `most`. */
export function cronTurns(
  { cron, timeZone, minutes }: Extract<WindowTimes['window'], { kind: 'cron' }>,
  { from, to, most }: { from: number; to: number; most: number },
): Span[] {
  const spans: Span[] = [];
  let start = nextRun(cron, timeZone, from - 1);
  while (start !== null && start < to && spans.length < most) {
    spans.push({ from: start, to: start + minutes * minuteMs });
    start = nextRun(cron, timeZone, start);
  }
  return spans;
}

/** Describes the expected value; null when the cron expression is valid. */
export function expectCron(cron: string, timeZone: string): string | null {
  try {
    return nextRun(cron, timeZone, Date.now()) === null ? 'a cron expression that comes about at all' : null;
  } catch {
    return 'five fields: minute, hour, day of month, month, day of week, such as 0 22 * * 6';
  }
}
