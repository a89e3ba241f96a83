import { expect, test } from 'vitest';
import type { Severity } from '../facts/fact.ts';
import { createRandom } from '../fixtures/random.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { tellStory } from '../fixtures/story.ts';
import { factKinds } from '../facts/fact.ts';
import { createFold } from '../fold/fold.ts';
import { collectInsights } from './insights.ts';
import { measureIncident, phases, type MeasuredIncident, type Phase } from './measure.ts';
import { compareMedians, fewest, quantile, usualCount } from './statistics.ts';

const day = 86_400_000;
const minute = 60_000;
const period = { from: 100 * day, to: 190 * day };

const one = (id: string, declaredAt: number, more: Partial<MeasuredIncident> = {}): MeasuredIncident => ({
  id,
  number: `INC-${id}`,
  title: id,
  service: null,
  drill: false,
  source: 'person',
  declaredAt,
  severity: 'P2',
  lengths: lengthsOf({}),
  pages: [],
  updates: { kept: 0, missed: 0 },
  items: { made: 0, done: 0, open: 0, dropped: 0, overdueAt: [] },
  ...more,
});
function lengthsOf(known: Partial<Record<Phase, number | 'invalid'>>): MeasuredIncident['lengths'] {
  return Object.fromEntries(
    phases.map((phase) => {
      const value = known[phase];
      if (value === undefined) return [phase, { ms: null, state: 'not recorded' }];
      return [phase, value === 'invalid' ? { ms: null, state: 'invalid' } : { ms: value, state: 'counted' }];
    }),
  ) as MeasuredIncident['lengths'];
}
const phase = (all: readonly MeasuredIncident[], name: Phase) =>
  collectInsights(all, period, { now: 200 * day }).phases.find((each) => each.phase === name)!;

test('[NU2] a missing length stays missing and an end before its start is listed, neither is a number', () => {
  const resolve = phase(
    [
      one('a', 110 * day, { lengths: lengthsOf({ resolve: 10 * minute }) }),
      one('b', 111 * day),
      one('c', 112 * day, { lengths: lengthsOf({ resolve: 'invalid' }) }),
      one('d', 113 * day, { lengths: lengthsOf({ resolve: 30 * minute }) }),
    ],
    'resolve',
  );
  expect(resolve).toMatchObject({ n: 2, notRecorded: ['b'], invalid: ['c'] });
  expect(resolve.dots.map(({ incident }) => incident)).toEqual(['d', 'a']);
  expect(phase([one('a', 110 * day)], 'resolve')).toMatchObject({ n: 0, medianMs: null, p90Ms: null });
});

test('[NU2] an incident that was written down after it was over is listed and counted nowhere', () => {
  const resolvedAfter = (id: string, minutes: number) => {
    const { write, now, open } = tellStory();
    write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
    write('ana', { kind: 'status', status: 'resolved', at: now() + minutes * minute });
    return { ...measureIncident(id, open.room())!, declaredAt: 110 * day };
  };
  const insights = collectInsights([resolvedAfter('a', -60), resolvedAfter('b', 0)], period, {
    now: 200 * day,
  });
  expect(insights.excluded).toEqual({ drills: [], withdrawn: [], backfilled: ['a'] });
  expect(insights.incidents.map(({ id }) => id)).toEqual(['b']);
});

test('[NU2] drills are out of every number and counted beside them', () => {
  const all = [one('a', 110 * day), one('b', 111 * day, { drill: true, updates: { kept: 9, missed: 9 } })];
  const insights = collectInsights(all, period, { now: 200 * day });
  expect(insights.count.now).toBe(1);
  expect(insights.updates).toEqual({ kept: 0, missed: 0 });
  expect(insights.excluded.drills).toEqual(['b']);
});

test('[NU3] three incidents show no change, whatever they are', () => {
  const short = [1, 2, 3].map((id) =>
    one(`s${id}`, (20 + id) * day, { lengths: lengthsOf({ resolve: minute }) }),
  );
  const long = [1, 2, 3].map((id) =>
    one(`l${id}`, (110 + id) * day, { lengths: lengthsOf({ resolve: 600 * minute }) }),
  );
  expect(phase([...short, ...long], 'resolve').change).toEqual({ verdict: 'too few', interval: null });
});

test('[NU3] no trend is claimed for shuffled histories more often than 1 in 10', () => {
  const random = createRandom(17);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const lengths = Array.from({ length: 40 }, () => Math.exp(8 + normal()) * 1_000);
  let claimed = 0;
  for (let round = 0; round < 1_000; round++) {
    const shuffled = random.shuffle(lengths);
    const { verdict } = compareMedians(shuffled.slice(0, 20), shuffled.slice(20));
    if (verdict === 'longer' || verdict === 'shorter') claimed += 1;
  }
  expect(claimed).toBeLessThanOrEqual(100);
});

test('[NU3] a change that is really there is shown, in the right direction', () => {
  const before = Array.from({ length: 30 }, (_, index) => (10 + (index % 7)) * minute);
  const now = before.map((ms) => ms * 4);
  expect(compareMedians(before, now).verdict).toBe('longer');
  expect(compareMedians(now, before).verdict).toBe('shorter');
  expect(compareMedians(now.slice(0, fewest - 1), before).verdict).toBe('too few');
});

