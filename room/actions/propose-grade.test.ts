import { expect, test } from 'vitest';
import type { Sample } from '../feed/feed.ts';
import { tellStory } from '../fixtures/story.ts';
import { sayFact } from '../facts/say.ts';
import { findLinkedChecks } from './linked-checks.ts';
import { observationMs, proposeGrade, type Observed } from './propose-grade.ts';
import { findOpenRepairs, itemForRepair } from '../pir/suggest-items.ts';

const minute = 60_000;
const at = 1_772_600_580_000;
const rollback = { id: 'a', text: 'Rolled back v412', at };
const later = at + observationMs;

const sample = (latency: number | null, time: number): Sample => ({
  at: time,
  status: latency === null ? 'down' : 'up',
  // A refusal answers quickly: it must not pass for speed.
  latencyMs: latency ?? 1,
  reason: latency === null ? '503' : null,
});

/** One measurement a minute, ten on each side; a number is the latency of an answer, null a failure. */
function check(
  name: string,
  before: readonly (number | null)[],
  after: readonly (number | null)[],
): Observed {
  return {
    name,
    samples: [
      ...before.map((latency, i) => sample(latency, at - (before.length - i) * minute)),
      ...after.map((latency, i) => sample(latency, at + i * minute + 10_000)),
    ],
  };
}
const steady = (latency: number | null, count = 10) => Array.from({ length: count }, () => latency);
const propose = (checks: readonly Observed[], others: readonly (typeof rollback)[] = [], now = later) =>
  proposeGrade({ action: rollback, others: [rollback, ...others], checks, now });

const reasonOf = (before: readonly (number | null)[], after: readonly (number | null)[]) =>
  propose([check('c', before, after)]).reason;

test('[GR2] a failing check that recovered: helped, with how long it took', () => {
  const found = propose([check('payments-api', steady(null), [null, null, null, ...steady(80, 7)])]);
  expect(found).toMatchObject({
    isRunning: false,
    outcome: 'helped',
    reason: 'recovered',
    decidedBy: 'payments-api',
  });
  expect(found.evidence).toBe('payments-api recovered after 3 m 10 s');
});

test('[GR2] latency of what answered decides between checks that are up: p50 and p95 with numbers', () => {
  const before = [900, 950, 1000, 1000, 1000, 1000, 1100, 1200, 1300, 4200];
  const found = propose([check('checkout', before, steady(200))]);
  expect(found).toMatchObject({ outcome: 'helped', reason: 'faster' });
  expect(found.evidence).toBe('checkout p50 1.0 s to 200 ms (-80 %), p95 4.2 s to 200 ms (-95 %)');
  expect(propose([check('checkout', steady(200), before)])).toMatchObject({
    outcome: 'made-worse',
    reason: 'slower',
  });
});

test('[GR2] a small change of latency is none: under 25 % or under 20 ms, and with too few measurements', () => {
  expect(reasonOf(steady(1000), steady(1240))).toBe('unchanged');
  expect(reasonOf(steady(1000), steady(1250))).toBe('slower');
  expect(reasonOf(steady(10), steady(29))).toBe('unchanged');
  expect(reasonOf(steady(10), steady(30))).toBe('slower');
  expect(reasonOf(steady(1000, 4), steady(10))).toBe('unchanged');
});

test('[GR2] still failing is no effect; beginning to fail is worse; both ways at once says nothing certain', () => {
  const broke = check('search', steady(50), [50, 50, null, null]);
  const mended = check('payments-api', steady(null), [null, 70, 70]);
  expect(propose([check('payments-api', steady(null), steady(null))])).toMatchObject({
    outcome: 'no-effect',
    reason: 'still-failing',
    evidence: 'payments-api still fails',
  });
  expect(propose([broke])).toMatchObject({ outcome: 'made-worse', reason: 'began-to-fail' });
  const mixed = propose([broke, mended]);
  expect(mixed).toMatchObject({ outcome: 'inconclusive', reason: 'mixed' });
  expect(mixed.evidence).toContain('payments-api recovered');
  expect(mixed.evidence).toContain('search began to fail');
});

