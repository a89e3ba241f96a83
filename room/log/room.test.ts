import { expect, test } from 'vitest';
import * as Y from 'yjs';
import type { FactDraft } from '../facts/fact.ts';
import { makeHistory } from '../fixtures/histories.ts';
import { createRandom } from '../fixtures/random.ts';
import { storyBegan, tellStory } from '../fixtures/story.ts';
import { fold } from '../fold/fold.ts';
import { FactRefused, openRoom } from './room.ts';

const note = (text: string): FactDraft<'note'> => ({ kind: 'note', text });
const pen = (by: string, now: number, id = '01HF7YAT000000000000000001') => ({
  by,
  now: () => now,
  makeId: () => id,
});

function refusal(write: () => unknown): readonly { field: string; expected: string }[] {
  try {
    write();
  } catch (error) {
    if (error instanceof FactRefused) return error.errors;
    throw error;
  }
  return [];
}

test('[FA1] a draft gets its id, time and author from the pen, whatever it says itself', () => {
  const doc = new Y.Doc();
  const forged = { ...note('x'), id: 'mine', by: 'somebody else', noted: 5 };
  const [fact] = openRoom(doc).append(forged, pen('ana', 1_000.4));
  expect(fact).toEqual({
    id: '01HF7YAT000000000000000001',
    kind: 'note',
    at: 1_000,
    noted: 1_000,
    by: 'ana',
    text: 'x',
  });
  expect(doc.getArray('facts').toArray()).toEqual([fact]);
});

test('[FA2] [IN6] a draft that is no fact is refused with the field named, and nothing is written', () => {
  const doc = new Y.Doc();
  const open = openRoom(doc);
  const write = (drafts: unknown) => refusal(() => open.append(drafts as FactDraft[], pen('ana', 1)));
  expect(write(note(''))).toEqual([{ field: 'text', expected: 'some text' }]);
  expect(write([note('fine'), { kind: 'severity', severity: 'high' }])).toEqual([
    { field: '1.severity', expected: 'one of P1, P2, P3, P4' },
  ]);
  expect(write({ kind: 'weather' })[0]?.field).toBe('kind');
  expect(write({})[0]?.field).toBe('kind');
  expect(write([null])[0]?.expected).toBe('an object');
  expect(write({ ...note('x'), at: Number.NaN })[0]?.field).toBe('at');
  const updateAt = { kind: 'draft', draft: 'customers', audience: 'customers', eta: '25:99' };
  expect(write(updateAt)[0]?.field).toBe('eta');
  expect(doc.getArray('facts').length).toBe(0);
  expect(() => open.append(note(''), pen('ana', 1))).toThrow(
    'This was not written down: text: expected some text',
  );
});

test('[FA5] severity and status name what stood when their author wrote, also within one list', () => {
  const { write, open } = tellStory();
  const [declared] = write('ana', {
    kind: 'declared',
    title: 'Down',
    severity: 'P2',
    source: { type: 'person' },
  });
  const [first, second] = write(
    'ana',
    { kind: 'severity', severity: 'P1' },
    { kind: 'severity', severity: 'P3' },
  );
  expect(first).toMatchObject({ supersedes: [declared?.id] });
  expect(second).toMatchObject({ supersedes: [first?.id] });
  expect(open.room().severity.value).toBe('P3');
  expect(write('ana', { kind: 'status', status: 'resolved' })[0]).toMatchObject({ supersedes: [] });
});

test('[FA5] inside a transaction of its caller too', () => {
  const { write, open } = tellStory();
  open.doc.transact(() => {
    write('ana', { kind: 'severity', severity: 'P2' });
    write('ana', { kind: 'severity', severity: 'P4' });
  });
  expect(open.room().severity.heads).toMatchObject([{ value: 'P4' }]);
});

test('[FA8] my entry sorts after the entries I have read, although my clock is a little behind', () => {
  const { write, open, now } = tellStory();
  write('bo', { kind: 'claimed', role: 'commander', person: 'bo', as: 'primary' });
  const behind = { ...pen('ana', now() - 4_000, '01HF7YAT000000000000000009') };
  open.append({ kind: 'released', role: 'commander', person: 'bo' }, behind);
  expect(open.room().roles[0]?.primary).toEqual([]);
  const wrong = { ...pen('ana', now() - 60_000, '01HF7YAT000000000000000008') };
  expect(open.append(note('a clock that is wrong is left as it is'), wrong)[0]?.noted).toBe(now() - 60_000);
});

test('[FO6] two copies that were apart meet in one room, both severities listed', () => {
  const ana = tellStory();
  ana.write('ana', { kind: 'declared', title: 'Down', source: { type: 'person' } });
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana.open.doc));
  const bo = tellStory(copy, storyBegan + 5_000);
  ana.write(
    'ana',
    { kind: 'severity', severity: 'P3' },
    { kind: 'claimed', role: 'commander', person: 'ana', as: 'primary' },
  );
  bo.write(
    'bo',
    { kind: 'severity', severity: 'P1' },
    { kind: 'claimed', role: 'commander', person: 'bo', as: 'primary' },
  );
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana.open.doc));
  Y.applyUpdate(ana.open.doc, Y.encodeStateAsUpdate(copy));
  expect(ana.open.room()).toEqual(bo.open.room());
  expect(ana.open.room()).toMatchObject({ severity: { value: 'P1', heads: [{}, {}] } });
  expect(ana.open.room().roles[0]).toMatchObject({
    conflict: true,
    primary: [{ person: 'ana' }, { person: 'bo' }],
  });
});

