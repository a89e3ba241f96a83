// The team's numbers over a period (NU): every incident is a dot, missing values stay missing, and a change is only
// reported when chance does not explain it. Nothing here ranks people.
import type { Severity } from '../facts/fact.ts';
import { severities } from '../team/scales.ts';
import { phases, type MeasuredIncident, type Phase } from './measure.ts';
import { compareMedians, medianOf, usualCount, wholeQuantile, type MedianChange } from './statistics.ts';

/** `from` and `to` are inclusive and apply to the time of declaration. */
export type Period = { from: number; to: number };
export type Dot = { incident: string; at: number; ms: number; severity: Severity | null };

export type PhaseInsight = {
  phase: Phase;
  name: string;
  definition: string;
  dots: readonly Dot[];
  n: number;
  medianMs: number | null;
  p90Ms: number | null;
  /** Compared with the preceding period of the same length. */
  change: MedianChange;
  /** Incidents without a known length, those among them that go on, and those with the end before the start. */
  notRecorded: readonly string[];
  pending: readonly string[];
  invalid: readonly string[];
};

export type Insights = {
  period: Period;
  before: Period;
  service: string | null;
  /** Ids, newest first, so that every number opens the incidents behind it. */
  incidents: readonly {
    id: string;
    number: string | null;
    title: string;
    at: number;
    severity: Severity | null;
  }[];
  excluded: {
    drills: readonly string[];
    withdrawn: readonly string[];
    backfilled: readonly string[];
  };
  count: { now: number; before: number; usual: readonly [number, number] | null };
  severities: readonly { severity: Severity | null; incidents: readonly string[] }[];
  phases: readonly PhaseInsight[];
  services: readonly {
    service: string | null;
    incidents: readonly string[];
    medianResolveMs: number | null;
  }[];
  sources: readonly { source: string; incidents: readonly string[] }[];
  updates: { kept: number; missed: number };
  /** Incidents in which every promised update came in time, and those in which one came late or never. */
  promises: { keptIn: string[]; missedIn: string[] };
  items: { made: number; done: number; open: number; dropped: number; overdue: number };
  /** Incidents with at least one action item of each kind. */
  itemsIn: Record<'done' | 'open' | 'dropped' | 'overdue', string[]>;
  /** AI8: action items that can be automated, and the incidents with one. */
  automate: { open: number; done: number };
  automateIn: string[];
};

/**
 * What a server answers. `notIndexed`: so many incidents have changed and are not counted as they now are; an older
 * server does not say it.
 */
export type InsightsAnswer = Insights & { notIndexed?: number };

/** The name and definition of each length, printed beside it (formats 5.11). */
export const phaseWords: Readonly<Record<Phase, { name: string; definition: string }>> = {
  impact: { name: 'Customer impact', definition: 'From the beginning to the end of customer impact.' },
  detect: { name: 'Time to detect', definition: 'From the beginning of customer impact to the first alert.' },
  acknowledge: {
    name: 'Time to acknowledge',
    definition: 'From the first alert to the first acknowledgement, or to the first role taken.',
  },
  tell: {
    name: 'Time to first customer update',
    definition: 'From the first alert to the first update sent to anybody outside the team.',
  },
  recover: {
    name: 'Time to recover',
    definition: 'From the first alert until customer impact had ended and no check was down.',
  },
  resolve: {
    name: 'Time to resolved',
    definition: 'From the first alert to resolved. A reopened incident counts to the last time.',
  },
  close: { name: 'Time to closed', definition: 'From the first alert to closed, when prevention is done.' },
};

