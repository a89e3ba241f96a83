import { expect, test } from 'vitest';
import { fold } from '../../fold/fold.ts';
import { makeFacts } from '../../fixtures/histories.ts';
import { createRandom } from '../../fixtures/random.ts';
import { tellStory } from '../../fixtures/story.ts';
import type { FactDraft } from '../../facts/fact.ts';
import type { ReviewPart } from '../../facts/review-template.ts';
import { formats } from '../formats/index.ts';
import { hashOfReview } from '../review-state.ts';
import { collectReview, reviewOfRecord, type Review } from '../review.ts';
import { buildDocument } from './build.ts';

const declared: FactDraft = {
  kind: 'declared',
  title: 'Shop down',
  severity: 'P2',
  source: { type: 'person' },
};

function tell() {
  const story = tellStory();
  story.write('ana', declared, { kind: 'action', text: 'Restarted the shop' });
  const review = (texts: Readonly<Record<string, string>> = {}): Review =>
    collectReview({
      id: 'x',
      room: story.open.room(),
      texts: (name) => texts[name] ?? '',
      names: (id) => `${id} Ruiz`,
    });
  const section = (heading: string): string =>
    JSON.stringify(buildDocument(review()).sections.find((each) => each.heading === heading)?.blocks);
  return { ...story, review, section };
}

test('[RS14] a frozen part shows what was noted until then and says so; live again, it shows everything', () => {
  const { write, section, review } = tell();
  write('ana', { kind: 'review', frozen: 'timeline' });
  write('bo', { kind: 'action', text: 'Rolled it back' }, { kind: 'joined', name: 'Bo' });
  expect(section('Timeline')).toContain('Restarted the shop');
  expect(section('Timeline')).not.toContain('Rolled it back');
  expect(section('Timeline')).toMatch(
    /Frozen as of \d\d:\d\d:\d\d UTC\. 1 entry that was noted since then is not in it\./u,
  );
  expect(section('Appendix A: Full timeline')).not.toContain('Rolled it back');
  expect(section('Detection & Response')).toContain('Rolled it back');
  expect(review().frozen).toMatchObject([{ part: 'timeline', later: 1 }]);
  write('ana', { kind: 'review', live: 'timeline' });
  expect(section('Timeline')).toContain('Rolled it back');
  expect(section('Timeline')).not.toContain('Frozen');
  expect(review().frozen).toBeUndefined();
});

test('[RS14] people’s texts in a frozen part stay live', () => {
  const { write, review } = tell();
  write('ana', { kind: 'review', frozen: 'cause' });
  const page = JSON.stringify(buildDocument(review({ 'review/root-cause': 'A pool that was too small.' })));
  expect(page).toContain('A pool that was too small.');
});

test('[RS14] no fact freezes a part that holds people’s own words', () => {
  const { write, review } = tell();
  for (const part of ['factors', 'lucky', 'text'] as const) write('ana', { kind: 'review', frozen: part });
  expect(review().frozen).toBeUndefined();
  expect(JSON.stringify(buildDocument(review({ 'review/factors': '- A full disk' })))).not.toContain(
    'Frozen',
  );
});

test('[RS14] words that were taken back later, and a name that was erased, are in no frozen part', () => {
  const { write, section, review } = tell();
  const [wrong, typo] = write('bo', { kind: 'joined', name: 'Bo Lind' })
    .slice(0, 0)
    .concat(
      write(
        'bo',
        { kind: 'action', text: 'the password is hunter2' },
        { kind: 'action', text: 'asked Acme' },
      ),
    );
  write('ana', { kind: 'review', frozen: 'timeline' }, { kind: 'review', frozen: 'detection' });
  write(
    'bo',
    { kind: 'retracted', target: wrong!.id },
    { kind: 'amended', target: typo!.id, text: 'asked them' },
  );
  write('bo', { kind: 'joined', name: 'Former member ABCD', erased: true });
  for (const heading of ['Timeline', 'Detection & Response', 'Appendix A: Full timeline'])
    expect(section(heading), heading).not.toMatch(/hunter2|Acme/u);
  expect(section('Timeline')).toContain('asked them');
  // Names that the team still knows come from the team; this one it has erased.
  const record = { ...review().record, names: {} };
  expect(JSON.stringify(buildDocument(reviewOfRecord('x', record)))).not.toContain('Bo Lind');
});

test('[RS14] [RS2] people who agreed, agreed to the frozen parts too', () => {
  const { write, open } = tell();
  const hash = () => hashOfReview(open.room(), () => '');
  const before = hash();
  write('ana', { kind: 'review', frozen: 'timeline' });
  expect(hash()).not.toBe(before);
  write('ana', { kind: 'review', live: 'timeline' });
  expect(hash()).toBe(before);
});

const parts: readonly ReviewPart[] = [
  'summary',
  'timeline',
  'cause',
  'detection',
  'wentWell',
  'improve',
  'items',
];

const make = (some: readonly unknown[]): Review =>
  collectReview({ id: 'x', room: fold(some), texts: () => '', names: (id) => id });

test('[RS14] over 200 rooms a frozen part reads in every format as it did when it was frozen, and JSON keeps it', async () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = createRandom(seed);
    const facts = makeFacts(random, 10 + (seed % 30))
      .filter(({ kind }) => kind !== 'amended' && kind !== 'retracted' && kind !== 'review')
      .filter((fact) => !('erased' in fact));
    const noted = facts.map((fact) => fact.noted).toSorted((a, b) => a - b);
    const asOf = noted[Math.floor(noted.length / 2)] ?? 0;
    const part = random.pick(parts);
    const freeze = {
      kind: 'review',
      id: '01KJVX0000FRZZEN0000000001',
      by: 'ana',
      at: asOf,
      noted: asOf,
      frozen: part,
    };
    const [then, now] = [make(facts.filter((fact) => fact.noted <= asOf)), make([...facts, freeze])];
    const blocks = (review: Review) =>
      buildDocument(review).sections.find(({ heading }) => heading === sectionOf(part))?.blocks ?? [];
    expect(undated(blocks(now).slice(1)), `seed ${seed} ${part}`).toBe(undated(blocks(then)));
    const json = await formats.json.render(now);
    const { record } = JSON.parse(json) as Pick<Review, 'record'>;
    expect(await formats.json.render(reviewOfRecord('x', record)), `seed ${seed}`).toBe(json);
  }
}, 300_000);

/** Times without their dates. A date stands only where it differs from the document's, which a later fact may change. */
const undated = (blocks: unknown): string =>
  JSON.stringify(blocks).replaceAll(/\d{4}-\d\d-\d\d (?=\d\d:)/gu, '');

const sectionOf = (part: ReviewPart): string =>
  ({
    summary: 'Executive Summary',
    timeline: 'Timeline',
    cause: 'Root Cause',
    detection: 'Detection & Response',
    wentWell: 'What Went Well',
    improve: 'What We Can Improve',
    items: 'Action Items',
  })[part as string] ?? '';
