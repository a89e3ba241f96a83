import { expect, test } from 'vitest';
import { gatherChanges, makeSteady, openTimers } from './clock.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A computer whose clocks are moved by hand. */
function makeComputer() {
  const at = { wall: 1_800_000_000_000, steady: 5_000, awake: 9_000 };
  const now = makeSteady({ wall: () => at.wall, steady: () => at.steady, awake: () => at.awake });
  return {
    now,
    run: (ms: number) => {
      for (const name of ['wall', 'steady', 'awake'] as const) at[name] += ms;
    },
    sleep: (ms: number) => {
      at.wall += ms;
      at.awake += ms;
    },
    set: (ms: number) => (at.wall += ms),
    wall: () => at.wall,
  };
}

test('[OP11] a clock that is set forwards is followed slowly: nothing falls due at once', () => {
  const computer = makeComputer();
  const before = computer.now();
  computer.set(5 * minuteMs);
  computer.run(1_000);
  expect(computer.now() - before).toBe(1_100);
  for (let minute = 0; minute < 60; minute++) {
    computer.run(minuteMs);
    computer.now();
  }
  expect(computer.now()).toBe(computer.wall());
});

test('[OP11] a clock that is set back is waited for: what follows never lies before what was', () => {
  const computer = makeComputer();
  let before = computer.now();
  computer.set(-hourMs);
  for (let minute = 0; minute < 700; minute++) {
    computer.run(minuteMs);
    const now = computer.now();
    expect(now).toBeGreaterThan(before);
    before = now;
  }
  expect(before).toBe(computer.wall());
});

test('[OP11] time slept counts at once, and so does a clock that was never right', () => {
  const computer = makeComputer();
  computer.now();
  computer.sleep(8 * hourMs);
  computer.run(10);
  expect(computer.now()).toBe(computer.wall());
  computer.set(400 * 24 * hourMs);
  computer.run(10);
  expect(computer.now()).toBe(computer.wall());
});

test('[OP11] the small corrections of a clock that is kept right are just followed', () => {
  const computer = makeComputer();
  computer.now();
  computer.set(20);
  computer.run(10);
  expect(computer.now()).toBe(computer.wall());
  computer.set(-20);
  computer.run(1_000);
  expect(computer.now()).toBe(computer.wall());
});

test('changes that come together lead to one call, and those after a stop to none', () => {
  const due: (() => void)[] = [];
  const clock = {
    after: (_ms: number, call: () => void) => {
      due.push(call);
      return () => due.splice(due.indexOf(call), 1);
    },
  };
  let calls = 0;
  const { soon, stop } = gatherChanges(500, () => calls++, clock);
  soon();
  soon();
  expect(due).toHaveLength(1);
  due.shift()?.();
  expect(calls).toBe(1);
  soon();
  stop();
  expect(due).toEqual([]);
  soon();
  due.shift()?.();
  expect(calls).toBe(2);
});

test('of the calls that wait there is one for each key: set again, cancelled or closed, the one before never comes', () => {
  const due = new Set<() => void>();
  const clock = {
    after: (_ms: number, call: () => void) => {
      due.add(call);
      return () => due.delete(call);
    },
  };
  const ring = () => {
    for (const call of due) {
      due.delete(call);
      call();
    }
  };
  const calls: string[] = [];
  const timers = openTimers(clock);
  timers.set('a', 10, () => calls.push('first'));
  timers.set('a', 10, () => calls.push('second'));
  timers.set('b', 10, () => calls.push('b'));
  timers.cancel('b');
  expect([timers.has('a'), timers.has('b')]).toEqual([true, false]);
  ring();
  expect([calls, timers.has('a')]).toEqual([['second'], false]);
  timers.set('c', 10, () => calls.push('c'));
  timers.close();
  ring();
  expect(calls).toEqual(['second']);
});
