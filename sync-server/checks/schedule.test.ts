import { expect, test } from 'vitest';
import { schedule, type Clock } from './schedule.ts';

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
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    }
    at = end;
  };
  const jump = (ms: number) => {
    at += ms;
  };
  return { clock, forward, jump, timers };
}

test('[CH4] start k is at t0 + k·interval, however late the timers are', async () => {
  const { clock, forward } = makeClock(7);
  const starts: number[] = [];
  const run = async () => void starts.push(clock.now());
  schedule({ clock, firstAt: 50, intervalMs: 100, run });
  await forward(1_000_000);
  expect(starts).toHaveLength(10_000);
  expect(starts.every((at, k) => at === 57 + k * 100)).toBe(true);
});

test('[CH4] a check that is still running when the next is due skips that one, and stays in step', async () => {
  const { clock, forward } = makeClock();
  const starts: number[] = [];
  const run = () => {
    starts.push(clock.now());
    return new Promise<void>((resolve) => clock.after(250, resolve));
  };
  schedule({ clock, firstAt: 0, intervalMs: 100, run });
  await forward(1_000);
  expect(starts).toEqual([0, 300, 600, 900]);
});

test('[CH4] after the computer slept, missed starts are not made up for', async () => {
  const { clock, forward, jump } = makeClock();
  const starts: number[] = [];
  schedule({ clock, firstAt: 0, intervalMs: 100, run: async () => void starts.push(clock.now()) });
  await forward(150);
  jump(10_020);
  await forward(300);
  expect(starts).toEqual([0, 100, 10_170, 10_200, 10_300, 10_400]);
});

test('[CH4] stopped, it starts nothing more and leaves no timer', async () => {
  const { clock, forward, timers } = makeClock();
  const starts: number[] = [];
  const stop = schedule({
    clock,
    firstAt: 0,
    intervalMs: 100,
    run: async () => void starts.push(clock.now()),
  });
  await forward(150);
  stop();
  await forward(1_000);
  expect(starts).toEqual([0, 100]);
  expect(timers.size).toBe(0);
});
