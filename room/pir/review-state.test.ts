import { expect, test } from 'vitest';
import type { FactDraft } from '../facts/fact.ts';
import { tellStory } from '../fixtures/story.ts';
import { dayStart } from '../time/time.ts';
import { addWorkingDays } from '../time/workdays.ts';
import { everythingShown } from './copies/copy-choice.ts';
import { makeCopy } from './copies/copy.ts';
import { buildDocument } from './document/build.ts';
import { tellChanges } from './document/changed.ts';
import { sayer } from './document/say.ts';
import { collectReview, type Review } from './review.ts';
import { seenNow } from './changes-since.ts';
import { fold } from '../fold/fold.ts';
import { findReviewDue, hashOfReview, reviewReminders } from './review-state.ts';

const hour = 3_600_000;
const utc = (year: number, month: number, day: number, hours: number) =>
  dayStart(year, month, day) + hours * hour;
/** Thursday, 1 January 2026, 10:00 UTC. */
const thursday = utc(2026, 1, 1, 10);

function told(...drafts: readonly FactDraft[]) {
  const story = tellStory(undefined, thursday);
  story.write('ana', {
    kind: 'declared',
    title: 'Checkout fails',
    severity: 'P1',
    source: { type: 'person' },
  });
  story.write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  if (drafts.length > 0) story.write('ana', ...drafts);
  const hash = (text = '') => hashOfReview(story.open.room(), (name) => (name === 'summary' ? text : ''));
  return { ...story, hash, due: () => findReviewDue(story.open.room()) };
}

test('[RS3] working days leave out Saturday and Sunday', () => {
  expect(addWorkingDays(thursday, 1)).toBe(thursday + 24 * hour);
  expect(addWorkingDays(thursday, 2)).toBe(thursday + 4 * 24 * hour);
  expect(addWorkingDays(thursday + 2 * 24 * hour, 1)).toBe(thursday + 4 * 24 * hour);
  expect(addWorkingDays(thursday, 0)).toBe(thursday);
  expect(addWorkingDays(thursday, 5)).toBe(thursday + 7 * 24 * hour);
});

test('[RS3] with a calendar they keep the local time of day over summer time, and leave out its holidays', () => {
  const berlin = { timeZone: 'Europe/Berlin', holidays: ['2026-04-03', '2026-04-06'] };
  // Thursday, 2 April 2026, 17:00 in Berlin; Good Friday and Easter Monday follow.
  const before = utc(2026, 4, 2, 15);
  expect(addWorkingDays(before, 1, berlin)).toBe(utc(2026, 4, 7, 15));
  // The clocks go forward on Sunday, 29 March, and back on 25 October.
  expect(addWorkingDays(utc(2026, 3, 27, 16), 1, berlin)).toBe(utc(2026, 3, 30, 15));
  expect(addWorkingDays(utc(2026, 10, 23, 15), 1, berlin)).toBe(utc(2026, 10, 26, 16));
  // Friday, 23:00 in UTC is already Saturday in Auckland; Sunday, 22:00 in UTC is its Monday.
  const auckland = { timeZone: 'Pacific/Auckland', holidays: [] };
  expect(addWorkingDays(utc(2026, 7, 3, 23), 1, auckland)).toBe(utc(2026, 7, 5, 23));
  expect(addWorkingDays(utc(2026, 7, 3, 23), 1)).toBe(utc(2026, 7, 6, 23));
  // A zone that this computer does not know is no reason to lose the day.
  expect(addWorkingDays(thursday, 1, { timeZone: 'Moon/Base', holidays: ['2026-01-02'] })).toBe(
    thursday + 4 * 24 * hour,
  );
});

test('[RS3] at the end of all dates a review is due then, and nothing throws', () => {
  const last = 8_640_000_000_000_000;
  for (const timeZone of ['UTC', 'Pacific/Kiritimati', 'America/New_York'])
    for (const at of [last, last - 3 * 86_400_000]) {
      const due = addWorkingDays(at, 60, { timeZone, holidays: [] });
      expect([timeZone, due]).toEqual([timeZone, last]);
    }
});

