import { createHash } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { checkLog, openRecord, readRecord } from '#room/record/read-record.ts';
import type { RecordManifest } from '#room/record/record.ts';
import { writeRecord } from '#room/record/write-record.ts';
import * as hostile from '#tests/helpers/hostile-updates.ts';
import { createRandom } from '#tests/helpers/random.ts';
import type { Facts, FactWriter } from '#sync-server/sync/updates/check-fact.ts';
import { checkUpdate, type Admission } from '#sync-server/sync/updates/check-update.ts';
import { defaultLimits } from '#sync-server/sync/limits.ts';
import { createMergeCosts } from '#sync-server/sync/updates/merge-costs.ts';

const ana: FactWriter = { person: 'ana', role: 'responder', mayCarryOthers: false, label: 'ana' };
const door: Admission = {
  now: 0,
  mostWork: defaultLimits.updateWork,
  mostConflicts: defaultLimits.updateConflicts,
  owners: { ownerOf: () => null },
};

function makeFacts(words = ''): Facts {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const list = doc.getArray<unknown>('facts');
  if (words !== '') doc.getText('summary').insert(0, words);
  doc.clientID = 999;
  return { doc, list, listName: 'facts', byId: new Map() };
}

const judge = (facts: Facts, update: Uint8Array, most: Partial<Admission> = {}) =>
  checkUpdate(facts, update, ana, { ...door, ...most });

describe('[SY13] refused before it is merged', () => {
  const length = 5_000;
  const values = new Y.Doc();
  values.getArray('other').push(Array.from({ length: 1_000_000 }, () => 1));
  const cases: Record<string, () => Uint8Array> = {
    'insertions before each character, by a smaller client id': () => hostile.beforeEach(0, 1, length),
    'the same, by a larger one': () => hostile.beforeEach(9, 1, length),
    'many clients at one place': () => hostile.atOnePlace(100_000, length),
    'a million tiny items': () => hostile.tinyItems(7, 1_000_000),
    'a key with thousands of values': () => hostile.oneKey(5_000, 4_000),
    'a crowd that waits for a block which grows slowly': () => hostile.waitingCrowd(4_000),
    'a list of a million numbers': () => Y.encodeStateAsUpdate(values),
    'hundreds of thousands of clients': () => hostile.atOnePlace(1_000_000, 300_000),
    'hundreds of thousands of deletions': () => hostile.combOfDeletions(1, 300_000),
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const facts = makeFacts('a'.repeat(length));
    const before = Y.encodeStateVector(facts.doc);
    expect(judge(facts, (cases[name] as () => Uint8Array)())).toMatchObject({ kind: 'refused', code: 4413 });
    expect(Y.encodeStateVector(facts.doc)).toEqual(before);
  });

  test('a number of structs that the bytes cannot hold', () => {
    const lying = encoding.encode((encoder) =>
      [1, 2 ** 40, 5, 0].forEach((n) => encoding.writeVarUint(encoder, n)),
    );
    expect(judge(makeFacts(), lying)).toMatchObject({ kind: 'refused', code: 4413 });
  });
});

const conflicts = (update: Uint8Array, facts: Facts) => {
  const verdict = judge(facts, update);
  return verdict.kind === 'allowed' ? Math.round(verdict.cost.conflicts) : verdict;
};

test('[SY13] the comparisons of Yjs are counted: without neighbours nothing, else each of them once', () => {
  // 1 + 2 + … + 100 neighbours, and 99 partings of the text.
  const comparisons = 4_950;
  expect(conflicts(hostile.beforeEach(9, 1, 100), makeFacts('a'.repeat(100)))).toBeGreaterThanOrEqual(
    comparisons,
  );
  expect(conflicts(hostile.beforeEach(9, 1, 100), makeFacts('a'.repeat(100)))).toBeLessThan(3 * comparisons);
  const typed = makeFacts('typed in peace');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(typed.doc));
  const had = Y.encodeStateVector(copy);
  for (let i = 0; i < 200; i++) copy.getText('summary').insert(copy.getText('summary').length, 'k');
  expect(conflicts(Y.encodeStateAsUpdate(copy, had), typed)).toBe(0);
});

test('[SY13] people who write at once, online and apart, come nowhere near the limits', () => {
  const seed = Number(process.env['MUSTER_TEST_SEED'] ?? Math.floor(Math.random() * 1e6));
  const random = createRandom(seed);
  const docs = [1, 2, 3, 4, 5].map((client) => Object.assign(new Y.Doc(), { clientID: client }));
  const met = makeFacts();
  let most = 0;
  const meet = () => {
    for (const doc of docs) {
      const update = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(met.doc));
      const verdict = judge(met, update);
      expect(verdict, `seed ${seed}`).toMatchObject({ kind: 'allowed' });
      if (verdict.kind === 'allowed') most = Math.max(most, verdict.cost.conflicts);
      Y.applyUpdate(met.doc, update);
    }
    for (const doc of docs) Y.applyUpdate(doc, Y.encodeStateAsUpdate(met.doc, Y.encodeStateVector(doc)));
  };
  for (let i = 0; i < 4_000; i++) {
    const doc = docs[i % docs.length] as Y.Doc;
    const text = doc.getText('summary');
    // Half of it at the end, where everybody writes.
    const at = random() < 0.5 ? text.length : Math.floor(random() * (text.length + 1));
    text.insert(at, 'word ');
    if (random() < 0.3 && text.length > 10) text.delete(Math.floor(random() * (text.length - 9)), 3);
    if (random() < 0.1) doc.getArray('facts').push([{ id: `f${i}`, by: 'ana' }]);
    if (i < 2_000 ? random() < 0.1 : i % 500 === 0) meet();
  }
  meet();
  expect(most, `seed ${seed}`).toBeLessThan(defaultLimits.updateConflicts / 5);
  const costs = createMergeCosts(() => Y.encodeStateAsUpdate(met.doc));
  expect(costs.mayAdd(defaultLimits.updateConflicts, defaultLimits.documentConflicts)).toBe(true);
});

