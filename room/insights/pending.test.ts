import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { collectInsights } from './insights.ts';
import { measureIncident } from './measure.ts';
import { buildDocument } from '../pir/document/build.ts';
import { formats } from '../pir/formats/index.ts';
import { collectReview } from '../pir/review.ts';

test('[RV2] [NU2] a time still to come is not yet there, and once the incident is over it is not recorded', () => {
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

test('[RV2] every format tells an instant that is not yet there from one that nobody recorded, as the figures do', async () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', source: { type: 'person' } });
  const printed = async (label: string) => {
    const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
    const json = JSON.parse(await formats.json.render(review)) as {
      timestamps: { label: string; at: number | null; isPending?: true }[];
    };
    const found = json.timestamps.find((each) => each.label === label);
    const [markdown, html] = [await formats.markdown.render(review), await formats.html.render(review)];
    // Neighbours that say the same share a row.
    const row = new RegExp(`^\\| ([^|]+) \\| (?:[^|]+; )?${label}(?:;[^|]+)? \\|`, 'imu').exec(markdown);
    const cell = new RegExp(`<td[^>]*>([^<]+)</td><td[^>]*>(?:[^<]+; )?${label}(?:;[^<]+)?</td>`, 'iu').exec(
      html,
    );
    return [row?.[1]?.trim(), cell?.[1], found?.at === null && found.isPending === true];
  };
  const notYet = ['not yet', 'not yet', true];
  const never = ['not recorded', 'not recorded', false];
  for (const label of ['First acknowledged', 'First customer update', 'Recovered', 'Resolved', 'Closed'])
    expect(await printed(label)).toEqual(notYet);
  // Nobody said that customers were affected, so no end of it is awaited.
  expect(await printed('Customer impact began')).toEqual(never);
  expect(await printed('Customer impact ended')).toEqual(never);
  write('ana', { kind: 'impact-began' });
  expect(await printed('Customer impact ended')).toEqual(notYet);
  write('ana', { kind: 'status', status: 'resolved' });
  expect(await printed('First acknowledged')).toEqual(never);
  expect(await printed('Customer impact ended')).toEqual(never);
  expect(await printed('Closed')).toEqual(notYet);
  write('ana', { kind: 'status', status: 'closed' });
  const [closed] = await printed('Closed');
  expect(closed).toMatch(/^\d\d:\d\d:\d\d$/u);
});
