import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import { paymentsReview } from './fixtures/payments.ts';
import type { FactDraft } from '../facts/fact.ts';
import { renderMarkdown } from './formats/markdown.ts';
import { collectReview } from './review.ts';

type Told = readonly [by: string, draft: FactDraft, minutesLater?: number];

/** The drafted summary, a sentence each, of a room with these facts. */
function summaryOf(...told: readonly Told[]): string[] {
  const { write, open, after } = tellStory();
  for (const [by, draft, minutes] of told) {
    if (minutes !== undefined) after(minutes);
    write(by, draft);
  }
  const review = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  const known = new Set(review.record.facts.map((fact) => (fact as { id: string }).id));
  for (const { text, facts } of review.drafted.summary) {
    expect(facts, text).not.toEqual([]);
    expect(facts.filter((id) => !known.has(id), text)).toEqual([]);
  }
  return review.drafted.summary.map(({ text }) => text);
}

const declared = { kind: 'declared', title: 'Shop down', source: { type: 'person' } } as const;
const resolved = { kind: 'status', status: 'resolved' } as const;

test('[RV11] of an incident with everything recorded, the summary is three sentences: what, how, and what is owed', () => {
  expect(checkoutReview().drafted.summary.map(({ text }) => text)).toEqual([
    'On 24 November 2026, customers of the checkout service were affected for 28 min, from 14:00 to 14:28 UTC, with critical impact on business: Checkout 5xx rate 38 % (limit 2 %); 1,931 orders were not placed.',
    'The first alert came 2 min 2 s after it began; a test confirmed the cause, “v412 leaks database connections”, and “Rolled back checkout to v411” helped.',
    'The incident was resolved at 14:41:02, 39 min after the first alert, while the check “login page” was still down; two action items and one task are open, and customers have not been told what will change.',
  ]);
});

test('[RV11] the summary of a bare incident is two sentences, resolved or not', () => {
  const came = 'On 4 March 2026 at 05:03:01 UTC, the incident was declared: Shop down.';
  expect(summaryOf(['ana', declared])).toEqual([came, 'The incident is not resolved yet.']);
  expect(summaryOf(['ana', declared], ['ana', resolved, 5])).toEqual([
    came,
    'The incident was resolved at 05:08:01, 5 min after the declaration.',
  ]);
});

test('[RV11] the summary of any room is at most three sentences, and each ends once', () => {
  for (const review of [checkoutReview(), paymentsReview()]) {
    const { summary } = review.drafted;
    expect(summary.length).toBeGreaterThan(1);
    expect(summary.length).toBeLessThan(4);
    for (const { text } of summary) expect(text).toMatch(/^[^]*[^.]\.$/u);
  }
});

test.each([
  [{ users: 'major' }, '; there was major impact on users.'],
  [{ users: 'major', data: 'none' }, '; there was major impact on users.'],
  [
    { business: 'critical', availability: 'critical', users: 'major' },
    '; there was critical impact on business and availability.',
  ],
  [{ users: 'none', data: 'none' }, ': Shop down.'],
] as const)('[RV11] the summary says where it was worst: %j', (levels, said) => {
  const [first = ''] = summaryOf(['ana', declared], ['ana', { kind: 'impact', ...levels }]);
  expect(first.endsWith(said)).toBe(true);
});

test.each([
  [
    'a figure before words',
    { figures: { users: 'about 300 of 9,000.' }, text: 'Nobody could pay.' },
    '; users affected: about 300 of 9,000.',
  ],
  ['the first sentence of the words', { text: 'Nobody could pay. It took long.' }, '; nobody could pay.'],
  ['a name keeps its capital', { text: 'EU customers could not pay' }, '; EU customers could not pay.'],
  [
    'an abbreviation ends nothing',
    { text: 'We lost approx. three orders in no. 7 St. Gallen' },
    'St. Gallen.',
  ],
  [
    'long words stand under Impact alone',
    { text: `Nobody ${'really '.repeat(30)}could pay.` },
    ': Shop down.',
  ],
] as const)('[RV11] what the impact came to is part of the first sentence: %s', (_what, more, said) => {
  const [first = ''] = summaryOf(['ana', declared], ['ana', { kind: 'impact', ...more }]);
  expect(first).toContain(said);
});

/** Minutes from the beginning of the story. */
const at = (minutes: number): number => tellStory().now() + minutes * 60_000;
const began = (minutes: number): Told => ['ana', { kind: 'impact-began', at: at(minutes) }];

test('[RV11] how it came to light is in the second sentence: noticed by somebody, before the impact, and as it began', () => {
  const noticed = { how: 'customer', who: 'two tickets' } as const;
  expect(summaryOf(['ana', { ...declared, noticed }], ['ana', resolved])[1]).toBe(
    'It was noticed by a customer (two tickets).',
  );
  expect(summaryOf(['ana', { ...declared, noticed }], began(-4))[1]).toBe(
    'It was noticed by a customer (two tickets) and declared 4 min 1 s after it began.',
  );
  expect(summaryOf(['ana', declared], began(3))[1]).toBe(
    'The incident was declared 2 min 59 s before customers were affected.',
  );
});

test('[RV11] of many actions that helped, the summary names two, and none whose text is long', () => {
  const { write, open } = tellStory();
  write('ana', declared);
  for (const text of ['Rolled back', `Drained ${'every node '.repeat(20)}`, 'Restarted', 'Scaled up']) {
    const [action] = write('ana', { kind: 'action', text });
    write('ana', { kind: 'graded', target: action?.id ?? '', outcome: 'helped', evidence: 'p95 fell' });
  }
  const { drafted } = collectReview({ id: 'x', room: open.room(), texts: () => '', names: (id) => id });
  expect(drafted.summary[1]?.text).toBe('“Rolled back”, “Restarted” and two more actions helped.');
});

const item = (text: string, due?: number): Told => [
  'ana',
  { kind: 'action-item', text, ...(due && { due }) },
];

test('[RV11] what is owed has its first date', () => {
  const due = 1_796_083_199_000;
  expect(summaryOf(['ana', declared], item('Add a test', due), ['ana', resolved]).at(-1)).toMatch(
    /; one action item is open, due on 30 November 2026\.$/u,
  );
  expect(
    summaryOf(['ana', declared], item('Add a test', due), item('Add a limit'), ['ana', resolved]).at(-1),
  ).toMatch(/; two action items are open, the first due on 30 November 2026\.$/u);
});

const pageOf = (text: string, texts: Record<string, string> = {}) => {
  const { write, open } = tellStory();
  write('ana', declared, { kind: 'impact', text });
  const review = collectReview({
    id: 'x',
    room: open.room(),
    texts: (name) => texts[name] ?? '',
    names: (id) => id,
  });
  return renderMarkdown(review).split('## Timeline')[0] ?? '';
};
const countWords = (text: string) => text.split(/nobody could pay/iu).length - 1;

test('[RV11] all that people wrote about the impact stands once: in the drafted summary where it fits, else under Impact', () => {
  expect(countWords(pageOf('Nobody could pay.'))).toBe(1);
  expect(countWords(pageOf('Nobody could pay.', { 'review/executive-summary': 'Payments failed.' }))).toBe(1);
  expect(pageOf('Nobody could pay. It took long.')).toContain('Nobody could pay. It took long.');
});

test.each([
  ['person', ', the incident was declared: Disk fills.'],
  ['monitor', ', the first alert came: Disk fills.'],
] as const)('[RV1] the summary says what came first when a %s declared', (type, said) => {
  expect(summaryOf(['ana', { kind: 'declared', title: 'Disk fills.', source: { type } }])[0]).toContain(said);
});
