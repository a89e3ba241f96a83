import { expect, test } from 'vitest';
import type { Sample } from '#room/feed/feed.ts';
import { createRandom } from '#room/fixtures/random.ts';
import { decideTransition, freshStanding, type MonitorStanding, type Thresholds } from './transition.ts';

/** A monitor as its owner thinks of it: it fails, it works, and the room is told or not. */
function watch(given: Partial<Thresholds> = {}) {
  const thresholds: Thresholds = { confirmations: 3, recoveries: 2, flap: null, ...given };
  let at = 0;
  let standing: MonitorStanding = freshStanding(0);
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
    standsStill: (ms: number) => (at += ms),
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
  const before: MonitorStanding = { ...freshStanding(0), status: 'down', reason: 'connection refused' };
  const { standing } = decideTransition(
    before,
    { at: 1, status: 'down', latencyMs: null, reason: '503 Service Unavailable' },
    {
      confirmations: 3,
      recoveries: 2,
      flap: null,
    },
  );
  expect(standing).toMatchObject({ reason: '503 Service Unavailable', since: 0 });
});

test('[CH2] by period: every result within it must say the same, and one that does not begins it anew', () => {
  const monitor = watch({ confirmMs: 3_000, recoverMs: 2_000 });
  monitor.works();
  expect(monitor.fails(3)).toEqual(Array(3).fill('still-confirming'));
  expect(monitor.works()).toEqual(['as-before']);
  expect(monitor.fails(4)).toEqual([...Array(3).fill('still-confirming'), 'down']);
  expect([...monitor.works(2), ...monitor.fails(), ...monitor.works(3)]).toEqual([
    'still-recovering',
    'still-recovering',
    'as-before',
    'still-recovering',
    'still-recovering',
    'up',
  ]);
});

test('[CH6] six changes in half an hour are flapping: one outage, until the check has kept still', () => {
  const monitor = watch({ confirmations: 1, recoveries: 1, flap: { changes: 6, minutes: 30 } });
  monitor.works();
  const round = () => [...monitor.fails(), ...monitor.works()];
  expect([...round(), ...round(), ...round()]).toEqual(['down', 'up', 'down', 'up', 'down', 'flapping']);
  expect(monitor.is()).toMatchObject({ status: 'down', isFlapping: true, isUpBeneath: true });
  const more = Array.from({ length: 20 }, round).flat();
  expect(more.every((said) => said === 'confirmed' || said === 'flapping')).toBe(true);
  expect(monitor.is()).toMatchObject({ status: 'down', since: 6_000, isFlapping: true });
  // Up, but not yet for long enough.
  monitor.standsStill(20 * 60_000);
  expect(monitor.works()).toEqual(['as-before']);
  monitor.standsStill(10 * 60_000);
  expect(monitor.works()).toEqual(['up']);
  expect(monitor.is()).toMatchObject({ status: 'up', isFlapping: false, isUpBeneath: false });
});

test('[CH6] one that is down when it has kept still is plainly down, and comes up as any other', () => {
  const monitor = watch({ confirmations: 1, recoveries: 1, flap: { changes: 3, minutes: 30 } });
  monitor.works();
  expect([...monitor.fails(), ...monitor.works(), ...monitor.fails()]).toEqual(['down', 'up', 'down']);
  expect(monitor.is()).toMatchObject({ status: 'down', isFlapping: true, isUpBeneath: false });
  monitor.standsStill(31 * 60_000);
  expect(monitor.fails()).toEqual(['kept-still']);
  expect(monitor.is()).toMatchObject({ status: 'down', isFlapping: false });
  expect(monitor.works()).toEqual(['up']);
});

test('[CH6] for all results, it never says up or down twice in a row', () => {
  const random = createRandom(11);
  for (let round = 0; round < 300; round++) {
    const monitor = watch({
      confirmations: 1 + Math.floor(random.next() * 3),
      recoveries: 1 + Math.floor(random.next() * 3),
      flap: random.next() < 0.8 ? { changes: 3 + Math.floor(random.next() * 4), minutes: 2 } : null,
    });
    let last = 'up';
    for (let step = 0; step < 200; step++) {
      if (random.next() < 0.02) monitor.standsStill(120_000);
      const said = random.next() < 0.5 ? monitor.fails() : monitor.works();
      if (said[0] !== 'down' && said[0] !== 'up') continue;
      expect(said[0], `seed 11, round ${round}, step ${step}`).not.toBe(last);
      last = said[0];
      expect(monitor.is().status).toBe(said[0]);
    }
  }
});
