import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { collectInsights } from './insights.ts';
import { measureIncident } from './measure.ts';
import { buildDocument } from '../pir/document/build.ts';
import { collectReview } from '../pir/review.ts';

test('[RV2] [NU2] what is still to come is not yet there, and once the incident is over it is not recorded', () => {
  const { write, open, now } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  const states = () => {
    const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    const measured = measureIncident('x', open.room());
    const period = { from: 0, to: now() };
    const phases = collectInsights(measured === null ? [] : [measured], period, { now: now() }).phases;
    const named = (name: 'notRecorded' | 'pending') =>
      phases.flatMap((each) => (each[name].length > 0 ? [each.phase] : []));
    const { figures } = buildDocument(review);
    return {
      figures: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
      pending: named('pending'),
      notRecorded: named('notRecorded'),
    };
  };
  // Nobody said when the impact began, so nothing that counts from there is to come.
  const running = states();
  expect(running.pending).toEqual(['acknowledge', 'tell', 'recover', 'resolve', 'close']);
  expect(running.notRecorded).toEqual([
    'impact',
    'detect',
    'acknowledge',
    'tell',
    'recover',
    'resolve',
    'close',
  ]);
  expect(running.figures).toMatchObject({ 'Customer impact': 'not recorded', 'Resolved after': 'not yet' });
  write('ana', { kind: 'status', status: 'resolved' });
  const over = states();
  expect(over.pending).toEqual(['close']);
  expect(over.figures).toMatchObject({ 'Customers told after': 'not recorded' });
});
