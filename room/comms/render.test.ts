import { expect, test } from 'vitest';
import type { FactDraft } from '../facts/fact.ts';
import { fold } from '../fold/fold.ts';
import type { Room } from '../view/room-view.ts';
import { suggestNext } from '../team/audiences.ts';
import { diffWords } from './diff.ts';
import { renderDraft, splitHeadline } from './render.ts';
import { expectTemplate, isUntouched, stageTexts, templatesFrom } from '../team/team-templates.ts';
import { parseTemplates } from '../team/templates.ts';
import { values } from './values.ts';

const began = 1_700_000_000_000; // 2023-11-14T22:13:20Z

function room(...drafts: readonly FactDraft[]): Room {
  return fold(
    drafts.map((draft, index) => ({
      id: `0${String(index).padStart(25, '0')}`,
      noted: began + index,
      by: 'ana',
      ...draft,
      at: draft.at ?? began + index,
    })),
  );
}
const declared: FactDraft = { kind: 'declared', title: 'Payments are down', source: { type: 'person' } };

test('[CM2] values come from the room, whatever their case and space', () => {
  const there = room(
    { ...declared, service: 'Payments' },
    { kind: 'joined', name: 'Ana Reyes' },
    { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' },
    { kind: 'impact', text: 'One in four payments fails.' },
    { kind: 'impact-began', at: began - 60_000 },
  );
  const draft = { next: began + 1_000_000, eta: null };
  const { text, used } = renderDraft(
    '{components}: {Impact} Since { started }. {commander}. ETA {eta}. Next {next  update}.\n',
    there,
    { draft },
  );
  expect(text).toBe(
    'Payments: One in four payments fails. Since 14 November, 22:12 UTC. Ana Reyes. ETA not known yet. Next 14 November, 22:30 UTC.',
  );
  expect([...used]).toEqual(['components', 'impact', 'started', 'commander', 'eta', 'next update']);
});

test('[CM2] an unknown value is a question in brackets; text that is no value stays as it is', () => {
  const { text, pieces } = renderDraft('{impact} {next update} {nonsense} {"a": 1}', room());
  expect(text).toBe('[who is affected and how] [time of the next update] {nonsense} {"a": 1}');
  expect(pieces.filter(({ isKnown }) => !isKnown)).toHaveLength(2);
});

test('[CM2] a value cannot bring another value in', () => {
  const there = room(declared, { kind: 'impact', text: 'see {commander} and {eta}' });
  expect(renderDraft('{impact}', there).text).toBe('see {commander} and {eta}');
});

const down = (monitor: string): FactDraft => ({ kind: 'check-down', monitor, name: monitor });

test('[CM2] without a service the checks that are down are what is affected', () => {
  const there = room(declared, down('api'), down('web'), { kind: 'check-up', monitor: 'api' });
  expect(renderDraft('{components}/{checks}', there).text).toBe('web/web');
  expect(renderDraft('{components}', room(declared, down('a'), down('b'), down('c'))).text).toBe(
    'a, b and c',
  );
});

test('[CM2] every value renders in an empty room', () => {
  for (const name of Object.keys(values))
    expect(renderDraft(`{${name}}`, room()).text).not.toMatch(/[{}]|null|undefined/u);
});

test('the first line is the headline', () => {
  expect(splitHeadline('# Payments\n\nBody\n')).toEqual({ headline: 'Payments', body: 'Body' });
  expect(splitHeadline('Only this')).toEqual({ headline: 'Only this', body: '' });
});

test('[CM7] the next update is suggested within the cadence, on five minutes', () => {
  const at = Math.ceil(began / 300_000) * 300_000 + 120_000;
  expect(suggestNext(15, at) - at).toBe(13 * 60_000);
  expect(suggestNext(30, at) - at).toBe(28 * 60_000);
  expect(suggestNext(null, at) - at).toBe(58 * 60_000);
});

test('templates are sections by stage; what is missing is empty', () => {
  const templates = parseTemplates('## Investigating\n\nOne\n\nTwo\n## other\nThree\n');
  expect(templates.investigating).toBe('One\n\nTwo\n## other\nThree');
  expect(templates.resolved).toBe('');
});

test('[CM10] texts of owners replace the shipped ones, and their own texts stand beside them', () => {
  const shipped = templatesFrom([]);
  expect(shipped).toHaveLength(20);
  const templates = templatesFrom([
    { name: 'customers-resolved', text: 'It is over.' },
    { name: 'support-resolved', text: '' },
    { name: 'Card payments', audience: 'customers', text: 'Cards fail.' },
  ]);
  expect(stageTexts(templates, 'customers').resolved).toBe('It is over.');
  expect(stageTexts(templates, 'customers').identified).toBe(stageTexts(shipped, 'customers').identified);
  expect(stageTexts(templates, 'support').resolved).toBe('');
  expect(templates.at(-1)).toEqual({
    name: 'Card payments',
    audience: 'customers',
    stage: null,
    text: 'Cards fail.',
  });
  // What somebody began with before the text was changed is still nobody's writing.
  const before = stageTexts(shipped, 'customers').resolved;
  for (const text of ['', ' It is over.', 'Cards fail.', before])
    expect(isUntouched(text, 'customers', templates)).toBe(true);
  expect(isUntouched('It is over', 'customers', templates)).toBe(false);
  expect(isUntouched('It is over.', 'internal', templates)).toBe(false);
  expect(expectTemplate({ name: 'Own' })?.field).toBe('audience');
  expect(expectTemplate({ name: 'Own', audience: 'support' })?.field).toBe('text');
  expect(expectTemplate({ name: 'customers-resolved', audience: 'support' })?.field).toBe('audience');
  expect(expectTemplate({ name: 'customers-resolved', stage: 'monitoring' })?.field).toBe('stage');
});

test('a diff puts both texts together again and changes no more than it must', () => {
  const pairs: [string, string][] = [
    ['Some payments fail.', 'All payments fail.'],
    ['', 'New.'],
    ['a b c d', 'a x c y d z'],
    ['Gone entirely.', ''],
    ['same', 'same'],
  ];
  for (const [before, after] of pairs) {
    const changes = diffWords(before, after);
    const side = (skip: string) =>
      changes
        .filter(({ kind }) => kind !== skip)
        .map(({ text }) => text)
        .join('');
    expect(side('new')).toBe(before);
    expect(side('gone')).toBe(after);
  }
  expect(diffWords('Some payments fail.', 'All payments fail.')).toEqual([
    { kind: 'gone', text: 'Some ' },
    { kind: 'new', text: 'All ' },
    { kind: 'same', text: 'payments fail.' },
  ]);
});