test('[SY13] updates that are light one by one do not add up to a document that nobody can load', () => {
  const facts = makeFacts('a'.repeat(300));
  const costs = createMergeCosts(() => Y.encodeStateAsUpdate(facts.doc));
  const limit = 200_000;
  let taken = 0;
  for (let client = 2_000; client < 2_100; client++) {
    const update = hostile.beforeEach(client, 1, 100);
    const verdict = judge(facts, update, { mostConflicts: Infinity, mostWork: Infinity });
    const conflicts = verdict.kind === 'allowed' ? verdict.cost.conflicts : Infinity;
    if (!costs.mayAdd(conflicts, limit)) break;
    Y.applyUpdate(facts.doc, update);
    taken += 1;
  }
  expect(taken).toBeGreaterThan(3);
  expect(taken).toBeLessThan(50);
  // Opened anew, nothing is remembered, and it is found out again.
  const again = createMergeCosts(() => Y.encodeStateAsUpdate(facts.doc));
  expect(again.mayAdd(limit / 2, limit)).toBe(false);
});

test('[SY13] a text that people write for days may be changed at any place: what updates cost one by one is measured again', () => {
  const doc = new Y.Doc();
  const text = doc.getText('summary');
  text.insert(0, 'x'.repeat(1_000));
  let measured = 0;
  const costs = createMergeCosts(() => {
    measured += 1;
    return Y.encodeStateAsUpdate(doc);
  });
  for (let edit = 0; edit < 1_000; edit++) {
    expect(costs.mayAdd(1_000, 100_000), `edit ${edit}`).toBe(true);
    text.insert((edit * 37) % text.length, 'y');
  }
  expect(measured).toBeLessThan(20);
});

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const logOf = (updates: readonly Uint8Array[]) => {
  const file = encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, updates.length);
    for (const [at, update] of updates.entries()) {
      encoding.writeVarUint(encoder, at);
      encoding.writeVarUint8Array(encoder, update);
    }
  });
  return () => checkLog(new Map([['log.bin', file]]));
};

describe('[RC3] [SY13] a record is refused before its room is loaded', () => {
  const declared = { id: '01JD4Z7Q0000000000000000AB', kind: 'declared', at: 1, noted: 1, by: 'ana' };
  const manifest: RecordManifest = {
    format: 'muster-record',
    version: 1,
    incident: declared.id,
    number: null,
    title: 'Checkout fails',
    madeAt: 1,
    madeBy: 'Ana',
    people: {},
    leftOut: [],
    hasLog: false,
  };
  const { doc } = makeFacts('a'.repeat(3_000));
  doc.getArray('facts').push([{ ...declared, title: 'Checkout fails', source: { type: 'person' } }]);
  const read = async (more: Uint8Array) => {
    const update = Y.mergeUpdates([Y.encodeStateAsUpdate(doc), more]);
    const contents = { manifest, update, log: [], attachments: new Map(), markdown: '', html: '' };
    return readRecord(await writeRecord(contents, { digest }), digest);
  };
  const cases: Record<string, () => Uint8Array> = {
    'insertions before each character': () => hostile.beforeEach(3, 1, 3_000),
    'many clients at one place': () => hostile.atOnePlace(1_000_000, 3_000),
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    await expect(read((cases[name] as () => Uint8Array)())).rejects.toThrow('too long to open');
  });

  const first = Y.encodeStateAsUpdate(doc);
  const logs: Record<string, () => Uint8Array[]> = {
    'many clients at one place, one after the other': () =>
      Array.from({ length: 40 }, (_none, turn) => hostile.atOnePlace(1_000_000 + turn * 100, 100)),
    'updates that all wait for one that never comes': () =>
      Array.from({ length: 200 }, (_none, turn) => hostile.combOfDeletions(9 + turn, 1_000)),
    'a format, and then many changes': () => {
      const bold = new Y.Doc();
      const changes: Uint8Array[] = [];
      bold.on('update', (update: Uint8Array) => changes.push(update));
      bold.getText('summary').insert(0, 'bold', { bold: true });
      for (let turn = 0; turn < 1_000; turn++) bold.getText('summary').insert(0, 'x');
      return changes;
    },
  };
  test.each(Object.keys(logs))('a log of %s is not replayed', (name) => {
    expect(logOf((logs[name] as () => Uint8Array[])())).toThrow('too long to replay');
  });
  test('a log that people wrote is, also one in which an update waits; bytes that are no update are damage', () => {
    const typed = new Y.Doc();
    const changes: Uint8Array[] = [];
    typed.on('update', (update: Uint8Array) => changes.push(update));
    for (let turn = 0; turn < 2_000; turn++) typed.getText('summary').insert((turn * 37) % (turn + 1), 'x');
    expect(logOf([first, ...changes])).not.toThrow();
    expect(logOf(changes.slice(1, 20))).not.toThrow();
    expect(logOf([first, new Uint8Array([9, 9, 9])])).toThrow('its log is damaged');
  });

  test('one that people wrote opens, also with a format that another client left in it', async () => {
    const typed = new Y.Doc();
    typed.getText('other').insert(0, 'bold', { bold: true });
    const room = openRecord(await read(Y.encodeStateAsUpdate(typed)));
    expect(room.doc.getText('other').toJSON()).toBe('bold');
    room.close();
  });
});
