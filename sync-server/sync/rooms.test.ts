import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readPresence, writePresence } from '#wire/frames.ts';
import type { Limits } from './limits.ts';
import { createMemoryStore } from './testing/memory-store.ts';
import { openRooms, UpdateRefused, type DocumentChange, type Peer, type Rooms } from './rooms.ts';

const roomName = 'room-01ARZ3NDEKTSV4RRFFQ69G5FAV';
const at = 1_700_000_000_000;
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet, debug: quiet };

function open(limits: Partial<Limits> = {}) {
  const store = createMemoryStore();
  return { store, rooms: openRooms({ store, now: () => at, log, limits }) };
}

const makeFact = (by: string, text: string, number: number) => ({
  id: `01ARZ3NDEKTSV4RRFFQ69G5F${String(number).padStart(2, '0')}`,
  kind: 'note',
  at,
  noted: at,
  by,
  text,
});

/** A peer that keeps a copy, as a link to another server does. */
async function sit(rooms: Rooms, author: string) {
  const copy = new Y.Doc();
  const seqs: number[] = [];
  const presence: Uint8Array[] = [];
  const lost: string[] = [];
  const peer: Peer = {
    author,
    onUpdate: (update, seq) => {
      Y.applyUpdate(copy, update);
      seqs.push(seq);
    },
    onAwareness: (update) => presence.push(update),
    onLost: (why) => lost.push(why),
  };
  return { copy, seqs, presence, lost, seat: await rooms.join(roomName, peer) };
}

function makeUpdate(edit: (doc: Y.Doc) => void, base?: Y.Doc): Uint8Array {
  const doc = new Y.Doc();
  if (base !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(base));
  const before = Y.encodeStateVector(doc);
  edit(doc);
  return Y.encodeStateAsUpdate(doc, before);
}

test('[SY12] a change is durable when it resolves, and reads like one from a client', async () => {
  const { store, rooms } = open();
  const pen = { by: 'ana', now: () => at, makeId: () => '01ARZ3NDEKTSV4RRFFQ69G5FAA' };
  const [fact] = await rooms.change(
    roomName,
    'ana',
    (_doc, room) => room?.append({ kind: 'note', text: 'seen' }, pen) ?? [],
  );
  expect(fact).toMatchObject({ kind: 'note', text: 'seen', by: 'ana' });
  const [row] = await store.log(roomName);
  expect(row).toMatchObject({ document: roomName, author: 'ana', at });
  const read = await rooms.look(roomName, (doc, room) => ({
    raw: doc.getArray('facts').toJSON(),
    count: room?.room().factCount,
  }));
  expect(read).toEqual({ raw: [fact], count: 1 });
  expect(await rooms.documents()).toEqual([{ document: roomName, head: row?.seq }]);
  await rooms.close();
});

test('the library has no fold, and other names are no documents', async () => {
  const { rooms } = open();
  expect(await rooms.look('library', (_doc, room) => room)).toBeNull();
  await expect(rooms.look('room-1', () => null)).rejects.toThrow('room-1');
  await expect(rooms.change('elsewhere', 'ana', () => null)).rejects.toThrow('elsewhere');
  await rooms.close();
});

test('looking and changing nothing leave no document', async () => {
  const { store, rooms } = open();
  await rooms.look(roomName, (doc) => doc.getText('summary').length);
  await rooms.change(roomName, 'server', () => null);
  expect(await store.documents()).toEqual([]);
  expect(rooms.counts()).toMatchObject({ updates: 0, commits: 0 });
  await rooms.close();
});

test('a change that throws half-way leaves nothing, and what was asked beside it is done', async () => {
  const { store, rooms } = open();
  const before = rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(0, 'kept'));
  const broken = rooms.change(roomName, 'server', (doc) => {
    doc.getText('summary').insert(0, 'half ');
    throw new Error('in the middle');
  });
  const after = rooms.change(roomName, 'bo', (doc) => doc.getText('summary').insert(4, ' too'));
  const seen = rooms.look(roomName, (doc) => doc.getText('summary').toJSON());
  await expect(broken).rejects.toThrow('in the middle');
  await Promise.all([before, after]);
  expect(await seen).toBe('kept too');
  expect((await store.log(roomName)).map(({ author }) => author)).toEqual(['ana', 'bo']);
  await rooms.close();
});

