import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { sayFigures } from './impact-figures.ts';
import { formats } from '../pir/formats/index.ts';
import { collectReview } from '../pir/review.ts';

test('[FO14] each figure is the newest word on it, an empty one takes it back, and the review says what is not known', async () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', severity: 'P1', source: { type: 'person' } });
  expect(open.room().impact.figures).toEqual({});
  write('ana', { kind: 'impact', users: 'major', figures: { users: 'about 9,000', money: '1 EUR' } });
  write('bo', { kind: 'impact', figures: { users: ' 12,000 of 80,000 ', money: ' ' } });
  write('bo', { kind: 'impact', users: 'critical' });
  const { impact, timeline } = open.room();
  expect(impact).toMatchObject({ levels: { users: 'critical' }, figures: { users: '12,000 of 80,000' } });
  expect(Object.keys(impact.figures)).toEqual(['users']);
  expect(timeline.map(({ fact }) => (fact.kind === 'impact' ? sayFigures(fact.figures) : null))).toContain(
    'Users affected: about 9,000 · Money lost: 1 EUR',
  );
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(await formats.markdown.render(review)).toContain(
    'Users affected: 12,000 of 80,000 · Requests failed: not recorded · Money lost: not recorded · Compliance: not recorded',
  );
});