test('[FO1] copies that got the same updates in different orders show equal rooms', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = createRandom(seed);
    const updates: Uint8Array[] = [];
    for (const raw of makeHistory(random, 30)) {
      const doc = new Y.Doc();
      doc.getArray('facts').push([raw]);
      updates.push(Y.encodeStateAsUpdate(doc));
    }
    const [one, two] = [updates, random.shuffle(updates)].map((order) => {
      const doc = new Y.Doc();
      const open = openRoom(doc);
      for (const update of order) Y.applyUpdate(doc, update);
      return open.room();
    });
    expect(two, `seed ${seed}`).toEqual(one);
  }
});

test('a listener hears of each transaction that changed the room, once, and not after it left', () => {
  const { write, open } = tellStory();
  let calls = 0;
  const stop = open.subscribe(() => (calls += 1));
  write('ana', note('a'), note('b'));
  expect(calls).toBe(1);
  open.doc.getArray('facts').push([open.room().timeline[0]?.fact]);
  open.text('summary').insert(0, 'typing');
  expect(calls).toBe(1);
  stop();
  write('ana', note('c'));
  expect(calls).toBe(1);
});

test('[FO4] shared types and bytes among the facts are counted, not understood', () => {
  const doc = new Y.Doc();
  const open = openRoom(doc);
  doc.getArray('facts').push([new Y.Map([['kind', 'note']]), new Uint8Array([1, 2]), 'text', null]);
  expect(open.room().factCount).toBe(0);
  expect(open.room().invalid.length).toBeGreaterThan(0);
  open.append(note('still works'), pen('ana', 1));
  expect(open.room().timeline).toHaveLength(1);
});

test('[FA3] should a fact vanish from the document all the same, the room shows what is there', () => {
  const { write, open } = tellStory();
  write('ana', note('a'), note('b'));
  open.doc.getArray('facts').delete(0, 1);
  expect(open.room().timeline).toMatchObject([{ fact: { text: 'b' } }]);
});

test('[FO5] stepping through time forwards and backwards, and facts that arrive in between', () => {
  const { write, open, now } = tellStory();
  write('ana', note('a'));
  const then = now();
  write('ana', note('b'));
  expect(open.at(then).timeline).toHaveLength(1);
  expect(open.at(now()).timeline).toHaveLength(2);
  expect(open.at(then - 1)).toEqual(fold([]));
  open.append(note('late news'), pen('bo', then - 20_000));
  expect(open.at(then).timeline.map(({ fact }) => fact)).toMatchObject([
    { text: 'late news' },
    { text: 'a' },
  ]);
});

test('a document of a later version is read, and not written', () => {
  const { write, open } = tellStory();
  write('ana', note('a'));
  open.doc.getMap('meta').set('version', 2);
  expect(open.readOnly()).toMatch(/version 2/u);
  expect(refusal(() => open.append(note('b'), pen('ana', 1)))).toHaveLength(1);
  expect(open.room().timeline).toHaveLength(1);
});

test('[FO3] facts that arrive together, from several people and beside other changes, are all folded', () => {
  const mine = new Y.Doc();
  const open = openRoom(mine);
  open.append(note('before'), pen('ana', 1, '01HF7YAT000000000000000001'));
  open.text('summary').insert(0, 'a word too many');
  const theirs = new Y.Doc();
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const far = openRoom(theirs);
  let ids = 1;
  const makeId = () => `01HF7YAT00000000000000000${(ids += 1)}`;
  far.append([note('one'), note('two')], { ...pen('bo', 2), makeId });
  theirs.getText('summary').delete(0, 2);
  theirs.getArray('journal').push([note('no fact')]);
  const third = new Y.Doc();
  Y.applyUpdate(third, Y.encodeStateAsUpdate(mine));
  openRoom(third).append(note('three'), { ...pen('cy', 3), makeId });
  Y.applyUpdate(mine, Y.mergeUpdates([Y.encodeStateAsUpdate(theirs), Y.encodeStateAsUpdate(third)]));
  expect(open.room()).toEqual(fold(mine.getArray('facts').toArray()));
  expect(open.room().timeline).toHaveLength(4);
});

const textOf = (doc: Y.Doc): Y.Text => openRoom(doc).text('review/root-cause');

test('two people who write in one paragraph while they are apart lose no word, and the words of each stay together', () => {
  const apart = ['A pool was empty. It has been enlarged.', 'It grew too slowly.'] as const;
  const [one, other] = [new Y.Doc(), new Y.Doc()];
  textOf(one).insert(0, apart[0]);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  // Ana types in the middle, letter by letter; Bo rewrites the same sentence and adds another one.
  const middle = apart[0].indexOf('empty');
  for (const [index, letter] of Array.from('nearly ').entries()) textOf(one).insert(middle + index, letter);
  textOf(other).delete(middle, 'empty'.length);
  textOf(other).insert(middle, 'full of idle connections');
  textOf(other).insert(textOf(other).length, ` ${apart[1]}`);
  const [fromOne, fromOther] = [Y.encodeStateAsUpdate(one), Y.encodeStateAsUpdate(other)];
  Y.applyUpdate(one, fromOther);
  Y.applyUpdate(other, fromOne);
  const merged = textOf(one).toJSON();
  expect(textOf(other).toJSON()).toBe(merged);
  for (const words of ['nearly ', 'full of idle connections', 'It has been enlarged.', apart[1]])
    expect(merged).toContain(words);
  expect(merged.length).toBe(
    apart[0].length - 'empty'.length + 'nearly full of idle connections '.length + apart[1].length,
  );
});
