import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { encodeLink, journalName, noLink } from '#room/journal/link.ts';
import type { Facts, FactWriter } from './check-fact.ts';
import { checkUpdate as check, type Admission } from './check-update.ts';

const ana: FactWriter = { person: 'ana', role: 'responder', mayCarryOthers: false, label: 'ana' };
const olga: FactWriter = { person: 'olga', role: 'owner', mayCarryOthers: false, label: 'olga' };

const door: Admission = { now: 0, mostWork: 250_000, mostConflicts: 50_000, owners: { ownerOf: () => null } };
/** What it costs is told apart (merge-work.test.ts). */
function checkUpdate(facts: Facts, update: Uint8Array, writer: FactWriter) {
  const verdict = check(facts, update, writer, door);
  return verdict.kind === 'allowed' ? { kind: verdict.kind, hasEffect: verdict.hasEffect } : verdict;
}

function makeFacts(edit?: (doc: Y.Doc) => void): Facts {
  const doc = new Y.Doc();
  doc.clientID = 1;
  const list = doc.getArray<unknown>('facts');
  edit?.(doc);
  return { doc, list, listName: 'facts', byId: new Map() };
}

const contentDeleted = 1;
const contentString = 4;
const contentAny = 8;
const contentDoc = 9;
const skip = 10;
const gc = 0;

type Id = [client: number, clock: number];
type Item = { content: number; length?: number; any?: unknown[]; origin?: Id; parent?: string | Id };
type Block = { client: number; clock: number; structs: Item[] };

/** An update that no Yjs would write, in its format. */
function write(
  blocks: Block[],
  deleted: { client: number; ranges: [clock: number, length: number][] }[] = [],
) {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, blocks.length);
    for (const { client, clock, structs } of blocks) {
      encoding.writeVarUint(encoder, structs.length);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
      for (const struct of structs) writeStruct(encoder, struct);
    }
    encoding.writeVarUint(encoder, deleted.length);
    for (const { client, ranges } of deleted) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ranges.length);
      for (const number of ranges.flat()) encoding.writeVarUint(encoder, number);
    }
  });
}

function writeStruct(
  encoder: encoding.Encoder,
  { content, length = 1, any = [], origin, parent = 'summary' }: Item,
) {
  encoding.writeUint8(encoder, content | (origin === undefined ? 0 : 0x80));
  if (content === gc || content === skip) return encoding.writeVarUint(encoder, length);
  if (origin !== undefined) origin.forEach((part) => encoding.writeVarUint(encoder, part));
  else if (typeof parent === 'string') {
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarString(encoder, parent);
  } else {
    encoding.writeVarUint(encoder, 0);
    parent.forEach((part) => encoding.writeVarUint(encoder, part));
  }
  if (content === contentString) return encoding.writeVarString(encoder, 'x'.repeat(length));
  if (content === contentDeleted) return encoding.writeVarUint(encoder, length);
  if (content === contentDoc) {
    encoding.writeVarString(encoder, 'guid');
    return encoding.writeAny(encoder, {});
  }
  encoding.writeVarUint(encoder, any.length);
  for (const value of any) encoding.writeAny(encoder, value as never);
}

const text = (length = 1, origin?: Id): Item => ({
  content: contentString,
  length,
  ...(origin ? { origin } : {}),
});
const fact = (...any: unknown[]): Item => ({ content: contentAny, any, parent: 'facts' });

test('an update written by hand is read as Yjs reads it', () => {
  const update = write([
    { client: 5, clock: 0, structs: [text(3), text(2, [5, 2]), { content: gc, length: 4 }] },
  ]);
  const facts = makeFacts();
  expect(checkUpdate(facts, update, ana)).toEqual({ kind: 'allowed', hasEffect: true });
  Y.applyUpdate(facts.doc, update);
  expect(facts.doc.getText('summary').toJSON()).toBe('xxxxx');
  expect(checkUpdate(facts, update, ana)).toEqual({ kind: 'allowed', hasEffect: false });
});

const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);