test('[RS3] a review is owed from resolved on, by the worst severity there was, by its owner or who commanded', () => {
  const { write, due, open } = told();
  expect(due()).toBeNull();
  write('ana', { kind: 'severity', severity: 'P3' }, { kind: 'status', status: 'resolved' });
  const from = open.room().resolvedAt!;
  expect(due()).toEqual({ state: 'draft', owner: 'ana', from, dueAt: addWorkingDays(from, 2) });
  write('ana', { kind: 'review', owner: 'bo' });
  expect(due()?.owner).toBe('bo');
  write('bo', { kind: 'review', state: 'in-review' });
  expect(due()?.state).toBe('in-review');
  write('ana', { kind: 'review', state: 'reviewed', hash: 'a'.repeat(64) });
  expect(due()).toBeNull();
  write('ana', { kind: 'review', state: 'draft' });
  expect(due()).toMatchObject({ state: 'draft', owner: 'bo' });
  write('ana', { kind: 'status', status: 'investigating' });
  expect(due()).toBeNull();
});

test('[RS3] a drill and a P4 owe none', () => {
  for (const first of [{ severity: 'P4' }, { severity: 'P1', drill: true }] as const) {
    const story = tellStory();
    story.write('ana', { kind: 'declared', title: 'x', source: { type: 'person' }, ...first });
    story.write('ana', { kind: 'status', status: 'resolved' });
    expect(findReviewDue(story.open.room())).toBeNull();
  }
});

test('[RS1] readers are known by what they read, and forgotten when it goes back', () => {
  const { write, open } = told();
  const a = 'a'.repeat(64);
  const b = 'b'.repeat(64);
  write('bo', { kind: 'review', state: 'reviewed', hash: a });
  write('cy', { kind: 'review', state: 'reviewed', hash: a });
  write('bo', { kind: 'review', state: 'reviewed', hash: b });
  const read = () => open.room().review.readings.map(({ by, hash }) => [by, hash]);
  expect(read()).toEqual([
    ['cy', a],
    ['bo', b],
  ]);
  write('ana', { kind: 'review', state: 'closed' });
  expect(open.room().review.state).toBe('closed');
  expect(read()).toHaveLength(2);
  write('ana', { kind: 'review', state: 'in-review' });
  expect(read()).toEqual([]);
});

test('[RS1] a fact about one part of the review leaves every other part the same object', () => {
  const { open, write } = told();
  const event = open.room().timeline[0]!.id;
  write('ana', { kind: 'review', state: 'reviewed', hash: 'a'.repeat(64), wrote: 'review/improve' });
  write('ana', { kind: 'review', frozen: 'timeline', causes: ['deploy'], story: { event, isIn: true } });
  const [asked] = write('ana', { kind: 'review', comment: 'Which graph is that?' });
  const before = open.room().review;
  write('bo', { kind: 'review', settled: asked!.id });
  const after = open.room().review;
  const changed = Object.keys(before).filter(
    (part) => before[part as keyof typeof before] !== after[part as keyof typeof after],
  );
  expect(changed).toEqual(['comments']);
  expect(after.comments).toEqual([]);
  // Said again, nothing changes at all.
  write('ana', { kind: 'review', wrote: 'review/improve', read: true });
  expect(open.room().review).toBe(after);
});

test('[RS2] the hash changes with what the review says, and not with what becomes of it', () => {
  const { write, hash } = told({ kind: 'note', text: 'first' });
  const before = hash('Half of the shops.');
  expect(hash('Half of the shops. ')).toBe(before);
  expect(hash('All of the shops.')).not.toBe(before);
  write('bo', { kind: 'joined', name: 'Bo' }, { kind: 'review', state: 'in-review' });
  expect(hash('Half of the shops.')).toBe(before);
  const [item] = write('bo', { kind: 'action-item', text: 'Add an alert' });
  const withItem = hash('Half of the shops.');
  expect(withItem).not.toBe(before);
  write('bo', { kind: 'action-item-changed', target: item!.id, state: 'done', why: 'it fired' });
  expect(hash('Half of the shops.')).toBe(withItem);
  write('bo', { kind: 'action-item-changed', target: item!.id, owner: 'bo' });
  expect(hash('Half of the shops.')).not.toBe(withItem);
  const [note] = write('bo', { kind: 'note', text: 'late' });
  const withNote = hash();
  write('bo', { kind: 'amended', target: note!.id, text: 'later' });
  const withCorrection = hash();
  expect(withCorrection).not.toBe(withNote);
  write('bo', { kind: 'retracted', target: note!.id });
  expect([withNote, withCorrection]).not.toContain(hash());
});

