import { expect, test } from 'vitest';
import { findNextStep } from '#room/command/next-step.ts';
import { tellStory, type Story } from '#room/fixtures/story.ts';
import { sayNextStep } from './next-words.ts';

const minute = 60_000;
const people: Readonly<Record<string, string>> = { ana: 'Ana Reyes', bo: 'Bo Lind' };
const names = (id: string) => people[id] ?? id;

function say(story: Story, after = 0, me = 'cy') {
  const room = story.open.room();
  const now = story.now() + after;
  const step = findNextStep(room, { now, me, texts: () => '' });
  return step && sayNextStep(step, { room, now, me, names });
}

const claim = (person: string, role: string) => ({ kind: 'claimed', role, person, as: 'primary' }) as const;

function declare(): Story {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  return story;
}

test('[CO7] a step is an order with its key and the reason for it', () => {
  const story = declare();
  expect(say(story)).toEqual({ act: 'Acknowledge', why: 'Nobody has acknowledged it yet.', keys: 'a' });
  story.write('ana', { kind: 'acknowledged' }, claim('ana', 'commander'));
  story.write('bo', claim('bo', 'commander'));
  expect(say(story)).toEqual({
    act: 'Settle who commands',
    why: 'Ana Reyes and Bo Lind both took command while they could not reach each other.',
    keys: 'q',
  });
  story.write('bo', { kind: 'released', role: 'commander', person: 'bo' }, claim('bo', 'communications'));
  expect(say(story)?.why).toBe('Nobody has set it, so Muster assumes P3.');
  story.write('ana', { kind: 'severity', severity: 'P1' });
  expect(say(story)).toMatchObject({ act: 'Write the first update', why: 'Due in 14 min.' });
  expect(say(story, 62 * minute)).toEqual({
    act: 'Send the update',
    why: '47 min late. Bo Lind sends it; Ana Reyes makes sure it goes out.',
    keys: 'u',
  });
});

test('[CO7] a severity that somebody set says by when it is to be acknowledged', () => {
  const story = declare();
  story.write('ana', { kind: 'severity', severity: 'P3' });
  expect(say(story, minute)?.why).toBe('Nobody has acknowledged it yet: due in 1 h 58 min.');
  expect(say(story, 125 * minute)?.why).toMatch(/^Nobody has acknowledged it yet: \d min late\.$/u);
});

test('[CO10] a room that was resolved while a check fails says so, whatever its next step is', () => {
  const story = declare();
  story.write('monitor:m1', { kind: 'check-down', monitor: 'm1', name: 'shop' });
  story.write('monitor:m2', { kind: 'check-down', monitor: 'm2', name: 'pool', degraded: true });
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(say(story)).toMatchObject({
    act: 'Write the review',
    why: 'Resolved, but shop is still down; pool is still degraded.',
  });
  story.write('monitor:m1', { kind: 'check-up', monitor: 'm1' });
  story.write('monitor:m2', { kind: 'check-up', monitor: 'm2' });
  expect(say(story)?.why).toBe('');
});

test('[CO7] the way to Resolved says what is open and what is down', () => {
  const story = declare();
  story.write('ana', { kind: 'acknowledged' }, claim('ana', 'commander'));
  story.write('ana', { kind: 'severity', severity: 'P4' }, { kind: 'status', status: 'monitoring' });
  story.write('server', { kind: 'check-down', monitor: 'm1', name: 'api' });
  expect(say(story)).toEqual({
    act: 'Resolve',
    why: '1 check is still down. 5 questions are open.',
    keys: 't',
  });
});
