import { expect, test } from 'vitest';
import type { FactDraft } from '../../facts/fact.ts';
import type { ReviewTemplate, TeamTemplate } from '../../facts/review-template.ts';
import { teamTemplate } from '../../facts/review-template.ts';
import { tellStory } from '../../fixtures/story.ts';
import { hashOfReview } from '../review-state.ts';
import { buildDocument } from '../document/build.ts';
import { formats } from '../formats/index.ts';
import { redact } from '../copies/redact.ts';
import { collectReview, reviewOfRecord } from '../review.ts';
import { shippedTemplates, standardTemplate } from './shipped.ts';
import { isShipped, templateFor, toRoom, typedSections } from './template.ts';

const named = (name: string): TeamTemplate => {
  const found = shippedTemplates.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no template ${name}`);
  return found;
};
const choose = (name: string): FactDraft => ({ kind: 'review', template: toRoom(named(name)) });

const names = (id: string) => (id === 'ana' ? 'Ana Reyes' : id);

function tell(drafts: readonly FactDraft[], texts: Readonly<Record<string, string>> = {}) {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Shop down', severity: 'P1', source: { type: 'person' } });
  write('ana', { kind: 'joined', name: 'Ana Reyes' });
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  write('ana', { kind: 'action', text: 'Restarted db-1' });
  write('ana', { kind: 'draft', draft: 'c', audience: 'customers' });
  write('ana', { kind: 'sent', draft: 'c', channel: 'mail', text: 'Paying fails. We are on it.' });
  for (const draft of drafts) write('ana', draft);
  const textOf = (name: string) => texts[name] ?? '';
  const review = collectReview({ id: 'x', room: open.room(), texts: textOf, names });
  return { review, hash: hashOfReview(open.room(), textOf) };
}
const headings = (drafts: readonly FactDraft[], texts?: Readonly<Record<string, string>>) =>
  buildDocument(tell(drafts, texts).review).sections.map(({ heading }) => heading);

test('[RT1] each shipped template is valid, and a review has its sections, in its order, in every format', async () => {
  for (const template of shippedTemplates) {
    expect(teamTemplate.safeParse(template).success, template.name).toBe(true);
    const texts = Object.fromEntries(
      template.sections.flatMap(({ heading, part }) =>
        part === 'text' ? [[`review/own/${heading.toLowerCase()}`, `About ${heading}.`]] : [],
      ),
    );
    const drafts = template === standardTemplate ? [] : [choose(template.name)];
    const found = headings(drafts, { ...texts, 'review/impact': 'Nobody could pay.' });
    const wanted = template.sections.map(({ heading }) => heading);
    expect(
      found.filter((each) => wanted.includes(each)),
      template.name,
    ).toEqual(wanted);
    expect(
      found.some((each) => each.startsWith('Appendix')),
      template.name,
    ).toBe(template.appendices !== false);
    const { review } = tell(drafts, texts);
    for (const format of [formats.markdown, formats.html])
      for (const { heading, part } of template.sections.filter((each) => each.part === 'text'))
        expect(await format.render(review), `${heading} ${part}`).toContain(`About ${heading}.`);
  }
});

test('[RT1] a review without appendices points to none, and says from when its times count', async () => {
  const template = { ...standardTemplate, name: 'Ours', appendices: false };
  const { review } = tell([{ kind: 'review', template: toRoom(template) }], {});
  const made = await formats.markdown.render(review);
  expect(made).not.toContain('Appendix');
  expect(made).toMatch(/T\+0:00:00 is \d\d:\d\d:\d\d UTC/u);
});

test('[RT2] a template that the team wrote goes before a shipped one, then the name decides', () => {
  const mine: TeamTemplate = { ...named('Short'), name: 'Zebra' };
  expect(templateFor(shippedTemplates, 'P4')?.name).toBe('Short');
  expect(templateFor([...shippedTemplates, mine], 'P4')?.name).toBe('Zebra');
  expect(templateFor([mine, { ...mine, name: 'Ant' }], 'P3')?.name).toBe('Ant');
  expect(templateFor([mine], 'P1')).toBeNull();
  const [first, ...rest] = named('Short').sections;
  const changed = { ...named('Short'), sections: [{ ...first!, ask: 'In one word?' }, ...rest] };
  expect([isShipped(named('Short')), isShipped(changed), isShipped(mine)]).toEqual([true, false, false]);
});

test('[RT3] a review follows the newest copy that was chosen; without one it is the standard one', () => {
  // To the byte, by the files of [RV1].
  const standard = standardTemplate.sections.map(({ heading }) => heading);
  expect(headings([{ kind: 'review', owner: 'ana' }])).toEqual(expect.arrayContaining(standard));
  const [before, after] = [tell([]).hash, tell([choose('Short')]).hash];
  expect(after).not.toBe(before);
  // The newest choice stands.
  expect(headings([choose('Short'), choose('Google SRE')])).toContain('Trigger');
  const broken = { name: 'x', sections: [] } as unknown as ReviewTemplate;
  expect(() => tell([{ kind: 'review', template: broken }])).toThrow(/sections/u);
});

test('[RT4] text written for another template is not lost, nor left out of the record', () => {
  const texts = {
    'review/own/trigger': 'A deploy.',
    'review/resolution': 'We rolled back.',
    'review/improve': 'Smaller deploys.',
    'review/root-cause': 'A lock.',
  };
  const own: ReviewTemplate = { name: 'Own', sections: [{ heading: 'Trigger', part: 'text' }] };
  const both: FactDraft[] = [{ kind: 'review', template: own }, choose('Short')];
  const { review } = tell(both, texts);
  const { sections } = buildDocument(review);
  const left = JSON.stringify(sections.find(({ heading }) => heading === 'Also written'));
  for (const words of ['Trigger', 'A deploy.', 'Smaller deploys.']) expect(left).toContain(words);
  for (const words of ['We rolled back.', 'A lock.']) expect(left).not.toContain(words);
  expect(review.record.texts).toMatchObject(texts);
  expect(reviewOfRecord('x', review.record)).toEqual(review);
  // A name in a heading is hidden, and its text is still found.
  const withName: ReviewTemplate = { name: 'Own', sections: [{ heading: 'What Reyes saw', part: 'text' }] };
  const told = tell([{ kind: 'review', template: withName }], { 'review/own/what reyes saw': 'Smoke.' });
  const { record } = redact(told.review.record, { people: 'roles', hosts: 'shown' });
  const copy = JSON.stringify(buildDocument(reviewOfRecord('x', record)));
  expect(copy).toContain('Smoke.');
  expect(JSON.stringify(record)).not.toMatch(/reyes/iu);
});

test('[RT5] a public review holds what people wrote for it and what customers were told, and nothing else', async () => {
  const { review } = tell([choose('Public'), { kind: 'action-item', text: 'Ask the vendor' }], {
    'review/own/summary': 'Nobody could pay for an hour.',
    'review/root-cause': 'An internal word.',
  });
  for (const format of [formats.markdown, formats.html]) {
    const page = await format.render(review);
    for (const words of ['Nobody could pay for an hour.', 'Paying fails. We are on it.'])
      expect(page).toContain(words);
    for (const words of [
      'Ana Reyes',
      'Restarted',
      'Ask the vendor',
      'An internal word',
      'muster://',
      'Close the',
    ])
      expect(page).not.toContain(words);
  }
  expect(review.missing.map((words) => words.split(':')[0])).toEqual([
    'Impact',
    'Background',
    'What happened',
    'What we are changing',
  ]);
});

test('[RT5] the short template asks for three texts and no action item', () => {
  const { review } = tell([choose('Short')]);
  const owed = review.missing.join('\n');
  for (const words of ['What happened:', 'Why:', 'What ended it:']) expect(owed).toContain(words);
  for (const words of ['At least one action item', 'What went well']) expect(owed).not.toContain(words);
  expect(tell([]).review.missing.join('\n')).toContain('At least one action item');
});

const asked = (name: string) => typedSections(toRoom(named(name))).map(({ part }) => part);

test('[RT4] the standard template asks for factors and luck too, also once it was chosen; the short one does not', () => {
  expect(asked('Standard')).toEqual([
    'summary',
    'cause',
    'factors',
    'detection',
    'wentWell',
    'lucky',
    'improve',
  ]);
  expect(typedSections(standardTemplate)).toHaveLength(7);
  expect(asked('Short')).toEqual(['summary', 'cause', 'resolution']);
});
