import { expect, test } from 'vitest';
import { fold } from '../fold/fold.ts';
import type { Audience, Stage } from '../team/audiences.ts';
import { lintDraft } from './lint.ts';
import { renderDraft } from './render.ts';

const now = 1_700_000_000_000;
const envelope = (id: number) => ({ id: `0${String(id).padStart(25, '0')}`, at: now, noted: now, by: 'ana' });
const room = fold([
  { ...envelope(1), kind: 'declared', title: 'Down', source: { type: 'person' }, service: 'Payments' },
  { ...envelope(2), kind: 'check-down', monitor: 'm', name: 'payments-api' },
  { ...envelope(3), kind: 'impact', text: 'Some cards are refused.' },
]);

type Options = { audience?: Audience; stage?: Stage; next?: number | null };
function lint(text: string, { audience = 'customers', stage = 'resolved', next = null }: Options = {}) {
  const draft = { next, eta: null };
  return lintDraft({ rendered: renderDraft(text, room, { draft }), audience, stage, room, draft, now });
}
const rules = (text: string, options?: Options) => lint(text, options).map(({ rule }) => rule);
const impact = 'Some cards are refused; you can not pay. ';

test('[CM5] a plain update with impact and next update has no findings', () => {
  const text = 'We are looking into payments\n\n{impact}\n\nNext update: {next update}.';
  expect(lint(text, { stage: 'investigating', next: now + 1 })).toEqual([]);
});

test.each([
  ['p95 is high on two pods', 'p95'],
  ['the connection pool is full', 'connection pool'],
  ['We rolled back the release', 'rolled back'],
  ['there is an outage', 'outage'],
  ['This is a P1 for us', 'P1'],
])('[CM5] jargon for customers: %s', (text, words) => {
  expect(lint(impact + text)).toContainEqual(expect.objectContaining({ rule: 'jargon', words }));
  expect(rules(impact + text, { audience: 'internal' })).toEqual([]);
});

test.each([
  'We expect a fix in 10 minutes.',
  'It will be fixed tonight.',
  'We guarantee it.',
  'This will never happen again.',
  'It is completely resolved.',
  'No customer data was lost.',
  'We write again as soon as possible.',
])('[CM5] a promise, for every audience: %s', (text) => {
  expect(rules(impact + text)).toEqual(['promise']);
  expect(rules(impact + text, { audience: 'internal' })).toEqual(['promise']);
});

test.each([
  'db-03',
  '10.4.0.12',
  '192.168.1.7',
  'payments.svc.cluster.local',
  'api.corp',
  'localhost:8080',
  'ip-10-2-3-4',
  'i-0abc12345678',
  'payments-api',
  'web-eu-12',
])('[CM5] a name from inside: %s', (host) => {
  const found = lint(`${impact}It is ${host} again`).filter(({ rule }) => rule === 'internal-name');
  expect(found.map(({ words }) => words)).toContain(host);
  expect(rules(`${impact}It is ${host} again`, { audience: 'internal' })).toEqual([]);
});

test.each([
  'See https://status.example.com for more.',
  'Version 3-2 of May 10-12 is fine.',
  'Call 0800 123 456.',
])('[CM5] nothing to find: %s', (text) => expect(rules(impact + text)).toEqual([]));

test('[CM5] missing impact and next update; the end of an incident promises no more', () => {
  expect(rules('Hello.', { stage: 'investigating' })).toEqual(['missing-impact', 'missing-next-update']);
  expect(rules(`${impact}\nNext update: at 14:30.`, { stage: 'identified' })).toEqual([]);
  expect(rules(`${impact}\nNext update: later.`, { stage: 'monitoring' })).toEqual(['missing-next-update']);
  expect(rules(impact, { stage: 'follow-up' })).toEqual([]);
});

test('[CM5] a promise that is over is found', () => {
  const text = `${impact}\nNext update: {next update}.`;
  expect(rules(text, { stage: 'identified', next: now })).toEqual(['past-next-update']);
  expect(rules(text, { stage: 'identified', next: null })).toEqual(['not-filled-in']);
});

test('[CM5] brackets, unknown values, hidden characters and words that stand there twice', () => {
  expect(lint(`${impact}[what now] {impakt} [a link](https://example.com)`)).toEqual([
    expect.objectContaining({ rule: 'not-filled-in', words: '[what now]' }),
    expect.objectContaining({ rule: 'unknown-value', words: '{impakt}' }),
  ]);
  expect(lint(`${impact}pay\u200Bments \u202Eabc`)).toEqual([
    expect.objectContaining({ rule: 'hidden-characters', words: 'U+200B, U+202E' }),
  ]);
  expect(rules(`${impact}👩‍💻 ok`)).toEqual([]);
  expect(rules(`${impact}\n${impact}`)).toEqual(['said-twice']);
  expect(rules('')).toEqual([]);
});