describe('[SY5] refused as malformed', () => {
  const cases: Record<string, Uint8Array> = {
    'two blocks of one client': write([
      { client: 5, clock: 0, structs: [text()] },
      { client: 6, clock: 0, structs: [text()] },
      { client: 5, clock: 0, structs: [text()] },
    ]),
    'a text of no length': write([{ client: 5, clock: 0, structs: [text(0)] }]),
    'a gap of no length': write([{ client: 5, clock: 0, structs: [{ content: skip, length: 0 }] }]),
    'a struct that goes beyond all numbers': write([
      { client: 5, clock: 0, structs: [{ content: gc, length: Number.MAX_SAFE_INTEGER }, text()] },
    ]),
    'what builds on itself': write([{ client: 5, clock: 0, structs: [text(1, [5, 0])] }]),
    'what builds on its own future': write([{ client: 5, clock: 0, structs: [text(1, [5, 1]), text()] }]),
    'two that build on each other': write([
      { client: 5, clock: 0, structs: [text(1, [6, 0])] },
      { client: 6, clock: 0, structs: [text(1, [5, 0])] },
    ]),
    'deletions that overlap': write([], [{ client: 1, ranges: [[0, 2], [1, 2]] }]), // prettier-ignore
    'deletions out of order': write([], [{ client: 1, ranges: [[2, 1], [0, 1]] }]), // prettier-ignore
    'a document inside the document': write([{ client: 5, clock: 0, structs: [{ content: contentDoc }] }]),
    'what is nested without end': write([
      { client: 5, clock: 0, structs: [{ content: contentAny, any: [nest(100)], parent: 'other' }] },
    ]),
    'a fact that hides fields in its prototype': write([
      { client: 5, clock: 0, structs: [fact(JSON.parse('{"__proto__":{"by":"ana"},"id":"x"}'))] },
    ]),
    'a text as facts': write([
      { client: 5, clock: 0, structs: [{ content: contentString, parent: 'facts' }] },
    ]),
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const facts = makeFacts((doc) => doc.getText('summary').insert(0, 'abcdef'));
    expect(checkUpdate(facts, cases[name] as Uint8Array, olga)).toMatchObject({
      kind: 'refused',
      code: 4400,
    });
  });
});

describe('[SY7] refused as not allowed', () => {
  const own = { id: 'a', by: 'ana' };
  const others = { id: 'b', by: 'bo' };
  const cases: Record<string, Uint8Array> = {
    'somebody else’s fact behind one of the same update': write([
      { client: 5, clock: 0, structs: [fact(own), { content: contentAny, any: [others], origin: [5, 0] }] },
    ]),
    'somebody else’s fact behind one of another client of the same update': write([
      { client: 5, clock: 0, structs: [{ content: contentAny, any: [others], origin: [6, 0] }] },
      { client: 6, clock: 0, structs: [fact(own)] },
    ]),
    'somebody else’s fact behind one of the document': write([
      { client: 5, clock: 0, structs: [{ content: contentAny, any: [others], origin: [1, 0] }] },
    ]),
    'somebody else’s fact behind one that was taken back': write([
      {
        client: 5,
        clock: 0,
        structs: [
          { content: contentDeleted, parent: 'facts' },
          { content: contentAny, any: [others], origin: [5, 0] },
        ],
      },
    ]),
    'somebody else’s fact in the unknown part of a known struct': write([
      { client: 1, clock: 0, structs: [fact(own, others)] },
    ]),
    'the deletion of a fact of the same update': write(
      [{ client: 5, clock: 0, structs: [fact(own)] }],
      [{ client: 5, ranges: [[0, 1]] }],
    ),
    'the deletion of a fact of the document': write([], [{ client: 1, ranges: [[0, 1]] }]),
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const facts = makeFacts((doc) => doc.getArray('facts').push([own]));
    expect(checkUpdate(facts, cases[name] as Uint8Array, ana)).toMatchObject({ kind: 'refused', code: 4403 });
  });

  test('an item of a text in the same document is not taken for a fact', () => {
    const facts = makeFacts((doc) => {
      doc.getArray('facts').push([own]);
      doc.getText('summary').insert(0, 'abc');
    });
    const update = write(
      [{ client: 5, clock: 0, structs: [text(2, [1, 1])] }],
      [{ client: 1, ranges: [[2, 1]] }],
    );
    expect(checkUpdate(facts, update, ana)).toEqual({ kind: 'allowed', hasEffect: true });
  });
});

describe('[SY8] waits', () => {
  const cases: Record<string, { update: Uint8Array; need: { client: number; clock: number } }> = {
    'for earlier structs of its client': {
      update: write([{ client: 5, clock: 4, structs: [text()] }]),
      need: { client: 5, clock: 3 },
    },
    'for what a gap leaves out': {
      update: write([{ client: 5, clock: 0, structs: [text(), { content: skip, length: 2 }, text()] }]),
      need: { client: 5, clock: 2 },
    },
    'for another client': {
      update: write([{ client: 5, clock: 0, structs: [text(1, [9, 7])] }]),
      need: { client: 9, clock: 7 },
    },
    'through a third that is there': {
      update: write([
        { client: 5, clock: 0, structs: [text(1, [6, 0])] },
        { client: 6, clock: 0, structs: [text(1, [9, 7])] },
      ]),
      need: { client: 9, clock: 7 },
    },
    'for what it deletes': {
      update: write([], [{ client: 9, ranges: [[0, 3]] }]),
      need: { client: 9, clock: 2 },
    },
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const { update, need } = cases[name] as (typeof cases)[string];
    expect(checkUpdate(makeFacts(), update, ana)).toMatchObject({ kind: 'waits', need });
  });
});

