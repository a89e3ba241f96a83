import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { findOpenRepairs, isToAutomate, itemToAutomate } from './suggest-items.ts';

test('[AI9] work done by hand becomes one action item, which answers no temporary repair', () => {
  const { write, open } = tellStory();
  const [action] = write('ana', {
    kind: 'action',
    text: 'Restarted the queue\non all six hosts',
    repair: 'temporary',
  });
  const [checklist] = write('ana', {
    kind: 'checklist',
    title: 'Full disk',
    steps: [
      { id: 'a', text: 'Empty /tmp' },
      { id: 'b', text: 'Look' },
    ],
  });
  const did = { id: action!.id, text: 'Restarted the queue\non all six hosts' };
  const step = { id: checklist!.id, step: 'a', text: 'Empty /tmp' };
  expect(isToAutomate(open.room(), did)).toBe(false);
  const [item] = write('bo', itemToAutomate(did), itemToAutomate(step));
  expect(open.room().actionItems).toMatchObject([
    { text: 'Automate: Restarted the queue', automate: true, automates: did.id, step: null },
    { text: 'Automate: Empty /tmp', automate: true, automates: step.id, step: 'a' },
  ]);
  expect(isToAutomate(open.room(), did)).toBe(true);
  expect(isToAutomate(open.room(), step)).toBe(true);
  expect(isToAutomate(open.room(), { ...step, step: 'b' })).toBe(false);
  expect(findOpenRepairs(open.room()).map(({ id }) => id)).toEqual([did.id]);
  // Struck out or dropped, it may be marked again.
  write('bo', { kind: 'retracted', target: item!.id });
  expect(isToAutomate(open.room(), did)).toBe(false);
  const second = open.room().actionItems[0]!;
  write('bo', { kind: 'action-item-changed', target: second.id, state: 'dropped', why: 'It is rare.' });
  expect(isToAutomate(open.room(), step)).toBe(false);
});

test('[AI9] however long the words are, the item is one that a room takes', () => {
  const { write, open } = tellStory();
  write('bo', itemToAutomate({ id: 'x', text: 'é'.repeat(10_000) }));
  expect(open.room().actionItems).toHaveLength(1);
});
