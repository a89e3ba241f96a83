import { expect, test } from 'vitest';
import type { MonitorState } from '../feed/feed.ts';
import { monitorOf } from '../fixtures/summaries.ts';
import { tellStory } from '../fixtures/story.ts';
import { checksOf, seeCascade, seeRecovery, seeSmokeTest } from './recovery-seen.ts';
import { findQuestions } from './status-questions.ts';

const monitor = (id: string, rest: Partial<MonitorState> = {}): MonitorState =>
  monitorOf({ id, service: 'payments', ...rest });
const sample = (at: number, status: 'up' | 'down' = 'up') => ({ at, status, latencyMs: 209.6, reason: null });

function tellRepair() {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', service: 'Payments', source: { type: 'person' } });
  story.write('monitor:db', { kind: 'check-down', monitor: 'db', name: 'db' });
  story.after(5);
  story.write('cy', { kind: 'action', text: 'Rolled back' });
  const room = story.open.room();
  return { ...story, room, fixedAt: room.actions[0]!.at, began: room.declared!.at };
}

test('[CO9] recovery was verified when each check of the incident has measured since the last action', () => {
  const { room, fixedAt } = tellRepair();
  const before = sample(fixedAt - 1);
  const after = sample(fixedAt + 1);
  expect(seeRecovery(room, [])).toBeNull();
  expect(seeRecovery(room, [monitor('api', { lastSample: before })])).toBeNull();
  expect(
    seeRecovery(room, [monitor('api', { lastSample: after }), monitor('db', { lastSample: before })]),
  ).toBeNull();
  expect(seeRecovery(room, [monitor('api', { lastSample: after })])).toEqual({
    answer: 'yes',
    evidence: 'measured since the last action: api up (210 ms)',
  });
  const failed = sample(fixedAt + 1, 'down');
  expect(
    seeRecovery(room, [monitor('api', { lastSample: after }), monitor('db', { lastSample: failed })]),
    'it counts as up until it is confirmed, and has failed all the same',
  ).toEqual({ answer: 'no', evidence: 'db failed when last measured' });
});

test('[CO9] its checks are those that failed in it and those of its service; paused ones are none', () => {
  const { room } = tellRepair();
  const watched = [
    monitor('db', { service: 'storage' }),
    monitor('api', { service: 'PAYMENTS' }),
    monitor('off', { status: 'paused' }),
    monitor('search', { service: 'search' }),
    monitor('none', { service: null }),
  ];
  expect(checksOf(room, watched).map(({ id }) => id)).toEqual(['db', 'api']);
});

test('[CO9] something else began to fail when a foreign check went down since the incident began', () => {
  const { room, began } = tellRepair();
  const other = (status: MonitorState['status'], since: number) =>
    monitor('search', { service: 'search', status, since });
  expect(seeCascade(room, [monitor('api')])).toBeNull();
  expect(seeCascade(room, [other('up', began + 1)])?.answer).toBe('yes');
  expect(seeCascade(room, [other('down', began - 1)])?.answer, 'it was down before').toBe('yes');
  expect(seeCascade(room, [other('down', began + 1)])).toEqual({
    answer: 'no',
    evidence: 'search failed since it began',
  });
});

test('[CO9] the smoke test is the journeys of the incident; the questions carry what the checks say', () => {
  const { room, fixedAt } = tellRepair();
  const watched = [
    monitor('api', { lastSample: sample(fixedAt + 1) }),
    monitor('checkout', { kind: 'journey', lastSample: sample(fixedAt + 1, 'down') }),
  ];
  expect(seeSmokeTest(room, watched.slice(0, 1))).toBeNull();
  expect(seeSmokeTest(room, watched)?.answer).toBe('no');
  const asked = (known: typeof watched | null) =>
    findQuestions({ room, texts: () => '', watched: known }, 'resolved').map(({ id, seen }) => [
      id,
      seen?.answer,
    ]);
  expect(Object.fromEntries(asked(watched))).toMatchObject({ recovery: 'no', 'smoke-test': 'no' });
  expect(Object.fromEntries(asked(null))).toMatchObject({ recovery: undefined, cascade: undefined });
});
