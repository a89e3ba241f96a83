import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { collectReview } from './review.ts';

test('[RV11] what can be improved: it was opened again, and a report came before any alert', () => {
  const { write, open, after, now } = tellStory();
  const began = now();
  after(16);
  write('intake:form', { kind: 'declared', title: 'Shop down', source: { type: 'report' } });
  write('ana', { kind: 'impact-began', at: began });
  write('monitor:a', { kind: 'check-down', monitor: 'a', name: 'a', at: began + 1_200_000 });
  after(30);
  write('ana', { kind: 'status', status: 'resolved' });
  after(70);
  write('ana', { kind: 'status', status: 'investigating', why: 'it failed again' });
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.improve.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'A report came by form 16 min 1 s after customers began to be affected, and no alert before that; the target is 5 min.',
      'It was opened again 40 min after it was resolved: it failed again.',
    ]),
  );
  expect(JSON.stringify(drafted)).not.toContain('first alert came');
});
