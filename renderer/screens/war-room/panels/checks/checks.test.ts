import { expect, test } from 'vitest';
import { unknownStanding, type MonitorState } from '#room/feed/feed.ts';
import { failures } from './failures.ts';
import { mergeChecks } from './merge-checks.ts';

const monitor = (id: string, change: Partial<MonitorState> = {}): MonitorState => ({
  id,
  name: id,
  kind: 'http',
  service: null,
  status: 'up',
  since: 5,
  reason: null,
  lastSample: null,
  intervalSeconds: 1,
  ...unknownStanding,
  ...change,
});

const sample = (at: number, status: 'up' | 'down') => ({ at, status, latencyMs: 1, reason: null });

test('the feed brings checks named by facts up to date, and a check that the feed does not know is kept', () => {
  const facts = [
    { monitor: 'api', name: 'api', status: 'down' as const, since: 1, reason: '503' },
    {
      monitor: 'gone',
      name: 'gone',
      status: 'down' as const,
      since: 2,
      reason: 'timeout',
      isDegraded: true as const,
    },
  ];
  const { touching } = mergeChecks(facts, [monitor('api')], null);
  expect(touching.map(({ monitor, status }) => [monitor, status])).toEqual([
    ['gone', 'degraded'],
    ['api', 'up'],
  ]);
});

test('checks of the same service touch the incident; the rest are others, trouble first', () => {
  const monitors = [monitor('a', { service: 'pay' }), monitor('b'), monitor('c', { status: 'down' })];
  const { touching, others } = mergeChecks([], monitors, 'pay');
  expect(touching.map(({ monitor }) => monitor)).toEqual(['a']);
  expect(others.map(({ monitor }) => monitor)).toEqual(['c', 'b']);
});

test('failures are spans from the first failed sample to the next good one', () => {
  const samples = [
    sample(1, 'up'),
    sample(2, 'down'),
    sample(3, 'down'),
    sample(4, 'up'),
    sample(5, 'down'),
    sample(6, 'down'),
  ];
  expect(failures(samples)).toEqual([
    { from: 2, to: 4 },
    { from: 5, to: 6 },
  ]);
  expect(failures([])).toEqual([]);
});
