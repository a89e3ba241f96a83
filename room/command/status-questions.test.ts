import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import type { Status } from '../team/scales.ts';
import { sayFact } from '../facts/say.ts';
import { answerQuestions, findQuestions } from './status-questions.ts';

const blank = () => '';
function tellOpen() {
  const story = tellStory();
  story.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const ask = (to: Status, texts: (name: string) => string = blank) =>
    findQuestions({ room: story.open.room(), texts }, to);
  return { ...story, ask };
}

test('[CO2] customers were told only by what was sent to customers', () => {
  for (const audience of ['Internal: support', 'executives', 'The whole team', 'support']) {
    const { write, open } = tellStory();
    write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
    write('bo', { kind: 'draft', draft: 'd', audience });
    write('bo', { kind: 'sent', draft: 'd', channel: 'chat', text: 'It is back' });
    const asked = findQuestions({ room: open.room(), texts: () => '' }, 'resolved');
    expect(asked.find(({ id }) => id === 'told')?.seen, audience).toBeNull();
  }
});

test('[CO2] an update that says that it goes on tells nobody that it works again', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  write('bo', { kind: 'draft', draft: 'd', audience: 'customers', stage: 'investigating' });
  write('bo', { kind: 'sent', draft: 'd', channel: 'page', text: 'We look into it' });
  const told = () =>
    findQuestions({ room: open.room(), texts: () => '' }, 'resolved').find(({ id }) => id === 'told')?.seen;
  expect(told()).toEqual({ answer: 'no', evidence: 'the last update, by page, says that it goes on' });
  // Only begun, not sent.
  write('bo', { kind: 'draft', draft: 'd', audience: 'customers', stage: 'resolved' });
  expect(told()?.answer).toBe('no');
  write('bo', { kind: 'sent', draft: 'd', channel: 'page', text: 'It works again' });
  expect(told()?.answer).toBe('yes');
});

test('[CO2] each step asks its own, and those of the steps passed over; going back asks nothing', () => {
  const { ask, write } = tellOpen();
  const ids = (to: Status) => ask(to).map(({ id }) => id);
  expect(ids('triage')).toEqual([]);
  expect(ids('investigating')).toEqual([]);
  expect(ids('monitoring')).toEqual(['cause', 'done']);
  write('ana', { kind: 'status', status: 'monitoring' });
  expect(ids('resolved')).toEqual(['recovery', 'checks', 'cascade', 'smoke-test', 'told']);
  expect(ids('investigating')).toEqual([]);
  write('ana', { kind: 'status', status: 'resolved' });
  expect(ids('closed')).toEqual(['review', 'owners']);
});

test('[CO2] the room answers what it has seen, with the evidence', () => {
  const { ask, write, after } = tellOpen();
  const seen = (id: string, texts = blank as (name: string) => string) =>
    ask('closed', texts).find((question) => question.id === id)?.seen;
  expect([seen('cause'), seen('done'), seen('checks'), seen('told'), seen('owners')]).toEqual(
    Array.from({ length: 5 }, () => null),
  );
  const [guess] = write('cy', { kind: 'hypothesis', text: 'The pool is exhausted' });
  write('cy', { kind: 'finding', target: guess!.id, verdict: 'supported' });
  expect(seen('cause')).toEqual({ answer: 'yes', evidence: 'The pool is exhausted' });
  write('monitor:m', { kind: 'check-down', monitor: 'm', name: 'payments-api' });
  expect(seen('checks')).toEqual({ answer: 'no', evidence: 'payments-api is still down' });
  write('bo', { kind: 'draft', draft: 'd', audience: 'Customers' });
  write('bo', { kind: 'sent', draft: 'd', channel: 'mail', text: 'We look into it' });
  after(5);
  write('cy', { kind: 'action', text: 'Rolled back' });
  expect(seen('told'), 'what was said before the fix tells nobody of it').toBeNull();
  write('bo', { kind: 'sent', draft: 'd', channel: 'page', text: 'It works again' });
  write('monitor:m', { kind: 'check-up', monitor: 'm' });
  expect(seen('told')?.evidence).toContain('page');
  expect(seen('checks')?.answer).toBe('yes');
  expect(seen('review', (name) => (name === 'review/root-cause' ? 'x' : ''))).toEqual({
    answer: 'no',
    evidence: 'missing: the executive summary',
  });
  const [item] = write('ana', { kind: 'action-item', text: 'Alert on the pool' });
  expect(seen('owners')).toEqual({ answer: 'no', evidence: '1 of 1 have none' });
  write('ana', { kind: 'action-item-changed', target: item!.id, owner: 'bo' });
  expect(seen('owners')?.answer).toBe('yes');
});

test('[CO2] people answer the rest and outvote the room; what is left open is known', () => {
  const { ask, write } = tellOpen();
  write('ana', { kind: 'status', status: 'monitoring' });
  write('monitor:m', { kind: 'check-down', monitor: 'm', name: 'payments-api' });
  const questions = ask('resolved');
  const before = answerQuestions(questions, {});
  expect(before.open).toHaveLength(5);
  expect(before.answers[1]).toEqual({
    ask: 'No check is down',
    answer: 'no',
    text: 'payments-api is still down',
  });
  const given = { recovery: { isTicked: true, text: '' }, checks: { isTicked: true, text: 'it is retired' } };
  const { answers, open } = answerQuestions(questions, given);
  expect(open.map(({ id }) => id)).toEqual(['cascade', 'smoke-test', 'told']);
  expect(answers[1]).toEqual({ ask: 'No check is down', answer: 'yes', text: 'it is retired' });
});

test('[CO2] a question in words is answered by words', () => {
  const { ask } = tellOpen();
  const named = answerQuestions(ask('identified'), { cause: { isTicked: true, text: ' the pool ' } });
  expect(named).toMatchObject({ open: [], answers: [{ answer: 'yes', text: 'the pool' }] });
});

test('[CO2] the timeline says which answers were missing, and why it went on', () => {
  const { ask, write } = tellOpen();
  write('ana', { kind: 'status', status: 'monitoring' });
  const { answers } = answerQuestions(ask('resolved'), {
    recovery: { isTicked: true, text: '' },
    checks: { isTicked: true, text: '' },
    told: { isTicked: true, text: '' },
  });
  const [fact] = write('ana', {
    kind: 'status',
    status: 'resolved',
    why: 'the vendor confirmed',
    answers: [...answers],
  });
  expect(sayFact(fact!, () => 'Ana')).toBe(
    'Ana resolved the incident: the vendor confirmed. Not confirmed: side effects, smoke test',
  );
  const [all] = write('ana', {
    kind: 'status',
    status: 'identified',
    answers: [{ ask: 'The cause is named', answer: 'yes', text: 'the pool' }],
  });
  expect(sayFact(all!, () => 'Ana')).toBe('Ana identified the cause: the pool');
});
