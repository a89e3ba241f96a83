// CH7: computes when a maintenance window is open. Pure, from a window and an instant. Loaded only when there are
// windows.
import { dayMs, midnightOf, openZone, readTimeOfDay, weekdayOf, type Zone } from '#room/zone.ts';
import { nextRun } from '../cron.ts';
import type { WindowTimes } from './schema.ts';

type Span = { from: number; to: number };

const minuteMs = 60_000;

/** When the window that is open at `now` ends; null when it is closed. Overlapping turns count as one. */
export function openUntil({ window, until }: WindowTimes, now: number): number | null {
  if (until !== undefined && now >= until) return null;
  const current = spansAround(window, now).filter(({ from, to }) => from <= now && now < to);
  if (current.length === 0) return null;
  const end = Math.max(...current.map(({ to }) => to));
  return until === undefined ? end : Math.min(end, until);
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
    default:
      return window satisfies never;
  }
}

/** The turns that may be open at `now`. */
function spansAround(window: WindowTimes['window'], now: number): Span[] {
  switch (window.kind) {
    case 'once':
      return [{ from: window.from, to: window.to }];
    case 'cron': {
      const { cron, timeZone } = window;
      const lengthMs = window.minutes * minuteMs;
      const spans: Span[] = [];
      let start = nextRun(cron, timeZone, now - lengthMs - 1);
      while (start !== null && start <= now) {
        spans.push({ from: start, to: start + lengthMs });
        start = nextRun(cron, timeZone, start);
      }
      return spans;
    }
    case 'weekly':
      return weeklySpans(window, now, {
        before: Math.ceil((window.minutes * minuteMs) / dayMs) + 1,
        after: 1,
      });
    default:
      return window satisfies never;
  }
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
