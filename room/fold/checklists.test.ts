import { expect, test } from 'vitest';
import type { Fact, FactDraft } from '../facts/fact.ts';
import { createRandom } from '../fixtures/random.ts';
import { fold } from './fold.ts';
import { sayFact } from '../facts/say.ts';

const base = 1_700_000_000_000;
let count = 0;
const fact = (by: string, at: number, draft: FactDraft): Fact => {
  count += 1;
  const id = `01HF7YAT0000000000${String(count).padStart(8, '0')}`;
  return { id, at: base + at, noted: base + at, by, ...draft } as Fact;
};
const list = fact('ana', 0, {
  kind: 'checklist',
  title: 'Disk',
  steps: [
    { id: 'a', text: 'Look', minutes: 5, assignee: 'technical' },
    { id: 'b', text: 'Delete it', approval: true, minutes: 10 },
    { id: 'c', text: 'Restart', guarded: true },
  ],
});
const about = (step: string) => ({ target: list.id, step });
const done = (by: string, at: number, step = 'b') =>
  fact(by, at, { kind: 'step', state: 'done', ...about(step) });
const begin = (by: string, at: number, step = 'b') => fact(by, at, { kind: 'step-started', ...about(step) });
const approve = (by: string, at: number, step = 'b') =>
  fact(by, at, { kind: 'step-approved', ...about(step) });
const give = (by: string, at: number, person: string | null, step = 'b') =>
  fact(by, at, { kind: 'step-assigned', person, ...about(step) });
const claim = (person: string, at: number) =>
  fact(person, at, { kind: 'claimed', role: 'commander', person, as: 'primary' });

/** The step as every order of arrival shows it. */
function stepOf(id: string, ...facts: Fact[]) {
  const all = [list, ...facts];
  const expected = fold(all).checklists[0]?.steps.find((step) => step.id === id);
  const random = createRandom(7);
  for (let round = 0; round < 12; round += 1)
    expect(fold(random.shuffle(all)).checklists[0]?.steps.find((step) => step.id === id)).toEqual(expected);
  return expected;
}

test('[PB5] a step is begun, or given to somebody, and its time box counts from then', () => {
  expect(stepOf('a')).toMatchObject({
    state: 'open',
    startedAt: null,
    minutes: 5,
    meant: 'technical',
    assignee: null,
  });
  expect(stepOf('a', begin('bo', 10, 'a'))).toMatchObject({ startedAt: base + 10, assignee: 'bo' });
  expect(stepOf('a', give('ana', 10, 'bo', 'a'), begin('bo', 20, 'a'))).toMatchObject({
    startedAt: base + 10,
    assignee: 'bo',
  });
  expect(stepOf('a', give('ana', 10, 'bo', 'a'), give('ana', 20, null, 'a'))).toMatchObject({
    assignee: null,
  });
  const reopened = fact('ana', 40, { kind: 'step', state: 'open', ...about('a') });
  expect(stepOf('a', give('ana', 10, 'bo', 'a'), done('bo', 30, 'a'), reopened)).toMatchObject({
    state: 'open',
    startedAt: null,
    assignee: 'bo',
  });
  expect(stepOf('c')).toMatchObject({ isGuarded: true, needsApproval: false });
});

test('[PB6] a step that needs an approval is not done before somebody else approved it', () => {
  expect(stepOf('b', begin('ana', 1))).toMatchObject({ startedAt: null, askers: ['ana'], approval: null });
  expect(stepOf('b', begin('ana', 1), done('ana', 2))).toMatchObject({ state: 'open', by: 'ana' });
  expect(stepOf('b', begin('ana', 1), approve('ana', 2), done('ana', 3))).toMatchObject({ state: 'open' });
  expect(stepOf('b', approve('ana', 1), done('ana', 3))).toMatchObject({ state: 'open' });
  expect(stepOf('b', begin('ana', 1), approve('bo', 2))).toMatchObject({
    state: 'open',
    startedAt: base + 2,
    approval: { by: 'bo', at: base + 2 },
  });
  expect(stepOf('b', begin('ana', 1), approve('bo', 2), done('ana', 3))).toMatchObject({ state: 'done' });
  // Ticked on one side of a partition, approved on the other, or approved beforehand.
  expect(stepOf('b', done('ana', 2), approve('bo', 3))).toMatchObject({ state: 'done', by: 'ana' });
  expect(stepOf('b', approve('bo', 1), begin('ana', 2), done('ana', 3))).toMatchObject({ state: 'done' });
  expect(stepOf('b', give('ana', 1, 'bo'), approve('ana', 2), done('bo', 3))).toMatchObject({
    state: 'done',
  });
  expect(stepOf('a', done('ana', 2, 'a'), approve('bo', 3, 'a'))).toMatchObject({
    state: 'done',
    approval: null,
  });
});

test('[PB6] a commander may approve what they ask for, while they command', () => {
  const mine = [begin('ana', 5), approve('ana', 6), done('ana', 7)];
  expect(stepOf('b', claim('ana', 1), ...mine)).toMatchObject({ state: 'done', approval: { by: 'ana' } });
  expect(stepOf('b', claim('bo', 1), ...mine)).toMatchObject({ state: 'open' });
  expect(stepOf('b', claim('ana', 9), ...mine)).toMatchObject({ state: 'open' });
  const released = fact('ana', 3, { kind: 'released', role: 'commander', person: 'ana' });
  expect(stepOf('b', claim('ana', 1), released, ...mine)).toMatchObject({ state: 'open' });
  const later = fact('ana', 30, { kind: 'released', role: 'commander', person: 'ana' });
  expect(stepOf('b', claim('ana', 1), later, ...mine)).toMatchObject({ state: 'done' });
});

test('[PB6] reopening asks for the approval anew; skipping needs none', () => {
  const reopened = fact('cy', 4, { kind: 'step', state: 'open', ...about('b') });
  expect(stepOf('b', begin('ana', 1), approve('bo', 2), done('ana', 3), reopened)).toMatchObject({
    state: 'open',
    approval: null,
    startedAt: null,
  });
  expect(
    stepOf('b', begin('ana', 1), approve('bo', 2), done('ana', 3), reopened, done('ana', 5)),
  ).toMatchObject({
    state: 'open',
  });
  const skipped = fact('ana', 2, { kind: 'step', state: 'skipped', why: 'nothing to delete', ...about('b') });
  expect(stepOf('b', skipped)).toMatchObject({ state: 'skipped', why: 'nothing to delete' });
  const approval = approve('bo', 2);
  expect(
    stepOf(
      'b',
      begin('ana', 1),
      approval,
      done('ana', 3),
      fact('bo', 9, { kind: 'retracted', target: approval.id }),
    ),
  ).toMatchObject({ state: 'open', approval: null });
});

const names = (id: string) => (id === 'ana' ? 'Ana' : id.toUpperCase());
const say = (each: Fact) => sayFact(each, names, () => list);

test('[PB5] a change of a step reads as a sentence', () => {
  expect(say(begin('ana', 1, 'a'))).toBe('Ana began “Look”');
  expect(say(begin('ana', 1))).toBe('Ana asks for an approval of “Delete it”');
  expect(say(give('ana', 1, 'bo'))).toBe('Ana gave “Delete it” to BO');
  expect(say(give('ana', 1, null))).toBe('Ana took the name off “Delete it”');
  expect(say(approve('ana', 1))).toBe('Ana approved “Delete it”');
});
