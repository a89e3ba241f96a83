import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { factKinds } from '../facts/fact.ts';
import { kinds } from '../facts/index.ts';
import { catchUp, type CatchUpOptions } from './catch-up.ts';
import { makeFacts } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { tellStory, storyBegan, type Story } from '../fixtures/story.ts';
import { fold } from '../fold/fold.ts';
import type { Room } from '../view/room-view.ts';
import { openRoom } from '../log/room.ts';
import { isoTime } from '../time/time.ts';

const minute = 60_000;
const people: Record<string, string> = { ana: 'Ana', bob: 'Bob', cleo: 'Cleo' };
const words = { names: (id: string) => people[id] ?? id, sayTime: (at: number) => isoTime(at).slice(11, 16) };
const idOf = (facts: readonly { id: string }[]): string => facts[0]?.id ?? '';

const since = (had: Room, story: Story, more: Partial<CatchUpOptions> = {}) =>
  catchUp({
    had,
    now: story.open.room(),
    person: 'dee',
    leftAt: storyBegan,
    at: story.now(),
    ...words,
    ...more,
  });

function begin() {
  const story = tellStory();
  story.write('ana', {
    kind: 'declared',
    title: 'Payments are down',
    severity: 'P2',
    source: { type: 'person' },
  });
  story.write('bob', { kind: 'claimed', role: 'commander', person: 'bob', as: 'primary' });
  const hypotheses = ['pool exhausted', 'bad deployment'].map((text) =>
    idOf(story.write('ana', { kind: 'hypothesis', text })),
  );
  for (const monitor of ['a', 'b', 'c']) story.write(`monitor:${monitor}`, { kind: 'check-down', monitor });
  story.write('monitor:c', { kind: 'check-up', monitor: 'c' });
  return { ...story, hypotheses };
}

test('[CU2] a story: what a commander finds when she comes back after 23 minutes', () => {
  const story = begin();
  const had = story.open.room();
  story.after(9);
  story.write('ana', { kind: 'severity', severity: 'P1', why: 'all regions' });
  const offer = idOf(
    story.write('bob', { kind: 'handover-offered', role: 'commander', from: 'bob', to: 'cleo' }),
  );
  story.write('cleo', { kind: 'handover-accepted', target: offer });
  const actions = ['restart pool', 'roll back v412', 'drain eu-2'].map((text) =>
    idOf(story.write('cleo', { kind: 'action', text })),
  );
  story.write('cleo', { kind: 'graded', target: actions[1] ?? '', outcome: 'helped' });
  for (const target of story.hypotheses) story.write('ana', { kind: 'finding', target, verdict: 'refuted' });
  story.write('bob', { kind: 'draft', draft: 'customers', audience: 'customers' });
  story.write('bob', { kind: 'sent', draft: 'customers', channel: 'status page', text: 'We are on it' });
  story.write('cleo', { kind: 'task', text: 'drain eu-2', owner: 'dee', due: storyBegan + 17 * minute });
  story.after(23);
  const told = since(had, story);
  expect(told.text).toBe(
    'Away 23 min: severity P2 to P1 (05:12 Ana), command Bob to Cleo, 3 actions (1 helped), ' +
      '2 hypotheses refuted, 1 customer update sent, 1 task added. 2 of 3 checks still failing. ' +
      'Ruled out: pool exhausted; bad deployment. You are assigned: drain eu-2 (6 min overdue).',
  );
  expect(told.handover).toBe(
    [
      'Payments are down',
      'P1, triage, Cleo in command',
      '',
      'Away 23 min:',
      '- severity P2 to P1 (05:12 Ana)',
      '- command Bob to Cleo',
      '- 3 actions (1 helped)',
      '- 2 hypotheses refuted',
      '- 1 customer update sent',
      '- 1 task added',
      '',
      'Still open:',
      '- drain eu-2 (6 min overdue), dee',
      '- 2 of 3 checks still failing',
      '',
      'Ruled out:',
      '- pool exhausted',
      '- bad deployment',
    ].join('\n'),
  );
});

test('[CU2] nothing changed: says so, and still says what is mine', () => {
  const story = begin();
  story.write('ana', { kind: 'task', text: 'call the bank', owner: 'dee' });
  const told = since(story.open.room(), story);
  expect(told.changes).toEqual([]);
  expect(told.text).toMatch(/^Away under a minute: nothing changed\. .*You are assigned: call the bank\.$/u);
});

