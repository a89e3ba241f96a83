import { expect, test } from 'vitest';
import { tellStory } from '../../fixtures/story.ts';
import { renderMarkdown } from '../formats/markdown.ts';
import { dueAt } from '../../time/due-day.ts';
import { collectReview } from '../review.ts';

test('[RV1] a review names each checklist, the steps that were skipped and why, and those that stayed open', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Disk full', source: { type: 'person' } });
  const steps = [
    { id: 'a', text: 'Look' },
    { id: 'b', text: 'Empty /tmp' },
    { id: 'c', text: 'Verify' },
  ];
  const [list] = write('ana', { kind: 'checklist', title: 'Full disk', playbook: 'full-disk', steps });
  const target = list!.id;
  write('ana', { kind: 'step', target, step: 'a', state: 'done' });
  write('ana', { kind: 'step', target, step: 'b', state: 'skipped', why: 'it is empty' });
  const read = () =>
    renderMarkdown(collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id }));
  expect(read()).toContain('| Full disk | 1 of 3 | Empty /tmp (it is empty) | Verify |');
  write('ana', { kind: 'retracted', target });
  expect(read()).not.toContain('### Checklists');
});

test('[RV1] an action item says its number, owner, day, ticket and what shows that it is done', () => {
  const { write, open } = tellStory();
  const due = dueAt('2026-11-30') ?? 0;
  const [item] = write('ana', {
    kind: 'action-item',
    text: 'Add an alert',
    owner: 'bo',
    due,
    type: 'detect',
  });
  const target = item!.id;
  write('bo', { kind: 'action-item-changed', target, ticket: 'https://tracker.example/7' });
  write('bo', { kind: 'action-item-changed', target, state: 'done', why: 'it rang in the drill' });
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(renderMarkdown(review)).toMatch(
    /^- \[x\] A1 \\\[bo\] - Add an alert \(by 2026-11-30\) · type detect · done [\d :-]+ · it rang in the drill · ticket <?https:\/\/tracker\.example\/7>?$/mu,
  );
});