/** `service` compares without case. */
export function collectInsights(
  all: readonly MeasuredIncident[],
  { from, to }: Period,
  { service = null, now }: { service?: string | null; now: number },
): Insights {
  const before = { from: from - (to - from) - 1, to: from - 1 };
  const wanted = all.filter(
    (each) => service === null || each.service?.toLowerCase() === service.toLowerCase(),
  );
  const within = ({ from: begin, to: end }: Period) =>
    wanted.filter(({ declaredAt }) => declaredAt >= begin && declaredAt <= end).toSorted(newestFirst);
  const current = within({ from, to });
  const counted = current.filter(isCounted);
  const earlier = within(before).filter(isCounted);
  return {
    period: { from, to },
    before,
    service,
    incidents: counted.map(({ id, number, title, declaredAt, severity }) => ({
      id,
      number,
      title,
      at: declaredAt,
      severity,
    })),
    excluded: {
      drills: idsOf(current.filter(({ drill }) => drill)),
      withdrawn: idsOf(current.filter(({ drill, withdrawn }) => withdrawn === true && !drill)),
      backfilled: idsOf(
        current.filter(
          ({ drill, withdrawn, backfilled }) => backfilled === true && withdrawn !== true && !drill,
        ),
      ),
    },
    count: {
      now: counted.length,
      before: earlier.length,
      usual: earlier.length === 0 ? null : usualCount(earlier.length),
    },
    severities: [...severities, null].map((severity) => ({
      severity,
      incidents: idsOf(counted.filter((each) => each.severity === severity)),
    })),
    phases: phases.map((phase) => describePhase(phase, counted, earlier)),
    services: groupBy(counted, (each) => each.service).map(([name, some]) => ({
      service: name,
      incidents: idsOf(some),
      medianResolveMs: medianOf(sortedLengths(some, 'resolve')),
    })),
    sources: groupBy(counted, ({ source }) => source).map(([source, some]) => ({
      source,
      incidents: idsOf(some),
    })),
    updates: sum(counted, ({ updates }) => updates),
    promises: {
      keptIn: idsOf(counted.filter(({ updates }) => updates.kept > 0 && updates.missed === 0)),
      missedIn: idsOf(counted.filter(({ updates }) => updates.missed > 0)),
    },
    items: sum(counted, ({ items: { made, done, open, dropped, overdueAt } }) => ({
      made,
      done,
      open,
      dropped,
      overdue: overdueAt.filter((due) => due < now).length,
    })),
    itemsIn: {
      done: idsOf(counted.filter(({ items }) => items.done > 0)),
      open: idsOf(counted.filter(({ items }) => items.open > 0)),
      dropped: idsOf(counted.filter(({ items }) => items.dropped > 0)),
      overdue: idsOf(counted.filter(({ items }) => items.overdueAt.some((due) => due < now))),
    },
    automate: sum(counted, ({ automate = noAutomation }) => automate),
    automateIn: idsOf(counted.filter(({ automate = noAutomation }) => automate.open + automate.done > 0)),
  };
}

/** Of what older versions measured. */
const noAutomation = { open: 0, done: 0 };

/** WD5, NU2: a drill counts only where drills are asked for. */
export const mayCount = ({ withdrawn, backfilled }: MeasuredIncident): boolean =>
  withdrawn !== true && backfilled !== true;

/** WD5, NU2 */
export const isCounted = (measured: MeasuredIncident): boolean => !measured.drill && mayCount(measured);

// Fewer values have no tail: a line through them would say what one incident happened to be.
const fewestForP90 = 10;

const newestFirst = (a: MeasuredIncident, b: MeasuredIncident) =>
  b.declaredAt - a.declaredAt || (a.id < b.id ? 1 : -1);
const idsOf = (some: readonly MeasuredIncident[]): string[] => some.map(({ id }) => id);

function describePhase(
  phase: Phase,
  now: readonly MeasuredIncident[],
  before: readonly MeasuredIncident[],
): PhaseInsight {
  const lengths = sortedLengths(now, phase);
  const inState = (state: string) => idsOf(now.filter(({ lengths: each }) => each[phase].state === state));
  return {
    phase,
    ...phaseWords[phase],
    dots: now.flatMap(({ id, declaredAt, severity, lengths: { [phase]: length } }) =>
      length.ms === null ? [] : [{ incident: id, at: declaredAt, ms: length.ms, severity }],
    ),
    n: lengths.length,
    medianMs: medianOf(lengths),
    p90Ms: lengths.length < fewestForP90 ? null : wholeQuantile(lengths, 0.9),
    change: compareMedians(sortedLengths(before, phase), lengths),
    notRecorded: inState('not recorded'),
    pending: idsOf(now.filter(({ lengths: each }) => each[phase].isPending === true)),
    invalid: inState('invalid'),
  };
}

const sortedLengths = (some: readonly MeasuredIncident[], phase: Phase): number[] =>
  some.flatMap(({ lengths }) => lengths[phase].ms ?? []).toSorted((a, b) => a - b);

/** The largest group first, then by name. */
function groupBy<K extends string | null>(
  some: readonly MeasuredIncident[],
  keyOf: (each: MeasuredIncident) => K,
): [K, MeasuredIncident[]][] {
  const groups = Map.groupBy(some, keyOf);
  return [...groups].toSorted(
    ([a, first], [b, second]) => second.length - first.length || String(a).localeCompare(String(b), 'en'),
  );
}

function sum<T extends Record<string, number>>(
  some: readonly MeasuredIncident[],
  read: (each: MeasuredIncident) => T,
): T {
  const empty = read(nothing);
  return Object.fromEntries(
    Object.keys(empty).map((key) => [key, some.reduce((total, each) => total + (read(each)[key] ?? 0), 0)]),
  ) as T;
}

const nothing: MeasuredIncident = {
  id: '',
  number: null,
  title: '',
  service: null,
  drill: false,
  source: '',
  declaredAt: 0,
  severity: null,
  lengths: Object.fromEntries(
    phases.map((phase) => [phase, { ms: null, state: 'not recorded' }]),
  ) as MeasuredIncident['lengths'],
  pages: [],
  updates: { kept: 0, missed: 0 },
  items: { made: 0, done: 0, open: 0, dropped: 0, overdueAt: [] },
};