test('[CU2] a person who was never here is told from the beginning', () => {
  const story = begin();
  const told = since(fold([]), story, { leftAt: null });
  expect(told.text).toMatch(
    /^You were not here before: declared: Payments are down \(05:03 Ana\), severity set to P2/u,
  );
  expect(told.text).toContain('command taken by Bob');
});

test('[CU2] conflicts, recoveries, decisions and offers to me are told', () => {
  const story = begin();
  const had = story.open.room();
  story.after(5);
  story.write('cleo', { kind: 'claimed', role: 'commander', person: 'cleo', as: 'primary' });
  story.write('monitor:a', { kind: 'check-up', monitor: 'a' });
  story.write('bob', { kind: 'handover-offered', role: 'commander', from: 'bob', to: 'dee' });
  for (const text of ['one', 'two', 'three', 'four']) story.write('ana', { kind: 'decision', text });
  const { changes, standing } = since(had, story);
  expect(changes).toContain('command to settle between Bob and Cleo');
  expect(changes).toContain('a came back (05:08)');
  expect(changes).toContain('1 earlier decision');
  expect(changes).toContain('decided: four (05:08 Ana)');
  expect(changes.join()).not.toContain('decided: one');
  expect(standing).toContain('Bob offers you command');
});

test('[CU1] an entry dated before I left that arrived after is new to me, and is said to be late', () => {
  const team = tellStory();
  team.write('ana', { kind: 'declared', title: 'Payments are down', source: { type: 'person' } });
  const cutOff = tellStory(new Y.Doc(), storyBegan + 5_000);
  Y.applyUpdate(cutOff.open.doc, Y.encodeStateAsUpdate(team.open.doc));
  cutOff.write('bob', { kind: 'decision', text: 'roll back' });
  team.after(10);
  team.write('ana', { kind: 'note', text: 'waiting' });
  const mark = Y.encodeStateVector(team.open.doc);
  expect(since(team.open.knew(mark), team).changes).toEqual([]);
  Y.applyUpdate(team.open.doc, Y.encodeStateAsUpdate(cutOff.open.doc));
  const { changes } = since(team.open.knew(mark), team);
  expect(changes).toEqual([
    'decided: roll back (05:03 Bob)',
    '1 of these was written before and arrived only now',
  ]);
});

test('[CU1] my own entries, from here or elsewhere, are no news to me', () => {
  const team = begin();
  const mark = Y.encodeStateVector(team.open.doc);
  team.after(5);
  team.write('dee', { kind: 'decision', text: 'mine' }, { kind: 'note', text: 'mine too' });
  team.write('dee', { kind: 'severity', severity: 'P1' });
  const alone = since(team.open.knew(mark, 'dee'), team);
  expect([alone.entries, alone.changes]).toEqual([0, []]);
  team.write('ana', { kind: 'note', text: 'by somebody else' });
  expect(since(team.open.knew(mark, 'dee'), team).entries).toBe(1);
  expect(since(team.open.knew(mark), team).entries).toBe(4);
});

test('[CU2] mentions of me are told first, the newest three in their words', () => {
  const team = begin();
  const mark = Y.encodeStateVector(team.open.doc);
  team.after(5);
  team.write('ana', { kind: 'decision', text: 'roll back' });
  for (const text of ['one', 'two', 'three', 'four'])
    team.write('bob', { kind: 'note', text: `@dee ${text}`, mentions: ['dee'] });
  team.write('dee', { kind: 'note', text: 'me', mentions: ['dee'] });
  team.write('bob', { kind: 'note', text: '@cleo look', mentions: ['cleo'] });
  const { changes } = since(team.open.knew(mark, 'dee'), team);
  expect(changes.slice(0, 4)).toEqual([
    'Bob named you: “@dee two”',
    'Bob named you: “@dee three”',
    'Bob named you: “@dee four”',
    '1 earlier line named you too',
  ]);
  expect(changes.join()).not.toContain('cleo');
});

// Properties, over histories as no friendly client would write them.
const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
const tell = (had: Room, now: Room) =>
  catchUp({ had, now, person: 'bo', leftAt: 1_700_000_000_000, at: 1_700_000_900_000, ...words });

