import type { PageUpdate } from '#wire/api/status-pages.ts';
import { expect, test } from 'vitest';
import {
  emptyUpdate,
  findComponents,
  firstUpdate,
  lackOf,
  openReports,
  reportsOf,
  updateBody,
} from './update-draft.ts';

const update = (part: Partial<PageUpdate>): PageUpdate => ({
  id: 'u1',
  incident: 'r1',
  at: 1,
  by: 'ada',
  status: 'investigating',
  title: null,
  body: 'We look into it.',
  impact: null,
  components: [],
  ...part,
});
/** Newest first, as the API answers. */
const updates = [
  update({ id: 'u4', incident: 'r2', status: 'resolved', at: 4 }),
  update({ id: 'u3', status: 'identified', at: 3 }),
  update({ id: 'u2', incident: 'r2', title: { de: 'Anmeldung' }, at: 2 }),
  update({ title: 'Payments are slow' }),
];

test('[SP82] a report has the newest stage and the newest title; only those not over can be continued', () => {
  expect(reportsOf(updates)).toEqual([
    { id: 'r2', title: 'Anmeldung', status: 'resolved' },
    { id: 'r1', title: 'Payments are slow', status: 'identified' },
  ]);
  expect(openReports(updates).map(({ id }) => id)).toEqual(['r1']);
});

test('[SP82] the only open report is continued in its stage; of several, or none, something new begins', () => {
  expect(firstUpdate(updates)).toMatchObject({ incident: 'r1', stage: 'identified', title: '' });
  const another = update({ id: 'u5', incident: 'r3', title: 'Search is slow', at: 5 });
  expect(firstUpdate([another, ...updates])).toEqual(emptyUpdate);
  expect(firstUpdate([])).toEqual(emptyUpdate);
});

test.each([
  ['[what is affected]', ['[what is affected]']],
  ['Back by {eta}', ['{eta}']],
  ['[one] and [two]', ['[one]', '[two]']],
])('[SP82] %j cannot be sent before it is filled in', (text, left) => {
  const draft = { ...emptyUpdate, title: 'Slow', text };
  expect(lackOf(draft, [])).toEqual({ kind: 'unfilled', left });
  expect(lackOf({ ...draft, title: text, text: 'Fine' }, [])).toEqual({ kind: 'unfilled', left });
});

test('[SP82] a text is needed, and a title where no report is continued; a link is no placeholder', () => {
  const reports = reportsOf(updates);
  const draft = { ...emptyUpdate, text: 'See [the page](https://acme.example).' };
  expect(lackOf(draft, reports)).toEqual({ kind: 'title' });
  expect(lackOf({ ...draft, incident: 'a-room' }, reports)).toEqual({ kind: 'title' });
  expect(lackOf({ ...draft, incident: 'r1' }, reports)).toBeNull();
  expect(lackOf({ ...draft, incident: 'r1', text: ' \n' }, reports)).toEqual({ kind: 'text' });
  expect(lackOf({ ...draft, title: 'Slow' }, [])).toBeNull();
});

test('[SP82] only what was chosen is sent', () => {
  expect(updateBody({ ...emptyUpdate, title: ' ', text: ' Fixed. ' })).toEqual({
    body: 'Fixed.',
    status: 'investigating',
    components: [],
  });
  const levels = { c1: 'major_outage' } as const;
  const whole = {
    incident: 'r1',
    title: 'Slow',
    text: 'Down.',
    stage: 'identified',
    impact: 'major',
    levels,
  };
  expect(updateBody(whole)).toEqual({
    body: 'Down.',
    status: 'identified',
    title: 'Slow',
    impact: 'major',
    incident: 'r1',
    components: [{ id: 'c1', status: 'major_outage' }],
  });
});

test('[SP82] components are found by name or group, and those with a new level stay in sight', () => {
  const components = [
    { id: 'cards', name: 'Cards', group: 'Payments' },
    { id: 'refunds', name: 'Refunds', group: 'Payments' },
    { id: 'search', name: 'Search' },
  ];
  const found = (sought: string, levels = {}) =>
    findComponents(components, sought, levels).map(({ id }) => id);
  expect(found('')).toEqual(['cards', 'refunds', 'search']);
  expect(found(' PAY')).toEqual(['cards', 'refunds']);
  expect(found('fund')).toEqual(['refunds']);
  expect(found('fund', { search: 'major_outage' })).toEqual(['refunds', 'search']);
  expect(found('nothing')).toEqual([]);
  // The end of a name and the beginning of its group are no word.
  expect(found('cardspay')).toEqual([]);
});