test('listeners hear of each commit once, with the new facts and the room that has them', async () => {
  const { rooms } = open();
  const heard: DocumentChange[] = [];
  const stop = rooms.onChange((change) => heard.push(change));
  const facts = [makeFact('ana', 'one', 1), makeFact('ana', 'two', 2)];
  await rooms.change(roomName, 'ana', (doc) => doc.getArray('facts').push(facts));
  await rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(0, 'x'));
  expect(heard).toHaveLength(2);
  expect(heard[0]).toMatchObject({ document: roomName, facts, room: { factCount: 2 } });
  expect(heard[1]).toMatchObject({ document: roomName, facts: [], room: { factCount: 2 } });
  expect(heard[1]?.head).toBeGreaterThan(heard[0]?.head ?? 0);
  stop();
  await rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(0, 'y'));
  expect(heard).toHaveLength(2);
  await rooms.close();
});

test('a seat gets what others write and not what it wrote itself', async () => {
  const { rooms } = open();
  const near = await sit(rooms, 'replica of ana');
  const far = await sit(rooms, 'upstream');
  const update = makeUpdate((doc) => doc.getText('summary').insert(0, 'from far'));
  await Promise.all([
    far.seat.receive(update),
    rooms.change(roomName, 'ana', (doc) => doc.getArray('facts').push([makeFact('ana', 'one', 1)])),
  ]);
  expect(near.copy.getText('summary').toJSON()).toBe('from far');
  expect(near.copy.getArray('facts').length).toBe(1);
  expect(far.copy.getText('summary').toJSON()).toBe('');
  expect(far.copy.getArray('facts').length).toBe(1);
  expect(far.seqs.at(-1)).toBe(far.seat.head());
  const [document] = await rooms.documents();
  expect(far.seat.head()).toBe(document?.head);
  const diff = new Y.Doc();
  Y.applyUpdate(diff, far.seat.diff(new Uint8Array([0])));
  expect(diff.getText('summary').toJSON()).toBe('from far');
  expect(Y.decodeStateVector(far.seat.stateVector()).size).toBe(2);
  await rooms.close();
});

test('[SY7] a seat may carry anybody’s facts, and is refused like everybody when it removes one', async () => {
  const { rooms } = open();
  const far = await sit(rooms, 'upstream');
  const base = new Y.Doc();
  base.getArray('facts').push([makeFact('ana', 'one', 1), makeFact('bo', 'two', 2)]);
  await far.seat.receive(Y.encodeStateAsUpdate(base));
  const removal = makeUpdate((doc) => doc.getArray('facts').delete(0, 1), base);
  const refused = await far.seat.receive(removal).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UpdateRefused);
  expect(refused).toMatchObject({ code: 4403 });
  // The seat goes on.
  await far.seat.receive(makeUpdate((doc) => doc.getText('summary').insert(0, 'x'), base));
  expect(await rooms.look(roomName, (doc) => doc.getArray('facts').length)).toBe(2);
  await rooms.close();
});

test('[SY7] the log holds what an update changes and nothing else: no bytes behind it, nothing that was known', async () => {
  const { store, rooms } = open();
  const { seat } = await sit(rooms, 'link');
  const doc = new Y.Doc();
  doc.getText('summary').insert(0, 'known');
  const known = Y.encodeStateAsUpdate(doc);
  await seat.receive(known);
  doc.getText('summary').insert(5, ' and new');
  const both = Y.encodeStateAsUpdate(doc);
  await seat.receive(new Uint8Array([...both, 1, 2, 3]));
  const end = Y.encodeStateVector(doc);
  doc.getText('summary').insert(0, 'first ');
  const next = Y.encodeStateAsUpdate(doc, end);
  await seat.receive(new Uint8Array([...next, 4, 5, 6]));
  const [first, second, third] = (await store.log(roomName, 0)).map(({ data }) => data);
  expect(first).toEqual(known);
  expect(Y.parseUpdateMeta(second ?? new Uint8Array()).from.get(doc.clientID)).toBe(5);
  expect(second?.length).toBeLessThan(both.length);
  expect(third).toEqual(next);
});

test('[SY8] a seat’s update waits for what it builds on', async () => {
  const { rooms } = open();
  const far = await sit(rooms, 'upstream');
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getText('summary').insert(0, 'a');
  doc.getText('summary').insert(1, 'b');
  let isThere = false;
  const second = far.seat.receive(updates[1] as Uint8Array).then(() => (isThere = true));
  await rooms.look(roomName, () => null);
  expect(isThere).toBe(false);
  await far.seat.receive(updates[0] as Uint8Array);
  await second;
  expect(await rooms.look(roomName, (stored) => stored.getText('summary').toJSON())).toBe('ab');
  await rooms.close();
});