test('[CU1] the room somebody had is the fold of exactly the facts their document had', () => {
  for (const seed of seeds) {
    const random = createRandom(seed);
    const doc = new Y.Doc();
    const open = openRoom(doc);
    const facts = makeFacts(random, 30);
    const cut = random.below(30);
    doc.getArray('facts').push(facts.slice(0, cut));
    if (random.chance(0.5)) doc.getText('summary').insert(0, 'words between');
    const mark = Y.encodeStateVector(doc);
    for (const fact of facts.slice(cut)) doc.getArray('facts').push([fact]);
    // Also from a copy that got it all at once, where what was written one by one shares an item.
    const copy = openRoom(new Y.Doc());
    Y.applyUpdate(copy.doc, Y.encodeStateAsUpdate(doc));
    const expected = fold(facts.slice(0, cut));
    expect(open.knew(mark), `seed ${seed}`).toEqual(expected);
    expect(copy.knew(mark), `seed ${seed}`).toEqual(expected);
  }
});

test('[CU2] nothing changed is told as nothing, and anything new is never told as nothing', () => {
  for (const seed of seeds) {
    const random = createRandom(seed);
    const facts = makeFacts(random, 5 + random.below(60));
    const cut = random.below(facts.length);
    const [had, now] = [fold(facts.slice(0, cut)), fold(facts)];
    expect(tell(now, fold(random.shuffle(facts))).changes, `seed ${seed}`).toEqual([]);
    expect(tell(had, now).changes.length, `seed ${seed}`).toBeGreaterThan(0);
  }
});

test('[CU2] the same facts in any order are told in the same words', () => {
  for (const seed of seeds) {
    const random = createRandom(seed);
    const facts = makeFacts(random, 40);
    const before = facts.slice(0, 20);
    expect(tell(fold(random.shuffle(before)), fold(random.shuffle(facts))), `seed ${seed}`).toEqual(
      tell(fold(before), fold(facts)),
    );
  }
});

const mark = (fact: object, when: string) => ({ ...fact, ...('text' in fact ? { text: when } : {}) });

test('[CU2] old entries are never told: numbers count new ones, words are of new ones', () => {
  for (const seed of seeds) {
    const random = createRandom(seed);
    const kinds = ['note', 'decision', 'action', 'hypothesis', 'task', 'attachment', 'link'] as const;
    const facts = makeFacts(random, 40, kinds);
    const [before, after] = [facts.slice(0, 20), facts.slice(20)];
    const old = before.map((fact) => mark(fact, 'BEFORE'));
    const { changes } = tell(fold(old), fold([...old, ...after.map((fact) => mark(fact, 'AFTER'))]));
    const number = (kind: string) => after.filter((fact) => fact.kind === kind).length;
    const told = (one: RegExp) =>
      Number(changes.map((line) => one.exec(line)?.[1]).find((found) => found !== undefined) ?? 0);
    expect(changes.join(), `seed ${seed}`).not.toContain('BEFORE');
    expect(told(/^(\d+) notes?$/u), `seed ${seed}`).toBe(number('note'));
    expect(told(/^(\d+) actions?$/u), `seed ${seed}`).toBe(number('action'));
    expect(told(/^(\d+) new hypothes[ie]s$/u), `seed ${seed}`).toBe(number('hypothesis'));
    expect(told(/^(\d+) tasks? added$/u), `seed ${seed}`).toBe(number('task'));
    expect(told(/^(\d+) files?$/u), `seed ${seed}`).toBe(number('attachment'));
    const decided = changes.filter((line) => line.startsWith('decided: AFTER')).length;
    expect(decided + told(/^(\d+) earlier decisions?$/u), `seed ${seed}`).toBe(number('decision'));
  }
});

test('[CU2] of every kind of fact that is not housekeeping, something is told', () => {
  // An accepted handover is told as the change of the role, in the story above.
  const untold = new Set(factKinds.filter((kind) => !kinds[kind].isSystem && kind !== 'handover-accepted'));
  expect(untold.size).toBeGreaterThan(30);
  for (const seed of seeds.slice(0, 20)) {
    const facts = makeFacts(createRandom(seed), 120);
    for (const kind of untold) {
      const had = fold(facts.filter((fact) => fact.kind !== kind));
      const { changes } = tell(had, fold(facts));
      // These two are of every kind.
      if (changes.some((line) => !/small entr|arrived only now/u.test(line))) untold.delete(kind);
    }
  }
  expect([...untold]).toEqual([]);
});
