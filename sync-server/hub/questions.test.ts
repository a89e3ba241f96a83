import { expect, test } from 'vitest';
import { openQuestions } from './questions.ts';

let now = 1_800_000_000_000;
const ask = (questions: ReturnType<typeof openQuestions>, address = '10.0.0.1') => {
  const question = questions.ask(address);
  if (question === null) throw new Error('too many');
  return question;
};

test('[HU4] a question is answered once, within two minutes, and only where it was asked', () => {
  const questions = openQuestions(() => now);
  const [first, second] = [ask(questions), ask(questions)];
  expect(questions.isOpen(first)).toBe(true);
  expect(questions.close(first)).toBe(true);
  expect([questions.isOpen(first), questions.close(first)]).toEqual([false, false]);
  for (const wrong of ['', 'x', first.slice(1), `${second}A`, second.replace(/^.{4}/, 'AAAA')])
    expect(questions.isOpen(wrong), wrong).toBe(false);
  expect(openQuestions(() => now).isOpen(second), 'another hub').toBe(false);
  now += 120_000;
  expect(questions.close(second)).toBe(false);
});

test('[HU4] however many questions are asked, none of those before becomes void', () => {
  const questions = openQuestions(() => now);
  const early = ask(questions, '10.0.0.1');
  for (let n = 0; n < 20_000; n++) questions.ask(`10.1.${n % 40}.2`);
  expect(questions.close(early)).toBe(true);
});

test('[HU4] one address that asks 2,000 times a minute waits, and others do not', () => {
  const questions = openQuestions(() => now);
  for (let n = 0; n < 2_000; n++) expect(questions.ask('10.0.0.6')).not.toBeNull();
  expect(questions.ask('10.0.0.6')).toBeNull();
  expect(questions.ask('10.0.0.7')).not.toBeNull();
  now += 60_000;
  expect(questions.ask('10.0.0.6')).not.toBeNull();
});