test('[AI8] work that can be automated is counted as open and done, and is none in data of an older version', () => {
  const random = createRandom(8);
  const all: MeasuredIncident[] = [];
  const counted = { open: 0, done: 0 };
  for (let index = 0; index < 200; index++) {
    const fold = createFold();
    fold.add(makeFacts(random, 80, factKinds));
    const room = fold.room();
    const measured = measureIncident(`i${index}`, room);
    if (measured === null) continue;
    all.push({ ...measured, declaredAt: 110 * day, drill: false, withdrawn: false });
    for (const { automate, state } of room.actionItems)
      if (automate && state !== 'dropped') counted[state] += 1;
  }
  expect(Math.min(counted.open, counted.done)).toBeGreaterThan(0);
  all.push(one('old', 111 * day, { items: { made: 1, done: 0, open: 1, dropped: 0, overdueAt: [] } }));
  expect(collectInsights(all, period, { now: 200 * day }).automate).toEqual(counted);
});

test('[NU1] the numbers of 1,000 incidents equal those counted one by one', () => {
  const random = createRandom(23);
  const severities: (Severity | null)[] = ['P1', 'P2', 'P3', 'P4', null];
  const all = Array.from({ length: 1_000 }, (_, index) =>
    one(`i${index}`, Math.floor(random.next() * 250 * day), {
      severity: random.pick(severities),
      service: random.pick(['Shop', 'shop', 'search', null]),
      drill: random.chance(0.1),
      lengths: lengthsOf({ recover: random.chance(0.2) ? 'invalid' : random.below(90) * minute }),
      updates: { kept: random.below(4), missed: random.below(3) },
      items: {
        made: 3,
        done: 1,
        open: 2,
        dropped: 0,
        overdueAt: [random.below(300) * day, random.below(300) * day],
      },
    }),
  );
  const now = 195 * day;
  const insights = collectInsights(all, period, { service: 'SHOP', now });
  const mine = all.filter(
    (each) =>
      !each.drill &&
      each.service?.toLowerCase() === 'shop' &&
      each.declaredAt >= period.from &&
      each.declaredAt <= period.to,
  );
  expect(insights.count.now).toBe(mine.length);
  expect(insights.incidents.map(({ id }) => id).toSorted()).toEqual(mine.map(({ id }) => id).toSorted());
  let kept = 0;
  let overdue = 0;
  for (const each of mine) {
    kept += each.updates.kept;
    for (const due of each.items.overdueAt) if (due < now) overdue += 1;
  }
  expect(insights.updates.kept).toBe(kept);
  expect(insights.items.overdue).toBe(overdue);
  const lengths = mine.flatMap(({ lengths: { recover } }) => recover.ms ?? []).toSorted((a, b) => a - b);
  const half = lengths.length / 2;
  const brute =
    lengths.length % 2 === 1 ? lengths[Math.floor(half)]! : (lengths[half - 1]! + lengths[half]!) / 2;
  const recover = insights.phases.find((each) => each.phase === 'recover')!;
  expect(recover.medianMs).toBe(Math.round(brute));
  expect(recover.n + recover.invalid.length + recover.notRecorded.length).toBe(mine.length);
  for (const severity of severities)
    expect(insights.severities.find((each) => each.severity === severity)!.incidents).toHaveLength(
      mine.filter((each) => each.severity === severity).length,
    );
});

test('[NU1] any room can be measured', () => {
  for (let seed = 0; seed < 100; seed++) {
    const fold = createFold();
    const facts = makeFacts(createRandom(seed), 60, factKinds);
    fold.add(facts);
    const room = fold.room();
    const measured = measureIncident('id', room);
    expect(measured === null, `seed ${seed}`).toBe(room.declared === null);
    for (const { ms, state } of Object.values(measured?.lengths ?? {})) {
      expect(ms === null, `seed ${seed}`).toBe(state !== 'counted');
      expect(ms ?? 0, `seed ${seed}`).toBeGreaterThanOrEqual(0);
    }
  }
});

const of = (count: number): MeasuredIncident[] =>
  Array.from({ length: count }, (_, index) =>
    one(`${index}`, 110 * day, { lengths: lengthsOf({ resolve: index + 1 }) }),
  );

test('[NU1] a median needs three lengths and a 90th percentile ten; both are whole milliseconds', () => {
  const medianOf = (count: number) =>
    collectInsights(of(count), period, { now: 200 * day }).services[0]?.medianResolveMs;
  expect(phase(of(2), 'resolve')).toMatchObject({ n: 2, medianMs: null, p90Ms: null });
  expect(phase(of(4), 'resolve')).toMatchObject({ medianMs: 3, p90Ms: null });
  expect(phase(of(9), 'resolve').p90Ms).toBeNull();
  expect(phase(of(10), 'resolve')).toMatchObject({ medianMs: 6, p90Ms: 9 });
  expect([2, 4].map(medianOf)).toEqual([null, 3]);
});

test('[NU1] quantiles lie between their neighbours, and the usual band holds its middle', () => {
  expect(quantile([], 0.5)).toBeNull();
  expect(quantile([1, 2, 3], 0.5)).toBe(2);
  expect(quantile([10, 20], 0.9)).toBeCloseTo(19);
  for (const expected of [1, 4, 9, 30, 100]) {
    const [low, high] = usualCount(expected);
    expect(low).toBeLessThan(expected);
    expect(high).toBeGreaterThan(expected);
  }
});
