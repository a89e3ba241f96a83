import { expect, test } from 'vitest';
import { findBlame } from './blame.ts';
import { checkoutReview } from './fixtures/checkout.ts';
import { formats } from './formats/index.ts';

const quoted = (text: string, names: readonly string[] = []) =>
  findBlame(text, names).map(({ words }) => words);

test.each([
  ['The outage was caused by human error.', 'human error'],
  ['We should have tested the change.', 'should have'],
  ['The alert couldn’t have been seen.', 'couldn’t have'],
  ['Had they looked at the graph, it were over.', 'Had they'],
  ['A careless deploy.', 'careless'],
  ['It was the vendor’s fault.', 'vendor’s fault'],
  ['Nobody is to blame, but the intern.', 'is to blame'],
  ['Bo forgot the flag.', 'forgot'],
  ['The engineer failed to check the pool.', 'The engineer failed'],
  ['Obviously the pool was full.', 'Obviously'],
  ['A mistake in the rollout.', 'mistake'],
])('[RV18] blame is found: %s', (text, words) => {
  expect(quoted(text)).toEqual([words]);
});

test.each([
  'The health check failed to notice that the pool was full.',
  'The pool ran empty, because v412 kept connections after a time-out.',
  'A review is blameless. The page was missed by no check.',
  '> We should have tested it.',
  '`should have` stood in the log: “human error”, see https://example.com/human-error',
  '```\nuser error\n```',
  '',
])('[RV18] plain words have no finding: %s', (text) => {
  expect(quoted(text)).toEqual([]);
});

test('[RV18] names of people are found whole, once each, in the order of the text', () => {
  expect(
    quoted('Bo restarted it. Then Bo Lindqvist and Boris saw that Bo was right.', ['Bo', 'Bo Lindqvist', '']),
  ).toEqual(['Bo', 'Bo Lindqvist']);
  expect(quoted('a.b (c) is here', ['a.b (c)', 'axb'])).toEqual(['a.b (c)']);
});

const wording = async (texts: Record<string, string>) =>
  (JSON.parse(await formats.json.render(checkoutReview(texts))) as { wording: unknown[] }).wording;

test('[RV18] the JSON says where a text blames; what the record drafts blames nobody', async () => {
  expect(await wording({})).toEqual([]);
  expect(await wording({ 'review/root-cause': 'Ana Ruiz should have asked.' })).toMatchObject([
    { text: 'review/root-cause', words: 'Ana Ruiz' },
    { text: 'review/root-cause', words: 'should have' },
  ]);
});

test('[RV18] a text of many opened quotations costs no more than its length', () => {
  expect(findBlame('“'.repeat(400_000))).toEqual([]);
});
