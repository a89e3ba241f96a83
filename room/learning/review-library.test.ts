import { expect, test } from 'vitest';
import type { FactDraft } from '../facts/fact.ts';
import { tellStory } from '../fixtures/story.ts';
import { buildDocument } from '../pir/document/build.ts';
import { collectReview } from '../pir/review.ts';
import { filterReviews, firstSentence, isUnread, lessonsOf, reviewOf } from './review-library.ts';
import { hashOfReview } from '../pir/review-state.ts';
import { sayFact } from '../facts/say.ts';
import type { Service } from '../team/services.ts';

const nothingWritten = lessonsOf({});

function over(...drafts: readonly FactDraft[]) {
  const story = tellStory();
  const source = { type: 'person' } as const;
  story.write('ana', { kind: 'declared', title: 'Shop fails', severity: 'P1', service: 'shop', source });
  story.write('ana', { kind: 'status', status: 'resolved' });
  if (drafts.length > 0) story.write('ana', ...drafts);
  return { ...story, listed: (lessons = nothingWritten) => reviewOf('one', story.open.room(), lessons) };
}

test.each([
  ['The pool was full. Nobody saw it.', 'The pool was full.'],
  ['## Cause\n\n**The** [pool](https://a.example) was\nfull! More', 'The pool was full!'],
  ['- Add an alert on the pool\n- Test it', 'Add an alert on the pool'],
  ['> `v1.2` broke it. So', 'v1.2 broke it.'],
  ['  \n\n', null],
  ['## Only a heading', null],
])('[RS10] the first sentence of %j', (typed, expected) => {
  expect(firstSentence(typed)).toBe(expected);
});

test('[RS10] a very long sentence is cut', () => {
  expect(firstSentence('word '.repeat(500))).toHaveLength(300);
});

test('[RS10] a review is listed once its incident is over, with its worst severity and what was learned', () => {
  const { write, listed } = over(
    { kind: 'severity', severity: 'P3' },
    { kind: 'review', causes: ['config'] },
  );
  expect(
    listed(lessonsOf({ 'review/root-cause': 'A full pool. Yes.', 'review/improve': 'Alert.' })),
  ).toMatchObject({
    severity: 'P1',
    state: 'draft',
    causes: ['config'],
    cause: 'A full pool.',
    lesson: 'Alert.',
    readers: [],
  });
  expect(listed()?.dueAt).toBeGreaterThan(0);
  write('ana', { kind: 'status', status: 'investigating' });
  expect(listed()).toBeNull();
});

test('[RS10] without a written cause, the hypothesis that was supported is the cause', () => {
  const { write, listed } = over();
  expect(listed()?.cause).toBeNull();
  const [guess] = write('bo', { kind: 'hypothesis', text: 'The cache was cold. Maybe.' });
  write('bo', { kind: 'finding', target: guess!.id, verdict: 'supported', text: 'yes' });
  expect(listed()?.cause).toBe('The cache was cold.');
});

test('[RS9] readers are kept when the review goes back, can take it back themselves, and change no hash', () => {
  const { write, open } = over();
  const hash = () => hashOfReview(open.room(), () => '');
  const printed = () => {
    const review = collectReview({ id: 'one', room: open.room(), texts: () => '', names: (id) => id });
    // The time of the record and its number of entries move on with every entry.
    const { sections, ...head } = buildDocument({
      ...review,
      asOf: 0,
      counts: { ...review.counts, facts: 0 },
    });
    return JSON.stringify([sections, head]);
  };
  const before = hash();
  const said = printed();
  const [read] = write('bo', { kind: 'review', read: true });
  expect(sayFact(read!, (id) => id)).toBe('bo marked the review as read');
  expect(printed()).toBe(said);
  write('bo', { kind: 'review', read: true });
  write('cy', { kind: 'review', state: 'reviewed', hash: before });
  expect(open.room().review.readers).toEqual(['bo', 'cy']);
  expect(open.room().review.readings.map(({ by }) => by)).toEqual(['cy']);
  write('cy', { kind: 'review', state: 'draft' });
  expect(open.room().review.readers).toEqual(['bo', 'cy']);
  write('bo', { kind: 'review', read: false });
  expect(open.room().review.readers).toEqual(['cy']);
  expect(hash()).toBe(before);
});

test('[RS12] writers of a text are told once each, in the order in which they began, and change no hash', () => {
  const { write, open } = over();
  const before = hashOfReview(open.room(), () => '');
  const [wrote] = write('bo', { kind: 'review', wrote: 'review/root-cause' });
  expect(sayFact(wrote!, (id) => id)).toBe('bo wrote in the review');
  write('ana', { kind: 'review', wrote: 'review/root-cause' });
  write('bo', { kind: 'review', wrote: 'review/root-cause' });
  write('ana', { kind: 'review', wrote: 'review/improve' });
  expect([...open.room().review.writers]).toEqual([
    ['review/root-cause', ['bo', 'ana']],
    ['review/improve', ['ana']],
  ]);
  expect(open.room().review.owner).toBeNull();
  expect(hashOfReview(open.room(), () => '')).toBe(before);
});

test('[RS10] filters: service by any of its names, state, cause and what somebody has not read', () => {
  const { write, listed } = over({ kind: 'review', causes: ['Config'] });
  const shop: Service = {
    id: 's',
    name: 'Web shop',
    aliases: ['shop'],
    owner: null,
    tier: null,
    description: null,
    runbook: null,
    links: [],
    dependsOn: [],
  };
  const none = { service: null, state: null, cause: null, unreadBy: null };
  const finds = (some: object) => filterReviews([listed()!], { ...none, ...some }, [shop]).length;
  expect(finds({})).toBe(1);
  expect(finds({ service: 'web shop' })).toBe(1);
  expect(finds({ service: 'search' })).toBe(0);
  expect(finds({ state: 'reviewed' })).toBe(0);
  expect(finds({ cause: ' config' })).toBe(1);
  expect(finds({ cause: 'deploy' })).toBe(0);
  expect(isUnread(listed()!, 'bo'), 'a draft asks nobody').toBe(false);
  write('ana', { kind: 'review', state: 'in-review' });
  expect(finds({ unreadBy: 'bo' })).toBe(1);
  write('bo', { kind: 'review', read: true });
  expect(finds({ unreadBy: 'bo' })).toBe(0);
  expect(finds({ unreadBy: 'cy' })).toBe(1);
});
