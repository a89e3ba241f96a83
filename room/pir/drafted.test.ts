import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { buildDocument } from './document/build.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import { collectReview } from './review.ts';

test('[RV11] how it came to light and who answered is told in prose until somebody writes it', () => {
  expect(checkoutReview().drafted.detection.map(({ text }) => text)).toEqual([
    'The first alert came at 14:02:02 UTC (Alertmanager), 2 min 2 s after customers began to be affected.',
    'One person was paged; the first answer came at 14:04:01, 1 min 59 s after the alert.',
    'Customers were first told at 14:04:15, 2 min 13 s after the alert.',
  ]);
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  const detection = (text: string): string => {
    const texts = (name: string) => (name === 'review/detection' ? text : '');
    const review = collectReview({ id: 'x', room: open.room(), texts, names: (id) => id });
    return JSON.stringify(buildDocument(review));
  };
  expect(detection('')).toContain('Nobody was paged; no answer is recorded.');
  expect(detection('We saw it ourselves.')).toContain('We saw it ourselves.');
  expect(detection('We saw it ourselves.')).not.toContain('Nobody was paged');
});
