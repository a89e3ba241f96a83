import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { collectReview } from './review.ts';

const down = (monitor: string, at: number) => ({ kind: 'check-down', monitor, name: monitor, at }) as const;
const minute = 60_000;

test('[RV2] a check that was paused while it was down is neither well after an action nor at the end', () => {
  const { write, open, now } = tellStory();
  const began = now();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  write('monitor:a', down('a', began), down('b', began));
  write('ana', { kind: 'action', text: 'Restarted it', at: began + 5 * minute });
  const name = (monitor: string) =>
    ({ kind: 'check-up', monitor, name: monitor, at: began + 7 * minute }) as const;
  write('server', { ...name('a'), ended: 'paused' });
  const read = () => collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(read().actions[0]).toMatchObject({ before: 'a, b down', after: 'a no longer watched; b down' });
  write('monitor:b', name('b'));
  expect(read().actions[0]?.after).toBe('b up after 2 min; a no longer watched');
  write('ana', { kind: 'impact-ended', at: began + 9 * minute });
  expect(read().timestamps.find(({ label }) => label === 'Recovered')?.note).toBe(
    'customer impact ended; the check “a” was paused while it was down',
  );
});

const up = (at: number) => ({ kind: 'check-up', monitor: 'a', name: 'a', at }) as const;

test('[RV11] the summary counts how long checks were down until it was resolved, not what failed later', () => {
  const { write, open, now } = tellStory();
  const began = now();
  write('monitor:a', { kind: 'declared', title: 'Slow', source: { type: 'monitor', ref: 'a' } });
  write('monitor:a', { ...down('a', began), degraded: true, reason: 'p95 2 s' }, down('a', began + minute));
  write('monitor:a', up(began + 20 * minute));
  write('ana', { kind: 'status', status: 'resolved', at: began + 21 * minute });
  write('monitor:a', down('a', began + 90 * minute), up(began + 95 * minute));
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(review.drafted.summary[0]?.text).toContain('; the check “a” was down for 20 min.');
  // CH15: what was degraded is not told as down.
  const lines = review.timeline.lines.map(({ text }) => text);
  expect(lines).toEqual(expect.arrayContaining(['a is degraded: p95 2 s', 'a is down']));
});
