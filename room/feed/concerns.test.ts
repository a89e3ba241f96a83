import { expect, test } from 'vitest';
import { tellStory } from '../fixtures/story.ts';
import { fold } from '../fold/fold.ts';
import { sayFact } from '../facts/say.ts';
import { summarize } from './summary.ts';

const name = (id: string): string => ({ ana: 'Ana', bo: 'Bo' })[id] ?? id;
const idOf = (facts: readonly { id: string }[]): string => facts[0]?.id ?? '';

test('[FO10] checks: several monitors, each since the first of an unbroken row', () => {
  const { write, open, after, now } = tellStory();
  write('monitor:a', { kind: 'check-down', monitor: 'a', name: 'payments-api', reason: '503' });
  const since = now();
  after(2);
  write('monitor:a', { kind: 'check-down', monitor: 'a', reason: 'timeout' });
  write('monitor:b', { kind: 'check-up', monitor: 'b' });
  expect(open.room().checks).toEqual([
    { monitor: 'a', name: 'payments-api', status: 'down', since, reason: 'timeout' },
    { monitor: 'b', name: 'b', status: 'up', since: now(), reason: null },
  ]);
});

test('[FO10] checklists, tasks, action items and grades follow what is said of them', () => {
  const { write, open } = tellStory();
  const list = idOf(
    write('ana', {
      kind: 'checklist',
      title: 'Start',
      steps: [
        { id: 'a', text: 'Page' },
        { id: 'b', text: 'Look' },
      ],
    }),
  );
  write(
    'bo',
    { kind: 'step', target: list, step: 'a', state: 'done' },
    { kind: 'step', target: list, step: 'zz', state: 'done' },
  );
  write('bo', { kind: 'step', target: list, step: 'b', state: 'skipped', why: 'no access' });
  const task = idOf(write('ana', { kind: 'task', text: 'Call the bank', owner: 'bo' }));
  write('bo', { kind: 'task-done', target: task });
  const item = idOf(write('ana', { kind: 'action-item', text: 'Alert on the pool', owner: 'bo', due: 5 }));
  write('ana', { kind: 'action-item-changed', target: item, owner: null, priority: 'high', state: 'done' });
  const action = idOf(write('cy', { kind: 'action', text: 'Rolled back' }));
  write(
    'cy',
    { kind: 'graded', target: action, outcome: 'no-effect' },
    { kind: 'graded', target: action, outcome: 'helped' },
  );
  const room = open.room();
  expect(room.checklists[0]?.steps).toMatchObject([
    { state: 'done', by: 'bo' },
    { state: 'skipped', why: 'no access' },
  ]);
  expect(room.tasks).toMatchObject([{ owner: 'bo', due: null, doneAt: expect.any(Number) as number }]);
  expect(room.actionItems).toMatchObject([{ owner: null, due: 5, priority: 'high', state: 'done' }]);
  expect(room.actions[0]?.grade?.outcome).toBe('helped');
  expect(room.timeline.find(({ id }) => id === action)?.grade?.outcome).toBe('helped');
});

test('[FO10] a finding reaches its hypothesis through the experiment, whichever comes first', () => {
  const { write, open } = tellStory();
  const hypothesis = idOf(write('cy', { kind: 'hypothesis', text: 'pool' }));
  const experiment = idOf(write('cy', { kind: 'experiment', target: hypothesis, text: 'drain' }));
  write('cy', { kind: 'finding', target: experiment, verdict: 'refuted' });
  const facts = open.room().timeline.map(({ fact }) => fact);
  for (const order of [facts, facts.toReversed(), [facts[2], facts[0], facts[1]]]) {
    expect(fold(order as unknown[]).hypotheses).toMatchObject([
      { verdict: 'refuted', findings: [{}], experiments: [{}] },
    ]);
  }
});

test('[FO10] drafts keep their first author, their last stage, and what was approved and sent', () => {
  const { write, open } = tellStory();
  write('bo', { kind: 'sent', draft: 'd', channel: 'mail', text: 'x' });
  expect(open.room().drafts).toEqual([]);
  write(
    'bo',
    { kind: 'draft', draft: 'd', audience: 'Customers' },
    { kind: 'approved', draft: 'd', hash: 'ab'.repeat(32) },
  );
  write('ana', { kind: 'draft', draft: 'd', audience: 'Customers', stage: 'resolved' });
  expect(open.room().drafts).toMatchObject([
    { by: 'bo', stage: 'resolved', approvals: [{ by: 'bo' }], sent: [{ channel: 'mail' }] },
  ]);
});

test('[FO11] a word about impact corrects the one before; a beginning after the end means it goes on', () => {
  const { write, open, now } = tellStory();
  const start = now();
  write('ana', { kind: 'impact-began', at: start - 5_000 });
  write('ana', { kind: 'impact-began', at: start - 9_000 });
  write('ana', { kind: 'impact-ended', at: start + 60_000 });
  expect(open.room()).toMatchObject({ impactBeganAt: start - 9_000, impactEndedAt: start + 60_000 });
  write('ana', { kind: 'impact-began', at: start + 90_000 });
  expect(open.room()).toMatchObject({ impactBeganAt: start - 9_000, impactEndedAt: null });
});

