// SP10: combines two sources, check results and people's reports; neither overwrites the other.
import {
  type ComponentStatus,
  type KnownLevel,
  type Level,
  levelOfStatus,
  type Shown,
  worstOf,
} from '../levels.ts';
import type { ComponentChecks } from '../schema/checks.ts';
import type { Interval } from '../uptime/uptime.ts';

/** Valid from `from` until before `to`; Infinity while it lasts. */
export type Timed<Value> = { from: number; to: number; value: Value };
/**
 * The source of a level: people, checks, planned work, or nobody when it is not measured and nobody reports a
 * problem.
 */
export type LevelSource = 'people' | 'checks' | 'plan' | 'nobody';

export type LevelStanding = {
  shown: Shown;
  source: LevelSource;
  /** When the current state began; null when it lasted for the whole range. */
  since: number | null;
  /** SP14: the newest check is too old. `since`: when knowledge ended; null when nothing was ever known. */
  silent: { since: number | null } | null;
  /** SP12: the report and the check result, when they differ. */
  conflict: { people: KnownLevel | 'maintenance'; checks: KnownLevel } | null;
};
export type Sources = {
  checks: ComponentChecks | null;
  isMeasured: boolean;
  people: readonly Timed<ComponentStatus>[];
  windows: readonly Timed<'maintenance'>[];
  /** The start of the range, at the latest now. */
  from: number;
  now: number;
};

type Mark = `check ${KnownLevel}` | `people ${ComponentStatus}` | 'window' | 'word';
type Counts = Map<Mark, number>;
type Moment = { level: Level; isMaintenance: boolean; source: LevelSource };

/** SP14: the newest check is older than three intervals and than five minutes, or checks have stopped. */
export function isSilent(checks: ComponentChecks | null, now: number): boolean {
  if (checks === null || checks.checkedAt === null || checks.hasEnded === true) return true;
  return now - checks.checkedAt > Math.max(3 * checks.everyMs, 5 * 60_000);
}

/** A component's states from `from` until now, and its current state. Costs n log n. */
export function tellTimeline(sources: Sources): { intervals: Interval[]; standing: LevelStanding } {
  const { from, now } = sources;
  const events = eventsOf(sources).toSorted((one, other) => one.at - other.at);
  const counts: Counts = new Map();
  const intervals: (Interval & { source: LevelSource })[] = [];
  let last = from;
  for (const { at, mark, step } of events) {
    if (at > now) break;
    if (at > last) append(intervals, { from: last, to: at, ...momentOf(counts) });
    last = Math.max(last, at);
    counts.set(mark, (counts.get(mark) ?? 0) + step);
  }
  if (now > last) append(intervals, { from: last, to: now, ...momentOf(counts) });
  return { intervals, standing: standingOf(sources, counts, intervals) };
}

type Event = { at: number; mark: Mark; step: 1 | -1 };
const span = (mark: Mark, start: number, end: number): Event[] =>
  end > start
    ? [
        { at: start, mark, step: 1 },
        { at: end, mark, step: -1 },
      ]
    : [];

function eventsOf({ checks, isMeasured, people, windows, from, now }: Sources): Event[] {
  return [
    ...(isMeasured ? checkSpans(checks, now) : []).flatMap(({ value, from: start, to }) =>
      span(`check ${value}`, start, to),
    ),
    ...(isMeasured ? [] : span('word', from, Infinity)),
    ...people.flatMap(({ value, from: start, to }) => span(`people ${value}`, start, to)),
    ...windows.flatMap(({ from: start, to }) => span('window', start, to)),
  ];
}

const levelOfState = { up: 'operational', degraded: 'degraded', partial: 'partial', down: 'major' } as const;

/** The last state lasts until now, unless checks fell silent: then the time since the newest is unknown. */
function checkSpans(checks: ComponentChecks | null, now: number): Timed<KnownLevel>[] {
  const newest = checks?.checkedAt ?? null;
  if (checks === null || newest === null) return [];
  const silent = isSilent(checks, now);
  return checks.intervals.flatMap(({ from, to, state }): Timed<KnownLevel>[] => {
    if (state === 'unknown') return [];
    const reachesNewest = to === null || to >= newest;
    const end = silent ? Math.min(to ?? Infinity, newest) : reachesNewest ? Infinity : to;
    return [{ from, to: end, value: levelOfState[state] }];
  });
}

const marks = {
  check: (['operational', 'degraded', 'partial', 'major'] as const).map((level) => ({
    level,
    mark: `check ${level}` as const,
  })),
  people: (Object.keys(levelOfStatus) as ComponentStatus[]).map((status) => ({
    level: levelOfStatus[status],
    mark: `people ${status}` as const,
  })),
};
const has = (counts: Counts, mark: Mark): boolean => (counts.get(mark) ?? 0) > 0;

function wordOf(counts: Counts, who: 'check' | 'people'): KnownLevel | null {
  const said = marks[who].filter(({ mark }) => has(counts, mark));
  return said.length === 0 ? null : worstOf(said.map(({ level }) => level));
}

/** SP12: people's reports come first; checks count only when no open report names the component. */
function momentOf(counts: Counts): Moment {
  const people = wordOf(counts, 'people');
  if (people !== null) {
    const isMaintenance = people === 'operational' && has(counts, 'people under_maintenance');
    return { level: people, isMaintenance, source: 'people' };
  }
  const isUnspoken = has(counts, 'word');
  const level = wordOf(counts, 'check') ?? (isUnspoken ? 'operational' : 'unknown');
  if (has(counts, 'window')) return { level, isMaintenance: true, source: 'plan' };
  return { level, isMaintenance: false, source: isUnspoken ? 'nobody' : 'checks' };
}

function append(list: (Interval & { source: LevelSource })[], next: Interval & { source: LevelSource }) {
  const last = list.at(-1);
  const isSame =
    last?.level === next.level && last.isMaintenance === next.isMaintenance && last.source === next.source;
  if (last && isSame && last.to === next.from) last.to = next.to;
  else list.push(next);
}

const shownOf = ({ level, isMaintenance }: Pick<Interval, 'level' | 'isMaintenance'>): Shown =>
  isMaintenance ? 'maintenance' : level;

function standingOf(
  { checks, isMeasured, from, now }: Sources,
  counts: Counts,
  intervals: readonly Interval[],
): LevelStanding {
  const moment = momentOf(counts);
  const shown = shownOf(moment);
  const measured = wordOf(counts, 'check');
  const spoken = moment.source === 'people' || moment.source === 'plan';
  const differs = measured !== null && spoken && measured !== shown;
  const isExpected = shown === 'maintenance' && measured === 'operational';
  return {
    shown,
    source: moment.source,
    since: sinceOf(intervals, shown, { from, now }),
    silent: isMeasured && isSilent(checks, now) ? { since: checks?.checkedAt ?? null } : null,
    conflict: differs && !isExpected && shown !== 'unknown' ? { people: shown, checks: measured } : null,
  };
}

function sinceOf(
  intervals: readonly Interval[],
  shown: Shown,
  { from, now }: { from: number; now: number },
): number | null {
  const before = intervals.findLastIndex((each) => shownOf(each) !== shown);
  if (before === -1) return null;
  const since = intervals[before]?.to ?? now;
  return since <= from ? null : since;
}
