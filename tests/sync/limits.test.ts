import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { awarenessFrame, step1Frame, updateFrame, writePresence } from '#wire/frames.ts';
import { makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

const mebibyte = 1024 * 1024;

function makeText(length: number): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('summary').insert(0, 'x'.repeat(length));
  return Y.encodeStateAsUpdate(doc);
}

test('[SY5] a frame of more than 8 MiB: 4413; the others notice nothing', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(updateFrame(makeText(8 * mebibyte)));
  expect(await ana.closed).toBe(4413);
  writeFact(bo.doc, 'bo', 'still here');
  await bo.until(() => bo.saved() === bo.sent(), 'saved');
  expect(bo.doc.getText('summary').length).toBe(0);
  bo.close();
});

test('[SY5] a document that would grow over its limit: 4413; what was deleted since does not count', async () => {
  await using server = await serveRooms({ limits: { documentBytes: 100_000 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  const text = ana.doc.getText('summary');
  for (let i = 0; i < 4; i++) {
    text.insert(0, 'x'.repeat(60_000));
    text.delete(0, 60_000);
  }
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const code = ana.closed();
  text.insert(0, 'x'.repeat(60_000));
  text.insert(0, 'x'.repeat(60_000));
  expect(await code).toBe(4413);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').length)).toBe(60_000);
  ana.close();
});

test('[SY5] more frames than a socket may send: 4429; at the allowed pace they pass', async () => {
  let time = 0;
  await using server = await serveRooms({ limits: { framesPerSecond: 10, frameBurst: 20 }, now: () => time });
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  const ana = await connectRaw(server.url, 'ana', room);
  // Nothing but messages that say nothing: they count all the same.
  for (let i = 0; i < 20; i++) ana.send(new Uint8Array([2]));
  ana.send(new Uint8Array([3]));
  expect(await ana.closed).toBe(4429);
  const cy = await connectRaw(server.url, 'cy', room);
  const answers = () => cy.frames.filter(({ kind }) => kind === 1).length;
  await cy.frame(({ kind }) => kind === 1, 'who is here');
  for (let second = 1; second <= 6; second++) {
    time = second * 1_000;
    const before = answers();
    // Every frame is answered, so the next second comes after these were read.
    for (let i = 0; i < 10; i++) cy.send(new Uint8Array([3]));
    await expect.poll(answers).toBeGreaterThanOrEqual(before + 10);
  }
  expect(cy.socket.readyState).toBe(cy.socket.OPEN);
  cy.close();
  bo.close();
});

test('[SY5] more sockets than a server holds: 4429; a place that is left is given again', async () => {
  await using server = await serveRooms({ limits: { sockets: 2, reservedSockets: 0 } });
  const room = makeRoomName();
  const first = await connectRaw(server.url, 'ana', room);
  const second = await connectRaw(server.url, 'bo', room);
  expect(await (await connectRaw(server.url, 'cy', room)).closed).toBe(4429);
  first.close();
  await expect.poll(() => server.rooms.counts().sockets).toBe(1);
  const fourth = await connectRaw(server.url, 'cy', room);
  await fourth.frame(({ sync }) => sync === 0, 'the greeting');
  second.close();
  fourth.close();
});

test('[SY10] a peer that does not read is dropped; the others have everything', async () => {
  await using server = await serveRooms({ limits: { unreadBytes: 2 * mebibyte } });
  const room = makeRoomName();
  const slow = await connectRaw(server.url, 'slow', room);
  await slow.frame(({ sync }) => sync === 0, 'the greeting');
  slow.socket.pause();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  const dropped = () => server.lines.some(({ by, text }) => by === 'slow' && text === 'reads too slowly');
  // The kernel's own buffers come first, and their size is not ours to know.
  for (let i = 1; !dropped() && i < 100; i++) {
    ana.doc.getText('summary').insert(0, 'x'.repeat(mebibyte / 2));
    await ana.until(() => ana.saved() === ana.sent(), 'saved');
  }
  expect(dropped()).toBe(true);
  await bo.until(() => bo.doc.getText('summary').length === ana.doc.getText('summary').length, 'everything');
  await expect.poll(() => server.rooms.counts().sockets).toBe(2);
  slow.close();
  ana.close();
  bo.close();
});

test('[SY10] an answer larger than the limit is no reason to drop who asked', async () => {
  await using server = await serveRooms({ limits: { unreadBytes: mebibyte } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  // More than the kernel's buffers take.
  for (let i = 0; i < 3; i++) ana.doc.getText('summary').insert(0, 'x'.repeat(7 * mebibyte));
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const bo = await connectRaw(server.url, 'bo', room);
  await bo.frame(({ sync }) => sync === 0, 'the greeting');
  bo.socket.pause();
  bo.send(step1Frame(new Uint8Array([0])));
  for (let i = 0; i < 5; i++) {
    ana.doc.getText('summary').insert(0, 'y');
    await ana.until(() => ana.saved() === ana.sent(), 'saved');
  }
  bo.socket.resume();
  await bo.frame(({ sync }) => sync === 1, 'the answer');
  const copy = new Y.Doc();
  const take = () => {
    for (const { sync, body } of bo.frames) if (sync === 1 || sync === 2) Y.applyUpdate(copy, body);
    return copy.getText('summary').length;
  };
  await expect.poll(take).toBe(21 * mebibyte + 5);
  ana.close();
  bo.close();
});

test('[SY11] a document leaves memory a while after the last connection, not before', async () => {
  await using server = await serveRooms({ limits: { idleMs: 50 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  ana.close();
  await expect.poll(() => server.rooms.counts()).toMatchObject({ sockets: 1, documents: 1 });
  // Several times the idle time goes by while Bo writes.
  for (let i = 0; i < 30; i++) {
    bo.doc.getText('summary').insert(0, 'x');
    await bo.until(() => bo.saved() === bo.sent(), 'saved');
    expect(server.rooms.counts().documents).toBe(1);
  }
  bo.close();
  await expect.poll(() => server.rooms.counts()).toMatchObject({ sockets: 0, documents: 0 });
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').length)).toBe(30);
});

test('[SY11] looking at many documents keeps few of them', async () => {
  await using server = await serveRooms({ limits: { idleDocuments: 5 } });
  for (let i = 0; i < 20; i++) await server.rooms.look(makeRoomName(), () => null);
  await expect.poll(() => server.rooms.counts().documents).toBeLessThanOrEqual(5);
});

test('[SY11] of many open documents the quiet ones sleep: presence goes on, and the next change wakes them', async () => {
  await using server = await serveRooms({ limits: { idleDocuments: 1, quietMs: 20 } });
  const rooms = [makeRoomName(), makeRoomName(), makeRoomName()];
  const anas = rooms.map((room) => joinRoom(server.url, 'ana', room));
  const bos = rooms.map((room) => joinRoom(server.url, 'bo', room));
  const mallory = await connectRaw(server.url, 'mallory', rooms[0] ?? '');
  await Promise.all([...anas, ...bos].map((client) => client.synced()));
  for (const { doc } of anas) doc.getText('summary').insert(0, 'a');
  const asleep = { sockets: 7, documents: 1 };
  await expect.poll(() => server.rooms.counts()).toMatchObject(asleep);
  await Promise.all(bos.map((bo) => bo.until(() => bo.doc.getText('summary').length === 1, 'her letter')));
  await expect.poll(() => server.rooms.counts()).toMatchObject(asleep);

  for (const ana of anas) ana.provider.awareness.setLocalState({ panel: 'tasks' });
  const seen = (index: number) =>
    bos[index]?.provider.awareness.getStates().get(anas[index]?.doc.clientID ?? 0)?.['panel'];
  await Promise.all(bos.map((bo, index) => bo.until(() => seen(index) === 'tasks', 'where she looks')));
  expect(server.rooms.counts()).toMatchObject(asleep);
  const hers = { client: anas[0]?.doc.clientID ?? 0, clock: 99, state: '{"panel":"review"}' };
  mallory.send(awarenessFrame(writePresence([hers, { client: 5, clock: 1, state: '{"panel":"review"}' }])));
  await bos[0]?.until(() => bos[0]?.provider.awareness.getStates().has(5) === true, 'Mallory');
  expect(seen(0)).toBe('tasks');

  for (const bo of bos) bo.doc.getText('summary').insert(1, 'b');
  await Promise.all(
    anas.map((ana) => ana.until(() => ana.doc.getText('summary').toJSON() === 'ab', 'his letter')),
  );
  await expect.poll(() => server.rooms.counts()).toMatchObject(asleep);
  for (const client of [...anas, ...bos, mallory]) client.close();
  await expect.poll(() => server.rooms.counts()).toMatchObject({ sockets: 0 });
  for (const room of rooms)
    expect(await server.rooms.look(room, (doc) => doc.getText('summary').toJSON())).toBe('ab');
});

test('[SY11] loading takes a snapshot and what came after it, and the log stays whole', async () => {
  await using server = await serveRooms({ limits: { snapshotAfter: 10, idleMs: 20 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  for (let i = 0; i < 200; i++) {
    ana.doc.getText('summary').insert(i, String(i % 10));
    if (i % 20 === 0) await ana.until(() => ana.saved() === ana.sent(), 'saved');
  }
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const text = ana.doc.getText('summary').toJSON();
  ana.close();
  await expect.poll(() => server.rooms.counts().documents).toBe(0);
  const stored = await server.store.load(room);
  expect(stored?.snapshot).not.toBeNull();
  expect(stored?.tail.length).toBeLessThan(10);
  expect(await server.store.log(room)).toHaveLength(200);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').toJSON())).toBe(text);
});
