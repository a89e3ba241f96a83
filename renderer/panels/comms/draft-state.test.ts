import { expect, test } from 'vitest';
import { fold } from '#room/fold.ts';
import { makeUlidSource } from '#room/ulid.ts';
import { draftState, hashOf } from './draft-state.ts';
import { firstText, lintText } from './templates.ts';

let clock = 1_000_000;
const makeId = makeUlidSource(
  (bytes) => new Uint8Array(bytes),
  () => clock,
);
const fact = (kind: string, payload: object) => {
  clock += 1000;
  return { id: makeId(), kind, at: clock, noted: clock, by: 'bo', ...payload };
};
const stage = (name: string) => fact('draft', { draft: 'customers', audience: 'customers', stage: name });
/** The facts are made in the order in which they are given. */
const draft = (...later: (() => object)[]) =>
  fold([() => stage('drafting'), ...later].map((make) => make())).drafts[0]!;
const approve = (text: string) => () => fact('approved', { draft: 'customers', hash: hashOf(text) });
const send = (text: string) => () => fact('sent', { draft: 'customers', channel: 'mail', text });

test('the hash is SHA-256 of the text as it goes out', async () => {
  const text = 'Wir prüfen ein Problem. 🙂';
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  expect(hashOf(`\n${text}  \n`)).toBe(hex);
});

test('an approval holds for the very text and is stale after any change', () => {
  const approved = draft(approve('Some payments fail.'));
  expect(draftState(approved, 'Some payments fail.\n').state).toBe('approved');
  expect(draftState(approved, 'All payments fail.').state).toBe('stale');
  expect(draftState(approved, ' ').state).toBe('empty');
});

test('staging shows until somebody approves', () => {
  expect(draftState(draft(), 'x').state).toBe('drafting');
  const staged = draft(() => stage('staged'));
  expect(draftState(staged, 'x').state).toBe('staged');
});

test('what was sent is sent until the text changes; old approvals do not cover the next update', () => {
  const sent = draft(approve('One.'), send('One.'));
  expect(draftState(sent, 'One.').state).toBe('sent');
  expect(draftState(sent, 'Two.').state).toBe('drafting');
});

test('the first text leaves what is not known as a question, and the lint asks for it', () => {
  const text = firstText('customers', fold([]));
  expect(lintText(text, 'customers')[0]).toContain('[who is affected and how]');
  expect(lintText('We expect a fix in 10 minutes.', 'customers')[0]).toContain('promises a time');
  expect(lintText('p95 is high on eu-2 pods', 'customers')[0]).toContain('“p95”');
  expect(lintText('p95 is high', 'internal')).toEqual([]);
});
