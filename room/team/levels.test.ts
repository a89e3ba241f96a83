import { expect, test } from 'vitest';
import { findNextStep } from '../command/next-step.ts';
import { tellStory } from '../fixtures/story.ts';
import { levelsFrom, shippedLevel, termsToKeep, type LevelChange } from './levels.ts';
import { findReviewDue } from '../pir/review-state.ts';
import { addWorkingDays } from '../time/workdays.ts';
import { roleFrom, rolesFrom } from './team-roles.ts';

const minute = 60_000;

function declare(changes: readonly LevelChange[]) {
  const story = tellStory();
  const terms = termsToKeep(levelsFrom(changes));
  story.write('ana', {
    kind: 'declared',
    title: 'Down',
    severity: 'P1',
    source: { type: 'person' },
    ...(terms && { terms }),
  });
  return story;
}

test('[SL3] a scheme nobody changed leaves nothing in the room, which owes what it always did', () => {
  expect(termsToKeep(levelsFrom([]))).toBeNull();
  // Words alone change no terms.
  expect(termsToKeep(levelsFrom([{ name: 'P1', title: 'Catastrophe' }]))).toBeNull();
  const room = declare([]).open.room();
  expect(room.declared).not.toHaveProperty('terms');
  expect(room.updateDueAt).toBe(room.declared!.at + 15 * minute);
  expect(findNextStep(room, { now: room.declared!.at, me: 'ana', texts: () => '' })).toEqual({
    step: 'acknowledge',
    dueAt: room.declared!.at + 5 * minute,
  });
});

test('[RS3] [SL3] the working days are those of the calendar that was kept with the incident', () => {
  const workdays = { timeZone: 'Europe/Berlin', holidays: ['2026-12-25'] };
  const story = declare([{ name: 'P1', workdays }]);
  story.write('ana', { kind: 'status', status: 'resolved' });
  const room = story.open.room();
  expect(room.declared?.terms?.P1).toMatchObject({ workdays, reviewDays: 2 });
  expect(findReviewDue(room)?.dueAt).toBe(addWorkingDays(room.resolvedAt!, 2, workdays));
});

test('[SL3] [FO9] [RS3] an incident owes what its severity asked for when it was declared', () => {
  const story = declare([
    { name: 'P1', updateMinutes: 10, acknowledgeMinutes: null, reviewDays: null },
    { name: 'P3', updateMinutes: 45, audiences: ['support', 'customers'] },
  ]);
  const at = story.open.room().declared!.at;
  const next = () => findNextStep(story.open.room(), { now: at, me: 'ana', texts: () => '' });
  expect(story.open.room().updateDueAt).toBe(at + 10 * minute);
  expect(next()).toEqual({ step: 'acknowledge', dueAt: null });
  story.write('ana', { kind: 'severity', severity: 'P3' });
  expect(story.open.room().updateDueAt).toBe(at + 45 * minute);
  expect(story.open.room().terms.P3.audiences).toEqual(['customers', 'support']);
  // What the team did not change is as it ships.
  story.write('ana', { kind: 'severity', severity: 'P2' });
  expect(story.open.room().updateDueAt).toBe(at + 30 * minute);
  // It was a P1 once, and a P1 owes no review here.
  story.write('ana', { kind: 'status', status: 'resolved' });
  expect(findReviewDue(story.open.room())).toBeNull();
});

test('[SL1] [SL4] an owner’s words replace the shipped ones, field by field', () => {
  const [worst, second] = levelsFrom([{ name: 'P1', response: 'Everybody.', reviewDays: null }]);
  expect(worst).toEqual({ ...shippedLevel('P1'), response: 'Everybody.', reviewDays: null });
  expect(second).toEqual(shippedLevel('P2'));
  const changes = [
    { name: 'liaison', scope: 'Talks to the bank.' },
    { name: 'scribe', authority: 'None.' },
  ];
  expect(rolesFrom(changes).map(({ name }) => name)).toEqual([
    'commander',
    'communications',
    'technical',
    'operations',
    'scribe',
    'liaison',
  ]);
  expect(roleFrom(changes, 'scribe')).toMatchObject({ title: 'Scribe', authority: 'None.' });
  expect(roleFrom(changes, 'liaison')).toMatchObject({
    title: 'Liaison',
    scope: 'Talks to the bank.',
    limits: '',
  });
  expect(roleFrom(changes, 'nobody knows')).toMatchObject({ title: 'Nobody knows', scope: '' });
});