test('[FO11] impact levels stand each by itself, the newest of each', () => {
  const { write, open } = tellStory();
  write(
    'ana',
    { kind: 'impact', users: 'major', data: 'none' },
    { kind: 'impact', users: 'critical', text: 'all of them' },
  );
  expect(open.room().impact).toEqual({
    levels: { users: 'critical', data: 'none' },
    text: 'all of them',
    figures: {},
  });
});

test('[FA6] people are known by the name they last joined under, machines are nobody', () => {
  const { write, open } = tellStory();
  write('server', { kind: 'numbered', number: 'INC-7' });
  write('monitor:m', { kind: 'check-down', monitor: 'm' });
  write('bo', { kind: 'note', text: 'hello' });
  write('ana', { kind: 'joined', name: 'Ana' }, { kind: 'joined', name: 'Ana D.' });
  expect([...open.room().people]).toEqual([
    ['ana', 'Ana D.'],
    ['bo', 'bo'],
  ]);
  expect(open.room().number).toBe('INC-7');
});

test('[FA6] [RE9] the first number stands, until the server says that another incident has it', () => {
  const { write, open } = tellStory();
  write('server', { kind: 'numbered', number: 'INC-7' });
  write('server', { kind: 'numbered', number: 'INC-8' });
  write('ana', { kind: 'numbered', number: 'INC-9', instead: 'INC-7' });
  expect(open.room().number).toBe('INC-7');
  write('server', { kind: 'numbered', number: 'INC-12', instead: 'INC-3' });
  expect(open.room().number).toBe('INC-7');
  write('server', { kind: 'numbered', number: 'INC-12', instead: 'INC-7' });
  expect(open.room().number).toBe('INC-12');
});

test('[FO3] a part that did not change is the same object', () => {
  const { write, open } = tellStory();
  write(
    'ana',
    { kind: 'declared', title: 'Down', severity: 'P1', source: { type: 'person' } },
    { kind: 'action', text: 'x' },
  );
  write(
    'ana',
    { kind: 'claimed', role: 'scribe', person: 'ana', as: 'primary' },
    { kind: 'joined', name: 'Ana' },
  );
  const before = open.room();
  write('ana', { kind: 'note', text: 'only a note' });
  const after = open.room();
  const changed = (Object.keys(after) as (keyof typeof after)[]).filter((key) => after[key] !== before[key]);
  expect(changed.toSorted()).toEqual(['factCount', 'lastNoted', 'timeline']);
  expect(after.timeline.slice(0, 4).every((entry, index) => entry === before.timeline[index])).toBe(true);
});

test('[CH3] [CH10] a check says why this room was told, and why it stops counting', () => {
  const { write, open } = tellStory();
  const down = { kind: 'check-down', monitor: 'm', name: 'payments-api', reason: '503' } as const;
  write('monitor:m', { ...down, why: 'same-service' });
  write('monitor:m', { ...down, why: 'a-reason-of-tomorrow' });
  write('monitor:m', { kind: 'check-up', monitor: 'm', name: 'payments-api', ended: 'paused' });
  const room = open.room();
  expect(room.timeline.map(({ fact }) => sayFact(fact, name))).toEqual([
    'payments-api is down: 503 (joined, because it is of the same service)',
    'payments-api is down: 503 (a-reason-of-tomorrow)',
    'payments-api is no longer watched: the check was paused; whether it works is not known',
  ]);
  expect(room.checks.map(({ name: check, status }) => `${check} ${status}`)).toEqual(['payments-api up']);
});

test('a fact is one line of plain words, its subject first', () => {
  const { write, open } = tellStory();
  write('ana', { kind: 'declared', title: 'Payments are down', severity: 'P1', source: { type: 'person' } });
  write('ana', { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' });
  write('monitor:m', { kind: 'check-down', monitor: 'm', name: 'payments-api', reason: '503' });
  const offer = idOf(write('ana', { kind: 'handover-offered', role: 'commander', from: 'ana', to: 'bo' }));
  write('bo', { kind: 'handover-accepted', target: offer });
  write('server', {
    kind: 'paged',
    person: 'bo',
    channel: 'sms',
    outcome: { ok: false, reason: 'no number' },
  });
  write('bo', { kind: 'released', role: 'commander', person: 'bo' });
  const { timeline } = open.room();
  const find = (id: string) => timeline.find((entry) => entry.id === id)?.fact;
  expect(timeline.map(({ fact }) => sayFact(fact, name, find))).toEqual([
    'Ana declared P1: Payments are down',
    'Ana took command',
    'payments-api is down: 503',
    'Ana offered command to Bo',
    'Bo took over command from Ana',
    'Muster could not page Bo by sms: no number',
    'Bo gave up command',
  ]);
  expect(sayFact({ ...timeline[0]?.fact, kind: 'weather' } as never, name)).toMatch(
    /does not know: weather/u,
  );
});

test('a summary is null until declared, then says who commands and what is down', () => {
  const { write, open } = tellStory();
  expect(summarize('x', open.room())).toBeNull();
  write('ana', {
    kind: 'declared',
    title: 'Down',
    service: 'payments',
    drill: true,
    source: { type: 'person' },
  });
  write(
    'ana',
    { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' },
    { kind: 'check-down', monitor: 'm' },
  );
  expect(summarize('x', open.room())).toMatchObject({
    id: 'x',
    title: 'Down',
    severity: 'P3',
    severityIsSet: false,
    drill: true,
    commanders: ['ana'],
    rolesFilled: 1,
    rolesTotal: 5,
    monitorsDown: ['m'],
    factCount: 3,
  });
});
