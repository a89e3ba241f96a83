import { expect, test } from 'vitest';
import type { Sample } from '#room/feed.ts';
import { decideTransition, type Standing, type Thresholds } from './transition.ts';

/** A monitor as its owner thinks of it: it fails, it works, and something is said or not. */
function watch(thresholds: Thresholds = { confirmations: 3, recoveries: 2 }) {
  let at = 0;
  let standing: Standing = { status: 'pending', since: 0, reason: null, streak: 0 };
  const take = (status: Sample['status']) => {
    at += 1_000;
    const sample = { at, status, latencyMs: 1, reason: status === 'up' ? null : status };
    const transition = decideTransition(standing, sample, thresholds);
    standing = transition.standing;
    return transition.turned ?? transition.why;
  };
  return {
    is: () => standing,
    fails: (times = 1) => Array.from({ length: times }, () => take('down')),
    works: (times = 1) => Array.from({ length: times }, () => take('up')),
    isSlow: (times = 1) => Array.from({ length: times }, () => take('degraded')),
  };
}

test('[CH2] three failures in a row make it down, two successes in a row bring it back', () => {
  const monitor = watch();
  monitor.works();
  expect(monitor.fails(3)).toEqual(['still-confirming', 'still-confirming', 'down']);
  expect(monitor.is()).toMatchObject({ status: 'down', since: 4_000, reason: 'down' });
  expect(monitor.works(2)).toEqual(['still-recovering', 'up']);
  expect(monitor.is()).toMatchObject({ status: 'up', since: 6_000, reason: null });
});

test('[CH2] a single failure among successes says nothing to anybody', () => {
  const monitor = watch();
  monitor.works();
  for (let round = 0; round < 10; round++) {
    expect([...monitor.fails(2), ...monitor.works()]).toEqual([
      'still-confirming',
      'still-confirming',
      'as-before',
    ]);
  }
  expect(monitor.is()).toMatchObject({ status: 'up', since: 1_000 });
});

test('[CH2] a single success while it is down brings nothing back', () => {
  const monitor = watch();
  monitor.fails(3);
  for (let round = 0; round < 10; round++) {
    expect([...monitor.works(), ...monitor.fails()]).toEqual(['still-recovering', 'as-before']);
  }
  expect(monitor.is()).toMatchObject({ status: 'down', since: 3_000 });
});

test('[CH2] before it ever worked it is pending until its failures are confirmed', () => {
  const monitor = watch();
  expect(monitor.is().status).toBe('pending');
  monitor.fails(2);
  expect(monitor.is().status).toBe('pending');
  expect(monitor.fails()).toEqual(['down']);
});

test('[CH2] the first success of a new monitor makes it up, without news for anybody', () => {
  const monitor = watch();
  expect(monitor.works()).toEqual(['first-result']);
  expect(monitor.is().status).toBe('up');
});

test('[CH2] with one confirmation and one recovery each result counts at once', () => {
  const monitor = watch({ confirmations: 1, recoveries: 1 });
  expect([...monitor.fails(), ...monitor.works(), ...monitor.fails()]).toEqual(['down', 'up', 'down']);
});

test('[CH2] slow is not down: it shows, and is no transition', () => {
  const monitor = watch();
  monitor.works();
  expect(monitor.isSlow(5)).toEqual(['speed-changed', ...Array(4).fill('as-before')]);
  expect(monitor.is().status).toBe('degraded');
  expect(monitor.fails(3).at(-1)).toBe('down');
  expect(monitor.isSlow(2)).toEqual(['still-recovering', 'up']);
  expect(monitor.is().status).toBe('degraded');
});

test('[CH2] why it is down follows the newest failure', () => {
  const before: Standing = { status: 'down', since: 0, reason: 'connection refused', streak: 0 };
  const { standing } = decideTransition(
    before,
    { at: 1, status: 'down', latencyMs: null, reason: '503 Service Unavailable' },
    {
      confirmations: 3,
      recoveries: 2,
    },
  );
  expect(standing).toMatchObject({ reason: '503 Service Unavailable', since: 0 });
});
