import type { MonitorState } from '#room/feed/feed.ts';
import { expect, test } from 'vitest';
import { sayChecks } from './standing.ts';

const say = (...statuses: MonitorState['status'][]) => sayChecks(statuses.map((status) => ({ status })));

test('[SV3] a service says the worst of its checks; a paused one, or one without a measurement, is not up', () => {
  expect(say()).toBe('no checks');
  expect(say('up')).toBe('up');
  expect(say('up', 'up')).toBe('all 2 up');
  expect(say('degraded')).toBe('degraded');
  expect(say('up', 'degraded')).toBe('1 degraded of 2');
  expect(say('degraded', 'down', 'up')).toBe('1 down of 3');
  expect(say('up', 'paused', 'pending')).toBe('1 of 3 up');
});