test('[GR2] some recovered and others not: helped, and the others are named', () => {
  const found = propose([check('a', steady(null), steady(10)), check('b', steady(null), steady(null))]);
  expect(found).toMatchObject({ outcome: 'helped' });
  expect(found.evidence).toBe('a recovered after 10 s; b still fails');
});

test('[GR3] another action within the window makes it inconclusive, and is named', () => {
  const mended = check('payments-api', steady(null), steady(80));
  const other = { id: 'b', text: 'Restarted the pool', at: at - 4 * minute };
  const found = propose([mended], [other]);
  expect(found).toMatchObject({ outcome: 'inconclusive', reason: 'overlapping' });
  expect(found.evidence).toBe(
    '“Restarted the pool” was done 4 m before it, so either may be the cause: payments-api recovered after 10 s',
  );
  expect(propose([mended], [{ ...other, at: at + 2 * minute }]).evidence).toContain('2 m after it');
  expect(propose([mended], [{ ...other, at: at - observationMs }]).outcome).toBe('helped');
});

test('[GR3] without checks or without measurements on both sides it claims nothing', () => {
  expect(propose([])).toMatchObject({ outcome: 'inconclusive', reason: 'no-checks', decidedBy: null });
  expect(propose([check('c', [], steady(5))])).toMatchObject({
    outcome: 'inconclusive',
    reason: 'not-measured',
  });
  expect(propose([check('c', steady(5), [])]).reason).toBe('not-measured');
});

test('[GR1] the window runs for ten minutes, or as long as it is told', () => {
  expect(propose([], [], later - 1)).toMatchObject({ isRunning: true, endsAt: later });
  expect(propose([], [], later).isRunning).toBe(false);
  const short = { action: rollback, others: [], checks: [], now: at + minute, windowMs: minute };
  expect(proposeGrade(short).isRunning).toBe(false);
});

test('[GR1] linked are the checks that facts name and those of the service', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Down', service: 'payments', source: { type: 'person' } });
  write('monitor:m', { kind: 'check-down', monitor: 'm', name: 'old name' });
  const monitors = [
    { id: 'm', name: 'payments-api', service: null },
    { id: 'n', name: 'payments-db', service: 'payments' },
    { id: 'o', name: 'search', service: 'search' },
  ];
  expect(findLinkedChecks(open.room(), monitors).map(({ name }) => name)).toEqual([
    'payments-api',
    'payments-db',
  ]);
  expect(findLinkedChecks(open.room(), [])).toEqual([{ monitor: 'm', name: 'old name' }]);
});

test('[GR4] an override says what the checks had said', () => {
  const { write, open } = tellStory();
  const [action] = write('ana', { kind: 'action', text: 'Rolled back' });
  const grade = { kind: 'graded', target: action!.id, proposed: 'helped' } as const;
  const find = () => open.room().timeline[0]?.fact;
  const said = (outcome: 'helped' | 'no-effect') =>
    sayFact(write('ana', { ...grade, outcome, evidence: 'p95 fell' })[0]!, () => 'Ana', find);
  expect(said('helped')).toBe('Ana judged that “Rolled back” helped: p95 fell');
  expect(said('no-effect')).toBe(
    'Ana judged that “Rolled back” had no effect, where the checks said it helped: p95 fell',
  );
});

test('[GR5] a temporary repair asks for an action item until one is about it', () => {
  const { write, open } = tellStory();
  const [pool] = write('ana', { kind: 'action', text: 'Restarted the pool', repair: 'temporary' });
  write(
    'ana',
    { kind: 'action', text: 'Fixed the leak', repair: 'permanent' },
    { kind: 'action', text: 'Looked' },
  );
  const [worse] = write('ana', { kind: 'action', text: 'Dropped the cache', repair: 'temporary' });
  write('ana', { kind: 'graded', target: worse!.id, outcome: 'made-worse' });
  expect(findOpenRepairs(open.room()).map(({ id }) => id)).toEqual([pool!.id]);
  const [item] = write('ana', itemForRepair(open.room().actions[0]!));
  expect(item).toMatchObject({
    type: 'correct',
    text: 'Replace the temporary repair with a lasting one: Restarted the pool',
  });
  expect(findOpenRepairs(open.room())).toEqual([]);
});
