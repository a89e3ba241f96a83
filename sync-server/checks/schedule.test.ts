import { expect, test } from 'vitest';
import { fractionOf, openScheduler, type Clock } from './schedule.ts';

/** A clock that only moves when told; timers fire late by `lateMs`, as a busy process's do. */
function makeClock(lateMs = 0) {
  let at = 0;
  const timers = new Set<{ at: number; call: () => void }>();
  const clock: Clock = {
    now: () => at,
    after: (ms, call) => {
      const timer = { at: at + ms + lateMs, call };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const forward = async (ms: number) => {
    const end = at + ms;
    for (;;) {
      const [next] = [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at);
      if (next === undefined) break;
      timers.delete(next);
      at = Math.max(at, next.at);
      next.call();
      // What ran may have been waiting for promises only.
      for (let turn = 0; turn < 8; turn++) await Promise.resolve();
    }
    at = end;
  };
  const jump = (ms: number) => {
    at += ms;
  };
  return { clock, forward, jump, timers };
}

const epochNow = 1_790_000_000_000;

function open(clock: Clock, { mostAtOnce = 1_000, bootAt = epochNow } = {}) {
  const late: number[] = [];
  const scheduler = openScheduler({ clock, epochNow: bootAt, mostAtOnce, onStart: (ms) => late.push(ms) });
  const starts: number[] = [];
  const run = async () => void starts.push(clock.now());
  return { scheduler, late, starts, run };
}

test('[CH4] starts keep to their grid, however late the timers are', async () => {
  const { clock, forward } = makeClock(7);
  const { scheduler, starts, late, run } = open(clock);
  scheduler.set('a', { intervalMs: 100, run });
  await forward(1_000_000);
  const [first = 0] = starts;
  expect(starts).toHaveLength(10_000);
  expect(starts.every((at, k) => Math.abs(at - first - k * 100) < 1e-3)).toBe(true);
  expect(late.every((ms) => Math.abs(ms - 7) < 1e-3)).toBe(true);
});

test('[CH4] many monitors share the interval evenly, with one timer, and a restart changes nothing of it', async () => {
  const ids = Array.from(
    { length: 1_000 },
    (_, index) => `01ARZ3NDEKTSV4RRFFQ69G5${String(index).padStart(3, '0')}`,
  );
  const startsOf = async (bootAt: number) => {
    const { clock, forward, timers } = makeClock();
    const { scheduler } = open(clock, { bootAt });
    const byId = new Map<string, number>();
    for (const id of ids) {
      scheduler.set(id, {
        intervalMs: 20_000,
        run: async () => void byId.set(id, Math.round(bootAt + clock.now()) % 20_000),
      });
    }
    expect(timers.size).toBe(1);
    await forward(20_000);
    return byId;
  };
  const starts = await startsOf(epochNow);
  expect(starts.size).toBe(1_000);
  const perSecond = Array.from(
    { length: 20 },
    (_, second) => [...starts.values()].filter((at) => Math.floor(at / 1_000) === second).length,
  );
  expect(Math.max(...perSecond)).toBeLessThan(85);
  expect(Math.min(...perSecond)).toBeGreaterThan(25);
  const again = await startsOf(epochNow + 123_456_789);
  for (const [id, at] of starts) expect(Math.abs((again.get(id) ?? -9) - at) % 19_999).toBeLessThanOrEqual(1);
});

test('[CH4] a monitor with a long interval is measured soon after a start all the same', async () => {
  const { clock, forward } = makeClock();
  const { scheduler, starts, run } = open(clock);
  scheduler.set('a', { intervalMs: 86_400_000, run });
  await forward(20_001);
  expect(starts).toHaveLength(1);
  await forward(86_400_000);
  expect(starts).toHaveLength(2);
});

test('[CH4] checks that were missed while nothing ran are made up for within a quarter of the interval, one by one', async () => {
  const { clock, forward } = makeClock();
  const { scheduler } = open(clock);
  const starts = new Map<string, number[]>();
  const ids = Array.from({ length: 100 }, (_, index) => `m${index}`);
  for (const id of ids) {
    const run = async () => void starts.set(id, [...(starts.get(id) ?? []), clock.now()]);
    scheduler.set(id, { intervalMs: 20_000, wasMissed: true, run });
  }
  await forward(5_000);
  expect(starts.size).toBe(100);
  const firstSecond = [...starts.values()].filter(([at = 0]) => at < 1_000);
  expect(firstSecond.length).toBeLessThan(40);
  await forward(40_000);
  const longest = Math.max(
    ...[...starts.values()].flatMap((at) => at.slice(1).map((each, index) => each - (at[index] ?? 0))),
  );
  expect(longest).toBeLessThanOrEqual(25_000);
});

test('[CH4] a check that is still running when the next is due skips that one, and stays in step', async () => {
  const { clock, forward } = makeClock();
  const { scheduler, starts } = open(clock);
  const run = () => {
    starts.push(clock.now());
    return new Promise<void>((resolve) => clock.after(250, resolve));
  };
  scheduler.set('a', { intervalMs: 100, run });
  await forward(1_000);
  const [first = 0] = starts;
  expect(starts.map((at) => Math.round(at - first))).toEqual([0, 300, 600, 900].slice(0, starts.length));
  expect(scheduler.load().skipped).toBeGreaterThan(4);
});

test('[CH4] no more run at once than may; the others wait their turn and are counted', async () => {
  const { clock, forward } = makeClock();
  const { scheduler } = open(clock, { mostAtOnce: 3 });
  const ends: (() => void)[] = [];
  const run = () => new Promise<void>((resolve) => ends.push(resolve));
  for (let index = 0; index < 10; index++)
    scheduler.set(`m${index}`, { intervalMs: 1_000, run, firstInMs: 0 });
  await forward(10);
  expect(scheduler.load()).toMatchObject({ running: 3, waiting: 7 });
  ends.splice(0, 2).forEach((end) => end());
  await forward(10);
  expect(scheduler.load()).toMatchObject({ running: 3, waiting: 5 });
  expect(ends).toHaveLength(3);
});

test('[CH4] an extra start comes when asked, and stands in for the grid point just after it', async () => {
  const { clock, forward } = makeClock();
  const { scheduler, starts, run } = open(clock);
  scheduler.set('a', { intervalMs: 1_000, run });
  await forward(1_000);
  const [first = 0] = starts;
  await forward(first + 1_400 - clock.now());
  scheduler.soon('a', 500);
  await forward(2_000);
  expect(starts.map((at) => Math.round(at - first))).toEqual([0, 1_000, 1_900, 3_000]);
});

test('[CH4] after the computer slept, missed starts are not made up for and do not come all at once', async () => {
  const { clock, forward, jump } = makeClock();
  const { scheduler } = open(clock);
  const starts: number[] = [];
  for (let index = 0; index < 100; index++) {
    scheduler.set(`m${index}`, { intervalMs: 20_000, run: async () => void starts.push(clock.now()) });
  }
  await forward(20_000);
  jump(3_600_000);
  starts.length = 0;
  const awake = clock.now();
  await forward(20_000);
  const perSecond = Array.from(
    { length: 20 },
    (_, second) => starts.filter((at) => Math.floor((at - awake) / 1_000) === second).length,
  );
  expect(starts.length).toBeGreaterThanOrEqual(100);
  expect(starts.length).toBeLessThan(210);
  expect(Math.max(...perSecond)).toBeLessThan(30);
});

test('[CH4] removed or stopped, it starts nothing more and leaves no timer', async () => {
  const { clock, forward, timers } = makeClock();
  const { scheduler, starts, run } = open(clock);
  scheduler.set('a', { intervalMs: 100, run });
  scheduler.set('b', { intervalMs: 100, run });
  await forward(150);
  scheduler.remove('a');
  scheduler.stop();
  const before = starts.length;
  await forward(1_000);
  expect(starts).toHaveLength(before);
  expect(timers.size).toBe(0);
});

test('[CH4] each id has its own place, the same every time', () => {
  expect(fractionOf('a')).toBe(fractionOf('a'));
  expect(new Set(Array.from({ length: 500 }, (_, index) => fractionOf(`m${index}`))).size).toBe(500);
});