test('[SY9] seats pass presence on, not back, and withdraw it when they leave', async () => {
  const { rooms } = open();
  const near = await sit(rooms, 'replica of ana');
  const far = await sit(rooms, 'upstream');
  far.seat.setAwareness(writePresence([{ client: 7, clock: 3, state: '{"name":"Bo"}' }]));
  await expect.poll(() => near.presence.length).toBe(1);
  expect(readPresence(near.presence[0] as Uint8Array)).toEqual([
    { client: 7, clock: 3, state: '{"name":"Bo"}' },
  ]);
  expect(far.presence).toEqual([]);
  expect(near.seat.awareness()).not.toBeNull();
  expect(far.seat.awareness()).toBeNull();
  far.seat.leave();
  await expect.poll(() => near.presence.length).toBe(2);
  expect(readPresence(near.presence[1] as Uint8Array)).toEqual([{ client: 7, clock: 3, state: 'null' }]);
  expect(() => far.seat.stateVector()).toThrow(roomName);
  await rooms.close();
});

test('[SY3] who only reads waits for no commit: opening a room is answered at once', async () => {
  const hour = 3_600_000;
  const { rooms } = open({ gatherMs: hour, busyGatherMs: hour });
  await rooms.look(roomName, () => null);
  const { seat } = await sit(rooms, 'upstream');
  await rooms.look('library', () => null);
  expect(seat.head()).toBe(0);
});

const write = (text: string) => makeUpdate((doc) => doc.getText('summary').insert(0, text));

test('[SY13] a turn ends when much is done: other documents come first, and nothing waits for company', async () => {
  const hour = 3_600_000;
  const { store, rooms } = open({ turnWork: 1, gatherMs: hour, busyGatherMs: hour });
  const other = 'room-01ARZ3NDEKTSV4RRFFQ69G5FAX';
  const { seat } = await sit(rooms, 'upstream');
  const peer = { author: 'upstream', onUpdate: quiet, onAwareness: quiet, onLost: quiet };
  const beside = await rooms.join(other, peer);
  await Promise.all([
    ...['a', 'b', 'c'].map((text) => seat.receive(write(text))),
    beside.receive(write('x')),
  ]);
  const seqs = async (name: string) => (await store.log(name)).map(({ seq }) => seq);
  expect([await seqs(roomName), await seqs(other)]).toEqual([[1, 3, 4], [2]]);
  expect(rooms.counts()).toMatchObject({ updates: 4, commits: 4 });
});

test('a second answer to the same question has what was written since the first', async () => {
  const { rooms } = open();
  const { seat } = await sit(rooms, 'upstream');
  const known = makeUpdate((doc) => doc.getText('summary').insert(0, 'a'));
  await seat.receive(known);
  const asked = Y.encodeStateVectorFromUpdate(known);
  const before = seat.diff(asked);
  expect(seat.diff(asked)).toEqual(before);
  await rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(1, 'b'));
  expect(seat.stateVector()).not.toEqual(asked);
  const copy = new Y.Doc();
  for (const update of [known, seat.diff(asked)]) Y.applyUpdate(copy, update);
  expect(copy.getText('summary').toJSON()).toBe('ab');
  await rooms.close();
});

test('the end tells the seats, finishes what was begun, and takes nothing more', async () => {
  const { store, rooms } = open();
  const near = await sit(rooms, 'replica of ana');
  const last = rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(0, 'last'));
  await rooms.close();
  await last;
  expect(await store.log(roomName)).toHaveLength(1);
  expect(near.lost).toHaveLength(1);
  await expect(near.seat.receive(new Uint8Array([0, 0]))).rejects.toThrow(roomName);
  await expect(rooms.look(roomName, () => null)).rejects.toThrow('closed');
});

test('documents that share a commit keep their own heads', async () => {
  const { rooms } = open();
  const { seat } = await sit(rooms, 'upstream');
  await rooms.change(roomName, 'ana', (doc) => doc.getText('summary').insert(0, 'x'));
  const head = seat.head();
  await Promise.all([
    rooms.change('library', 'ana', (doc) => doc.getText('playbook').insert(0, 'x')),
    rooms.look(roomName, () => null),
  ]);
  expect(seat.head()).toBe(head);
  const heads = new Map((await rooms.documents()).map((each) => [each.document, each.head]));
  expect(heads.get(roomName)).toBe(head);
  expect(heads.get('library')).toBeGreaterThan(head);
  await rooms.close();
});
