import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { createRandom, type Random } from '#room/fixtures/random.ts';
import type { ComponentStatus } from '../levels.ts';
import { listOccurrences } from '../maintenance/occurrences.ts';
import {
  allChecksSchema,
  allMaintenanceSchema,
  type ComponentChecks,
  type Maintenance,
  type PublishedUpdate,
  publishedUpdatesSchema,
} from '../schema/index.ts';
import { foldReports } from '../truth/reports.ts';
import { tellTimeline } from '../truth/timeline.ts';
import { daysUntil } from '../zone.ts';
import { type Method, presets } from './method.ts';
import { groupShare, type Interval, splitByRange, uptime } from './uptime.ts';

const minuteMs = 60_000;
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
/** Days on which the clocks change in one of the zones, and one on which they change nowhere. */
const changes = ['2026-03-29', '2026-10-25', '2026-11-01', '2026-03-08', '2026-04-05', '2026-07-15'];
const states = ['up', 'degraded', 'partial', 'down', 'unknown'] as const;
const statuses = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
] as const;

type History = {
  zone: string;
  now: number;
  from: number;
  checks: ComponentChecks;
  updates: PublishedUpdate[];
  maintenance: Maintenance[];
  /** The windows again, worked out by another library. */
  windows: { from: number; to: number }[];
};

