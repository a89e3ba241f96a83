import { expect, test } from 'vitest';
import { createRandom } from '../fixtures/random.ts';
import {
  budgetMs,
  burnRate,
  burnRules,
  countBudget,
  decideBurn,
  holdMinutes,
  worstOf,
  type Burning,
  type Slice,
} from './slo.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = 2_000_000 * hour;
const [fast, slow] = burnRules;

test('[SO1] a budget of 99.9 % is 43 min 12 s; what is spent is told also below zero', () => {
  const down = (ms: number): Slice[] => [{ at: now - ms, ms, down: 1 }];
  const up: Slice = { at: now - 20 * 24 * hour, ms: hour, down: 0 };
  expect(countBudget(99.9, [up], now)).toMatchObject({ state: 'healthy', downMs: 0, up: 1 });
  expect(Math.round(countBudget(99.9, [], now).allowedMs)).toBe(43 * minute + 12_000);
  expect(countBudget(99.9, down(36 * minute), now).state).toBe('at-risk');
  const over = countBudget(99.9, down(hour), now);
  expect([over.state, Math.round(over.leftMs)]).toEqual(['exhausted', -(16 * minute + 48_000)]);
});

test('[SO2] time without measurements is neither up nor down, and of several checks the worst counts', () => {
  expect(countBudget(99, [], now)).toMatchObject({ state: 'unknown', up: null, measuredMs: 0 });
  const half: Slice[] = [
    { at: now - 2 * hour, ms: hour, down: 0.5 },
    { at: now - hour, ms: hour, down: 0 },
  ];
  // A day without measurements before them changes no share.
  expect(countBudget(99, half, now)).toMatchObject({ up: 0.75, measuredMs: 2 * hour, downMs: hour / 2 });
  const other: Slice[] = [{ at: now - hour, ms: hour, down: 1 }];
  expect(worstOf([half, other]).map(({ down }) => down)).toEqual([0.5, 1]);
});

test('[SO3] over 300 histories, budget and rate are what counting second by second gives', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = createRandom(seed);
    const slices = Array.from({ length: 60 }, (_, index): Slice[] =>
      random.below(4) === 0
        ? []
        : [{ at: now - (60 - index) * minute, ms: minute, down: random.below(5) / 4 }],
    ).flat();
    const windowMs = (1 + random.below(60 * 60)) * 1_000;
    let down = 0;
    let measured = 0;
    for (let at = now - windowMs; at < now; at += 1_000) {
      const slice = slices.find((each) => each.at <= at && at < each.at + each.ms);
      if (slice === undefined) continue;
      measured += 1_000;
      down += slice.down * 1_000;
    }
    const rate = burnRate(99.5, slices, { now, windowMs });
    if (measured === 0) expect(rate, `seed ${seed}`).toBeNull();
    else expect(rate, `seed ${seed}`).toBeCloseTo(down / measured / 0.005, 6);
    const budget = countBudget(99.5, slices, now);
    expect(budget.leftMs, `seed ${seed}`).toBeCloseTo(
      0.005 * budgetMs - slices.reduce((total, each) => total + each.down * minute, 0),
      3,
    );
  }
});

test('[SO2] a measurement holds until the next one, but no longer than its interval', () => {
  const minutes = [
    { at: now - 20 * minute, down: 1 },
    { at: now - 15 * minute, down: 0 },
    { at: now - 2 * minute, down: 0.5 },
  ];
  const held = holdMinutes(minutes, 5 * minute, now - 30_000);
  const total = (down: number) =>
    held.filter((each) => each.down === down).reduce((sum, { ms }) => sum + ms, 0);
  // Ten minutes after the second were not measured.
  expect([total(1), total(0), total(0.5)]).toEqual([5 * minute, 5 * minute, 1.5 * minute]);
  expect(new Set(held.map(({ at }) => at)).size).toBe(held.length);
  // A minute that has only begun counts as long as it lasts.
  expect(holdMinutes([{ at: now - 10_000, down: 1 }], minute, now)).toEqual([
    { at: now - 10_000, ms: 10_000, down: 1 },
  ]);
});

/** A minute of history each: true is down. */
const minutesOf = (states: readonly boolean[]): Slice[] =>
  states.map((isDown, index) => ({
    at: now - (states.length - index) * minute,
    ms: minute,
    down: isDown ? 1 : 0,
  }));
const seen = (states: readonly boolean[], more: Partial<Parameters<typeof decideBurn>[2]> = {}) => ({
  target: 99.9,
  minutes: minutesOf(states),
  firstAt: now - states.length * minute,
  now,
  ...more,
});
const times = (count: number, isDown: boolean): boolean[] => Array.from({ length: count }, () => isDown);

test('[SO4] it burns when both windows do, not before a whole long window was measured, and ends with the long one', () => {
  // 1 of 60 minutes is 16.7 times; the last five minutes are 200 times.
  expect(decideBurn(fast, null, seen([...times(59, false), true]))).toMatchObject({ since: now });
  // The same minute, long ago: the short window is quiet.
  expect(decideBurn(fast, null, seen([true, ...times(59, false)]))).toBeNull();
  expect(decideBurn(fast, null, seen([...times(29, false), true]))).toBeNull();
  // 3 of 360 are 8.3 times over six hours.
  expect(decideBurn(slow, null, seen([...times(357, false), ...times(3, true)]))?.isActive).toBe(true);
  expect(decideBurn(slow, null, seen([...times(359, false), true]))).toBeNull();
  // A target of 90 % is not burned by it.
  expect(decideBurn(fast, null, seen([...times(59, false), true], { target: 90 }))).toBeNull();

  const active: Burning = { since: now - 30 * minute, lastAt: now - minute, isActive: true };
  expect(decideBurn(fast, active, seen([...times(30, false), true, ...times(29, false)]))).toEqual({
    ...active,
    lastAt: now,
  });
  expect(decideBurn(fast, active, seen(times(60, false)))).toEqual({ ...active, isActive: false });
  // Again within the long window it is the same one, later another.
  const again = seen([...times(59, false), true]);
  const over = { ...active, isActive: false };
  expect(decideBurn(fast, over, again)?.since).toBe(active.since);
  expect(decideBurn(fast, { ...over, lastAt: now - 2 * hour }, again)?.since).toBe(now);
});