test('[RS4] it is reminded of at half of its time, when it is due and a day later', () => {
  expect(reviewReminders({ from: 0, dueAt: 100 * hour })).toEqual([
    { kind: 'half', at: 50 * hour },
    { kind: 'due', at: 100 * hour },
    { kind: 'after', at: 124 * hour },
  ]);
});

test('[RS7] a comment stands beside its text until it is settled, tells whom it names, and changes no hash and no document', () => {
  const { write, open, hash } = told();
  const before = hash('words');
  const [first] = write('ana', {
    kind: 'review',
    comment: 'Which graph shows it? @Bo',
    text: 'review/root-cause',
    mentions: ['bo'],
  });
  write('bo', { kind: 'review', comment: 'Well put.' });
  const { review, mentions } = open.room();
  expect(review.comments).toMatchObject([
    { by: 'ana', words: 'Which graph shows it? @Bo', text: 'review/root-cause' },
    { by: 'bo', words: 'Well put.', text: null },
  ]);
  expect(mentions).toMatchObject([{ person: 'bo', by: 'ana', text: 'Which graph shows it? @Bo' }]);
  expect(hash('words')).toBe(before);
  expect([review.state, review.owner, review.readings]).toEqual(['draft', null, []]);
  write('bo', { kind: 'review', settled: first?.id ?? '' });
  expect(open.room().review.comments.map(({ words }) => words)).toEqual(['Well put.']);
});

const texts = (name: string) => (name === 'review/improve' ? 'Alert on the pool.' : '');
const head = (made: Review) => buildDocument(made).facts;

test('[RS1] the head of the document says who wrote, where the review stands and who agreed to which version', () => {
  const { write, open } = told();
  const hash = () => hashOfReview(open.room(), texts);
  const review = () => collectReview({ id: 'x', room: open.room(), texts, names: (id) => `${id} Ruiz` });
  expect(review().progress).toBeUndefined();
  write('bo', { kind: 'review', wrote: 'review/improve' }, { kind: 'review', owner: 'bo' });
  write('cy', { kind: 'review', state: 'reviewed', hash: hash() });
  expect(head(review())).toEqual(
    expect.arrayContaining([
      { name: 'Written by', value: 'bo Ruiz' },
      { name: 'Review', value: 'reviewed, owned by bo Ruiz' },
      { name: 'Agreed to by', value: expect.stringMatching(/^cy Ruiz at \d\d:\d\d:\d\d$/u) },
    ]),
  );
  // A copy with other words is a copy of the version that was agreed to.
  const { review: copy } = makeCopy(review(), { ...everythingShown, people: 'roles' });
  expect(copy.progress?.readings).toMatchObject([{ isThis: true }]);
  expect(JSON.stringify(head(copy))).not.toContain('Ruiz');
  write('ana', { kind: 'note', text: 'One more thing' });
  expect(head(review()).find(({ name }) => name === 'Agreed to by')?.value).toContain('(an earlier version)');
});

/** All words of a block. */
const textIn = (node: object): string =>
  'value' in node
    ? String(node.value)
    : 'children' in node
      ? (node.children as object[]).map(textIn).join(' ')
      : '';

/** The paragraphs of *Changed since it was agreed to*. */
const changedLines = (made: Review): string[] =>
  (buildDocument(made).sections.find(({ heading }) => heading.startsWith('Changed since'))?.blocks ?? []).map(
    textIn,
  );