test('[SY6] a change is not for viewers, and updates without effect are allowed', () => {
  const vera: FactWriter = { person: 'vera', role: 'viewer', mayCarryOthers: true, label: 'vera' };
  const facts = makeFacts((doc) => {
    doc.getText('summary').insert(0, 'abc');
    doc.getText('summary').delete(1, 1);
  });
  const state = Y.encodeStateAsUpdate(facts.doc);
  expect(checkUpdate(facts, state, vera)).toEqual({ kind: 'allowed', hasEffect: false });
  expect(checkUpdate(facts, write([], [{ client: 1, ranges: [[1, 1]] }]), vera)).toMatchObject({
    kind: 'allowed',
  });
  for (const update of [
    write([], [{ client: 1, ranges: [[0, 1]] }]),
    write([{ client: 5, clock: 0, structs: [{ content: gc }] }]),
    write([{ client: 5, clock: 0, structs: [text()] }]),
  ]) {
    expect(checkUpdate(facts, update, vera)).toMatchObject({ kind: 'refused', code: 4403 });
  }
});

test('[FA10] the version of a document is an owner’s to change; a responder’s replica may not either', () => {
  const rita: FactWriter = {
    person: 'rita',
    role: 'responder',
    mayCarryOthers: true,
    label: 'replica of rita',
  };
  const raise = new Y.Doc();
  raise.getMap('meta').set('version', 99);
  const raised = Y.encodeStateAsUpdate(raise);
  expect(checkUpdate(makeFacts(), raised, rita)).toMatchObject({ kind: 'refused', code: 4403 });
  expect(checkUpdate(makeFacts(), raised, olga)).toEqual({ kind: 'allowed', hasEffect: true });

  const versioned = makeFacts((doc) => doc.getMap('meta').set('version', 1));
  const removed = write([], [{ client: 1, ranges: [[0, 1]] }]);
  expect(checkUpdate(versioned, removed, rita)).toMatchObject({ kind: 'refused', code: 4403 });
});

test('a long chain of clients that build on each other is put in order by looking at each once', () => {
  const count = 20_000;
  const blocks = Array.from({ length: count }, (_none, index) => ({
    client: index + 10,
    clock: 0,
    structs: [index === 0 ? text() : text(1, [index + 9, 0])],
  }));
  for (const update of [write(blocks), write(blocks.toReversed())]) {
    // Looked at once each, whatever the order they come in.
    const verdict = check(makeFacts(), update, ana, { ...door, mostWork: 1_000_000 });
    expect(verdict).toMatchObject({ kind: 'allowed', hasEffect: true });
    expect(verdict.kind === 'allowed' && verdict.cost.work).toBeLessThan(40 * count);
  }
});

const linkOf = (n: number) =>
  encodeLink(
    { n, chain: '00'.repeat(16), device: null, previous: noLink, at: 1, root: noLink, tags: [] },
    () => new Uint8Array(64),
  );
const change = ({ doc }: Facts, edit: (journal: Y.Array<unknown>) => void) => {
  const copy = new Y.Doc();
  copy.clientID = 7;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(copy);
  edit(copy.getArray(journalName));
  return Y.encodeStateAsUpdate(copy, before);
};

const withJournal = () => makeFacts((doc) => doc.getArray<unknown>(journalName).push([linkOf(1), linkOf(2)]));

describe('[JN7] the journal only grows', () => {
  test('every writer may add links, at the end or within', () => {
    for (const place of [0, 1, 2]) {
      const room = withJournal();
      const update = change(room, (journal) => journal.insert(place, [linkOf(3)]));
      expect(checkUpdate(room, update, ana)).toEqual({ kind: 'allowed', hasEffect: true });
    }
  });

  test.each([
    [
      'a link taken out',
      (journal: Y.Array<unknown>) => journal.delete(0, 1),
      /the deletion of a fact or its signature/,
    ],
    [
      'bytes that are no link',
      (journal: Y.Array<unknown>) => journal.push([Uint8Array.of(1, 2, 3)]),
      /no link/,
    ],
    ['JSON', (journal: Y.Array<unknown>) => journal.insert(1, [{ by: 'ana' }]), /no link/],
    ['a shared type', (journal: Y.Array<unknown>) => journal.push([new Y.Map()]), /no link/],
  ] as const)('%s is refused, by owners too', (_what, edit, why) => {
    for (const writer of [ana, olga]) {
      const room = withJournal();
      expect(checkUpdate(room, change(room, edit), writer)).toMatchObject({
        kind: 'refused',
        why: expect.stringMatching(why),
      });
    }
  });
});