/** Four days around a change of the clocks; everything happens at whole minutes. */
function makeHistory(random: Random): History {
  const zone = random.pick(zones);
  const day = DateTime.fromISO(random.pick(changes), { zone });
  const now = day.plus({ days: 1, minutes: random.below(1_440) }).toMillis();
  const from = now - 4 * 1_440 * minuteMs;
  const at = () => from + random.below(4 * 1_440) * minuteMs;
  const cuts = [...new Set([from - 5 * minuteMs, ...Array.from({ length: random.below(14) }, at)])].toSorted(
    (a, b) => a - b,
  );
  const everyMs = random.pick([minuteMs, 5 * minuteMs, 20 * minuteMs]);
  const checks = {
    component: 'c',
    checkedAt: now - random.below(random.chance(0.3) ? 300 : 4) * minuteMs,
    everyMs,
    intervals: cuts
      .map((start, index) => ({ from: start, to: cuts[index + 1] ?? null, state: random.pick(states) }))
      // Times without any data.
      .filter(() => random.chance(0.9)),
  };
  const updates = Array.from({ length: random.below(9) }, (_, index) => ({
    id: `u${index}`,
    incident: `i${random.below(2)}`,
    at: at(),
    status: random.pick(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']),
    title: 'Trouble',
    body: 'Words.',
    components: random.chance(0.6)
      ? [{ id: random.pick(['c', 'other']), status: random.pick(statuses) }]
      : [],
  }));
  const windows: History['windows'] = [];
  const maintenance = Array.from({ length: random.below(3) }, (_, index) => {
    const minutes = 1 + random.below(300);
    const common = { id: `w${index}`, title: 'Work', components: ['c'], createdAt: 0, updatedAt: 0 };
    if (random.chance(0.5)) {
      const start = at();
      windows.push({ from: start, to: start + minutes * minuteMs });
      return { ...common, schedule: { kind: 'once', from: start, minutes } };
    }
    const first = day.minus({ days: 4 }).set({ hour: random.below(4), minute: random.below(60) });
    for (let turn = 0; turn < 7; turn += 1) {
      // Each from its own day, so that an hour that summer time leaves out moves that turn alone.
      const wall = { ...first.toObject(), ...dateOf(day.minus({ days: 4 }).plus({ days: turn })) };
      const possible = DateTime.fromObject(wall, { zone }).getPossibleOffsets();
      const start = Math.min(...possible.map((each) => each.toMillis()));
      windows.push({ from: start, to: start + minutes * minuteMs });
    }
    const start = `${day.minus({ days: 4 }).toISODate()}T${first.toFormat('HH:mm')}`;
    return {
      ...common,
      schedule: { kind: 'repeating', start, timeZone: zone, minutes, rule: 'FREQ=DAILY;COUNT=7' },
    };
  });
  return {
    zone,
    now,
    from,
    checks: allChecksSchema.parse([checks])[0] as ComponentChecks,
    updates: publishedUpdatesSchema.parse(updates),
    maintenance: allMaintenanceSchema.parse(maintenance),
    windows,
  };
}
const dateOf = ({ year, month, day }: DateTime) => ({ year, month, day });

function timelineOf({ checks, updates, maintenance, from, now }: History): Interval[] {
  const dayMs = 1_440 * minuteMs;
  return tellTimeline({
    checks,
    isMeasured: true,
    people: foldReports(updates, now).flatMap(({ spans }) => spans.get('c') ?? []),
    windows: listOccurrences(maintenance, { from: from - dayMs, to: now + dayMs }, now).map((each) => ({
      from: each.from,
      to: each.to,
      value: 'maintenance' as const,
    })),
    from,
    now,
  }).intervals;
}

const weightName = { operational: null, degraded: 'degraded', partial: 'partial', major: 'major' } as const;
const rank = ['operational', 'degraded', 'partial', 'major'] as const;
const byState = { up: 0, degraded: 1, partial: 2, down: 3 } as const;
const byStatus = {
  operational: 0,
  under_maintenance: 0,
  degraded_performance: 1,
  partial_outage: 2,
  major_outage: 3,
} as const;

/** What people say at this minute, by replaying every update from the beginning; null when no open report names it. */
function peopleAt(
  updates: readonly PublishedUpdate[],
  at: number,
): { level: number; isWork: boolean } | null {
  const said: ComponentStatus[] = [];
  for (const incident of ['i0', 'i1']) {
    let now: ComponentStatus | null = null;
    let kept: ComponentStatus | null = null;
    let isOpen = false;
    const told = updates
      .filter((each) => each.incident === incident && each.at <= at)
      .toSorted((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
    for (const { status, components } of told) {
      const named = components.findLast(({ id }) => id === 'c')?.status ?? null;
      if (status === 'resolved' || status === 'postmortem') {
        if (isOpen) kept = now;
        isOpen = false;
        now = now === null && named === null ? null : 'operational';
        continue;
      }
      if (!isOpen) now = kept ?? now;
      isOpen = true;
      kept = null;
      now = named ?? now;
    }
    if (isOpen && now !== null) said.push(now);
  }
  if (said.length === 0) return null;
  const level = Math.max(...said.map((status) => byStatus[status]));
  return { level, isWork: level === 0 && said.includes('under_maintenance') };
}

/** The cost of one minute, straight from the rules; null when it does not count. */
function costAt(history: History, method: Method, at: number): number | null {
  const { checks, windows, updates, now } = history;
  const people = peopleAt(updates, at);
  const newest = checks.checkedAt ?? 0;
  const isSilent = now - newest > Math.max(3 * checks.everyMs, 5 * minuteMs);
  const state = checks.intervals.find(
    ({ from, to }) => from <= at && (at < (to ?? Infinity) || (!isSilent && (to ?? Infinity) >= newest)),
  )?.state;
  const isKnown = state !== undefined && state !== 'unknown' && !(isSilent && at >= newest);
  const isInWindow = windows.some(({ from, to }) => from <= at && at < to);
  if (people === null && !isKnown) return null;
  const level = people?.level ?? byState[state as keyof typeof byState];
  if (people === null ? isInWindow : people.isWork) {
    if (method.maintenance === 'left-out') return null;
    if (method.maintenance === 'up') return 0;
  }
  const name = weightName[rank[level] ?? 'operational'];
  return name === null ? 0 : method[name];
}

function referenceShare(costs: readonly (number | null)[]): number | null {
  const counted = costs.filter((cost) => cost !== null);
  return counted.length === 0 ? null : 1 - counted.reduce((sum, cost) => sum + cost, 0) / counted.length;
}
const minutesOf = (from: number, to: number) =>
  Array.from({ length: Math.round((to - from) / minuteMs) }, (_, index) => from + index * minuteMs);
const isNear = (one: number | null, other: number | null) =>
  one === null || other === null ? one === other : Math.abs(one - other) < 1e-9;

test('[SP20] uptime equals a reckoning minute by minute, over 1,000 histories', () => {
  const seed = 20_261_121;
  const random = createRandom(seed);
  for (let round = 0; round < 1_000; round += 1) {
    const history = makeHistory(random);
    const method = random.pick(Object.values(presets));
    const intervals = timelineOf(history);
    const { from, now, zone } = history;
    const costs = minutesOf(from, now).map((at) => costAt(history, method, at));
    const found = uptime(intervals, method, { from, to: now }).share;
    if (!isNear(found, referenceShare(costs)))
      throw new Error(
        `seed ${seed}, round ${round}: ${found} is not ${referenceShare(costs)}; ${JSON.stringify(history)}`,
      );
    const days = daysUntil(now, 4, zone).map((day) => ({
      from: Math.max(day.from, from),
      to: Math.min(day.to, now),
    }));
    const split = splitByRange(intervals, days);
    for (const [index, day] of days.entries()) {
      const [first, last] = [day.from, day.to].map((at) => Math.round((at - from) / minuteMs));
      const expected = referenceShare(costs.slice(first, last));
      const share = uptime(split[index] ?? [], method, day).share;
      if (!isNear(share, expected))
        throw new Error(`seed ${seed}, round ${round}, day ${index}: ${share} is not ${expected}`);
    }
  }
});

test('[SP23] a group’s share equals a reckoning minute by minute, by both rules', () => {
  const random = createRandom(7);
  for (let round = 0; round < 40; round += 1) {
    const first = makeHistory(random);
    const second = { ...makeHistory(random), now: first.now, from: first.from };
    const members = [first, second];
    const timelines = members.map(timelineOf);
    const range = { from: first.from, to: first.now };
    for (const method of [presets.default, presets.strict]) {
      const minutes = minutesOf(range.from, range.to);
      const costs = minutes.map((at) => members.map((each) => costAt(each, method, at)));
      const worst = costs.map((each) => {
        const known = each.filter((cost) => cost !== null);
        return known.length === 0 ? null : Math.max(...known);
      });
      const shares = members
        .map((each) => referenceShare(minutes.map((at) => costAt(each, method, at))))
        .filter((share) => share !== null);
      const mean = shares.length === 0 ? null : shares.reduce((sum, each) => sum + each, 0) / shares.length;
      const expected = method.group === 'worst' ? referenceShare(worst) : mean;
      expect(isNear(groupShare(timelines, method, range), expected), `round ${round}`).toBe(true);
    }
  }
});

const interval = (from: number, to: number, level: Interval['level'], isMaintenance = false): Interval => ({
  from,
  to,
  level,
  isMaintenance,
});
const range = { from: 0, to: 100 };

test('[SP23] a member that was never measured, or not yet, makes no group worse', () => {
  const hour = [interval(0, 90, 'operational'), interval(90, 100, 'major')];
  for (const other of [[], [interval(50, 100, 'operational')]])
    for (const method of [presets.strict, { ...presets.default, group: 'worst' as const }])
      expect(groupShare([hour, other], method, range)).toBeCloseTo(0.9);
});

test('[SP20] time without measurements is neither up nor down, and nothing measured is no number', () => {
  expect(uptime([], presets.default, range)).toMatchObject({ share: null, unknownMs: 100, countedMs: 0 });
  const half = [interval(0, 50, 'operational'), interval(50, 90, 'unknown')];
  expect(uptime(half, presets.default, range)).toMatchObject({ share: 1, unknownMs: 50, countedMs: 50 });
});

test.each([
  ['default', 1 - (10 + 0.5 * 10) / 80],
  ['statuspage-like', 1 - (10 + 0.3 * 10) / 100],
  ['incident-io-like', 1 - 20 / 100],
  ['strict', 1 - 50 / 100],
] as const)('[SP22] the method %s weighs as it says', (name, expected) => {
  const intervals = [
    interval(0, 10, 'major'),
    interval(10, 20, 'partial'),
    interval(20, 30, 'degraded'),
    interval(30, 50, 'major', true),
    interval(50, 100, 'operational'),
  ];
  expect(uptime(intervals, presets[name], range).share).toBeCloseTo(expected, 12);
});

test('[SP20] another interval of the checks leaves the past as it was', () => {
  const given = {
    component: 'c',
    checkedAt: 100 * minuteMs,
    intervals: [
      { from: 0, to: 50, state: 'down' },
      { from: 50, to: null, state: 'up' },
    ],
  };
  const shares = [60_000, 300_000].map((everyMs) => {
    const [checks] = allChecksSchema.parse([{ ...given, everyMs }]);
    const told = tellTimeline({
      checks: checks ?? null,
      isMeasured: true,
      people: [],
      windows: [],
      from: 0,
      now: 100 * minuteMs,
    });
    return uptime(told.intervals, presets.default, { from: 0, to: 100 * minuteMs }).share;
  });
  expect(shares[0]).toBe(shares[1]);
});

const hours = (zone: string, iso: string, count: number) =>
  daysUntil(DateTime.fromISO(iso, { zone }).toMillis(), count, zone).map(
    ({ from, to }) => (to - from) / 3_600_000,
  );

test('[SP20] days are cut at the midnights of the zone: 23, 24, 25 hours, and none that never was', () => {
  expect(hours('Europe/Berlin', '2026-03-30T12:00', 3)).toEqual([24, 23, 24]);
  expect(hours('Europe/Berlin', '2026-10-26T12:00', 3)).toEqual([24, 25, 24]);
  expect(hours('Australia/Lord_Howe', '2026-04-06T12:00', 3)).toEqual([24, 24.5, 24]);
  const samoa = daysUntil(
    DateTime.fromISO('2011-12-31T12:00', { zone: 'Pacific/Apia' }).toMillis(),
    3,
    'Pacific/Apia',
  );
  expect(samoa.map(({ month, day }) => `${month}-${day}`)).toEqual(['12-28', '12-29', '12-31']);
});