test('[RS15] a review says what changed since somebody agreed to it: words, entries, corrections, and what a partition brought', () => {
  const { write, open } = told(
    { kind: 'note', text: 'The pool was full' },
    { kind: 'note', text: 'Wrong room' },
  );
  const [full, wrong] = open.room().timeline.filter(({ fact }) => fact.kind === 'note');
  const said = new Map([['review/root-cause', 'The pool was full at noon.']]);
  const textOf = (name: string) => said.get(name) ?? '';
  const review = (room = open.room()) =>
    collectReview({ id: 'x', room, texts: textOf, names: (id) => `${id} Ruiz` });
  const before = open.room();
  write('cy', {
    kind: 'review',
    state: 'reviewed',
    hash: hashOfReview(before, textOf),
    seen: seenNow(before, textOf),
  });
  expect(changedLines(review())).toEqual([]);
  expect(review().progress?.changed).toBeUndefined();

  said.set('review/root-cause', 'The pool was empty at noon.');
  said.set('review/improve', 'Alert on the pool.');
  write('bo', { kind: 'amended', target: full!.id, text: 'The pool was empty' });
  write('bo', { kind: 'retracted', target: wrong!.id });
  // As another half of a partition wrote it: noted before the agreement, here only afterwards.
  const late = {
    ...full!.fact,
    id: `${full!.id.slice(0, -1)}0`,
    by: 'bo',
    text: 'Ruiz saw it in the other room',
  };
  const merged = fold([...review().record.facts, late]);
  const [since, list = ''] = changedLines(review(merged));
  expect(since).toMatch(/^Since cy Ruiz agreed at \d\d:\d\d:\d\d UTC\.$/u);
  expect(list).toContain('Root Cause: “full” became “empty”.');
  expect(list).toContain('What We Can Improve: “Alert on the pool.” was added.');
  expect(list).toMatch(/corrected\. It now says: The pool was empty/u);
  expect(list).toMatch(/An entry of [\d:]+ was taken back\./u);
  expect(list).toMatch(/added: Ruiz saw it in the other room/u);
  expect(list).not.toContain('further');

  // A public version and a copy with hidden names say nothing that the copy hides.
  const { review: copy } = makeCopy(review(merged), { ...everythingShown, people: 'roles' });
  expect(changedLines(copy).join()).toContain('“full” became “empty”');
  expect(JSON.stringify(copy)).not.toContain('Ruiz');
  // Somebody who agrees again ends it.
  write('cy', { kind: 'review', state: 'reviewed', hash: hashOfReview(open.room(), textOf) });
  expect(changedLines(review())).toEqual([]);
});

test('[RS15] what was added to a text stands alone, without the words around it or the signs of a list', () => {
  const { write, open } = told();
  const said = new Map([
    ['review/root-cause', 'The pool was empty.\n\nNobody saw it.'],
    ['review/improve', '- No alert on the pool.\n- One more.'],
  ]);
  const textOf = (name: string) => said.get(name) ?? '';
  const before = open.room();
  write('cy', {
    kind: 'review',
    state: 'reviewed',
    hash: hashOfReview(before, textOf),
    seen: seenNow(before, textOf),
  });
  said.set('review/root-cause', 'The pool was empty. Mail was slow.\n\nNobody saw it.\n\nThe alert was off.');
  said.set(
    'review/improve',
    '- No alert on the pool.\n- The canary gets no load.\n- The runbook is old.\n- One more.',
  );
  const review = collectReview({ id: 'x', room: open.room(), texts: textOf, names: (id) => id });
  const { changed } = review.progress ?? {};
  expect(changed && tellChanges(review, changed, sayer(review))).toEqual([
    'Root Cause: “Mail was slow.” was added.',
    'Root Cause: “The alert was off.” was added.',
    'What We Can Improve: “The canary gets no load. / The runbook is old.” was added.',
  ]);
});

test('[RS15] an agreement without what was read lists only the entries that came later', () => {
  const { write, open } = told({ kind: 'note', text: 'first' });
  write('cy', { kind: 'review', state: 'reviewed', hash: 'a'.repeat(64) });
  write('bo', { kind: 'note', text: 'second' });
  const changed = collectReview({ id: 'x', room: open.room(), texts, names: (id) => id }).progress?.changed;
  expect(changed).toMatchObject({ isWhole: false, texts: [], entries: [{ what: 'added' }] });
});

test('[RS15] what an agreement keeps fits into one fact, however long the texts and the room are', () => {
  const { open } = told();
  const long = 'word '.repeat(3_900);
  const seen = seenNow(open.room(), (name) => (name.startsWith('review/') ? long : ''));
  expect(JSON.stringify(seen).length).toBeLessThan(32_000);
  expect(seen.texts.filter(({ hash }) => hash !== undefined).length).toBeGreaterThan(4);
});
