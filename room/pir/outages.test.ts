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
