import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { findImpactClock } from './impact-clock.ts';

test('[FO13] the clock runs from the declaration, from the impact once that is known, and stops where it ends', () => {
  const story = tellStory();
  const clock = () => findImpactClock(story.open.room());
  expect(clock()).toBeNull();
  const [declared] = story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  expect(clock()).toEqual({ from: declared!.at, since: 'declared', to: null, end: null });
  const began = declared!.at - 600_000;
  story.write('ana', { kind: 'impact-began', at: began });
  expect(clock()).toEqual({ from: began, since: 'impact', to: null, end: null });
  story.after(20);
  const [ended] = story.write('ana', { kind: 'impact-ended' });
  expect(clock()).toEqual({ from: began, since: 'impact', to: ended!.at, end: 'impact-ended' });
  story.after(30);
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(clock()).toEqual({ from: began, since: 'impact', to: ended!.at, end: 'resolved' });
  story.write('ana', { kind: 'status', status: 'closed' });
  expect(clock()).toMatchObject({ to: ended!.at, end: 'resolved' });
});

test('[FO13] an incident whose impact nobody recorded stops at Resolve, or at Close where it was never resolved', () => {
  const story = tellStory();
  const [declared] = story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const [resolved] = story.write('ana', { kind: 'status', status: 'resolved' });
  expect(findImpactClock(story.open.room())).toEqual({
    from: declared!.at,
    since: 'declared',
    to: resolved!.at,
    end: 'resolved',
  });
});
