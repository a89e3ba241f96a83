// SP67: a window that was changed keeps its earlier versions, each until the time of the change: turns that had begun
// took place as they were planned then.
import { pastKeptMs } from '#status-page/limits.ts';
import type { MaintenanceSettings, Turn, WindowTimes } from '#wire/api/maintenance.ts';
import type * as WindowRules from './windows.ts';

/** `version` had these settings from `since` (null: from when it was planned) until `until`. */
export type Earlier = {
  version: number;
  settings: MaintenanceSettings;
  since: number | null;
  anew: number | null;
  until: number;
};
export type Past = {
  /** When the present settings began to count; null for a window that was never changed. */
  since: number | null;
  /** When a window that opens once began to plan another turn than before; names that turn. */
  anew: number | null;
  /** Oldest first: those under which a turn had begun. */
  earlier: readonly Earlier[];
};
export const noPast: Past = { since: null, anew: null, earlier: [] };

type Windows = Pick<typeof WindowRules, 'listTurns'>;
type Version = { version: number; settings: MaintenanceSettings; past: Past };
type Change = {
  now: number;
  windows: Windows;
  /** The turns that people ended. */
  completed: readonly number[];
};

const mostEarlier = 100;

/** What of a window matters to its past: when it is open, and for what. */
const matterOf = ({ window, until, exceptions, monitors, components }: MaintenanceSettings): string =>
  JSON.stringify([window, until, exceptions ?? [], monitors, components ?? []]);

/** The past of a window that gets other settings now. */
export function pastAfter(before: Version, next: MaintenanceSettings, change: Change): Past {
  const { past, settings } = before;
  if (matterOf(settings) === matterOf(next)) return past;
  const { now } = change;
  const kept = past.earlier.filter(({ until }) => until > now - pastKeptMs);
  const since = { ...past, since: now, earlier: kept };
  const begun = turnsBegun(before, change);
  const last = begun.at(-1);
  if (last === undefined) return since;
  const ended: Earlier = { ...versionOf(before), until: now };
  const add = (...more: Earlier[]) => [...kept, ...more].slice(-mostEarlier);
  const done = (turn: BegunTurn, anew: number) => doneOf(turn, { ended, anew, now });
  if (settings.window.kind === 'once' && next.window.kind === 'once') {
    const isOver = last.to <= now || change.completed.includes(last.turn);
    if (isOver && !overlaps(last, next.window)) return { since: now, anew: now, earlier: add(ended) };
    return next.window.from <= now ? since : { ...since, earlier: add(done(last, now)) };
  }
  const moved = begun.filter(({ turn }) =>
    next.exceptions?.some((each) => each.turn === turn && 'from' in each && each.from > now),
  );
  return { since: now, anew: now, earlier: add(ended, ...moved.map((turn) => done(turn, turn.turn))) };
}

/**
 * A turn that had begun and is moved keeps its name at its new time; what was done of it gets a name of its own.
 */
function doneOf(
  { from, to }: BegunTurn,
  { ended, anew, now }: { ended: Earlier; anew: number; now: number },
): Earlier {
  const { exceptions: _exceptions, until: _until, ...rest } = ended.settings;
  const window = { kind: 'once' as const, from, to: Math.min(to, now) };
  return { ...ended, settings: { ...rest, window }, since: null, anew };
}

const versionOf = ({ version, settings, past: { since, anew } }: Version) => ({
  version,
  settings,
  since,
  anew,
});

type Span = { from: number; to: number };
type BegunTurn = Span & { turn: number };
const overlaps = (one: Span, other: Span): boolean => one.from <= other.to && other.from <= one.to;

/** The turns of one version that had begun, oldest first; called off ones left out. */
function turnsBegun({ settings, past }: Version, { now, windows }: Change): BegunTurn[] {
  const from = settings.window.kind === 'once' ? 0 : Math.max(now - pastKeptMs, past.since ?? 0);
  return windows
    .listTurns(settings, { from, to: now, most: 10_000 })
    .filter(({ isCancelled }) => !isCancelled);
}

/** SP143: the turns of a window in a time: each by the settings that it had then, and once. */
export function turnsThrough(
  { id, settings, past }: { id: string; settings: WindowTimes; past: Past },
  windows: Windows | null,
  range: Span & { most: number },
): Turn[] {
  if (windows === null) return [];
  const all = new Map<number, Turn>();
  for (const each of past.earlier) {
    const from = Math.max(range.from, each.since ?? 0);
    const to = Math.min(range.to, each.until);
    if (to <= from) continue;
    for (const turn of windows.listTurns(each.settings, { from, to, most: range.most }))
      all.set(turn.turn, { ...turn, to: Math.min(turn.to, each.until), window: id });
  }
  const isOnce = settings.window.kind === 'once';
  const from = isOnce ? range.from : Math.max(range.from, past.since ?? 0);
  if (range.to > from)
    for (const turn of windows.listTurns(settings, { ...range, from }))
      all.set(turn.turn, { ...turn, window: id });
  return [...all.values()];
}
