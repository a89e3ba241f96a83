import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

test('[SY1] two stock clients see what the other writes, facts and texts', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  const fact = writeFact(ana.doc, 'ana', 'found the broken switch');
  bo.doc.getText('summary').insert(0, 'A switch broke.');
  await bo.until(() => bo.doc.getArray('facts').length === 1, 'the fact');
  await ana.until(() => ana.doc.getText('summary').length > 0, 'the text');
  expect(bo.doc.getArray('facts').get(0)).toEqual(fact);
  expect(ana.doc.getText('summary').toJSON()).toBe('A switch broke.');
  ana.close();
  bo.close();
});

test('[SY1] a latecomer gets everything, even after the server let go of the document', async () => {
  await using server = await serveRooms({ limits: { idleMs: 20 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  writeFact(ana.doc, 'ana', 'first');
  await ana.until(() => ana.saved() === ana.sent() && ana.sent() > 0, 'saved');
  ana.close();
  await expect.poll(() => server.rooms.counts().documents).toBe(0);
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  expect(bo.doc.getArray('facts').length).toBe(1);
  bo.close();
});

const isWhole = (doc: Y.Doc) => doc.getArray('facts').length === 2 && doc.getText('summary').length === 8;

test('[SY1] edits of two clients that were both away meet', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  ana.provider.disconnect();
  bo.provider.disconnect();
  ana.doc.getText('summary').insert(0, 'one ');
  writeFact(ana.doc, 'ana', 'by ana');
  bo.doc.getText('summary').insert(0, 'two ');
  writeFact(bo.doc, 'bo', 'by bo');
  ana.provider.connect();
  bo.provider.connect();
  await ana.until(() => isWhole(ana.doc), 'both edits at ana');
  await bo.until(() => isWhole(bo.doc), 'both edits at bo');
  expect(ana.doc.getText('summary').toJSON()).toBe(bo.doc.getText('summary').toJSON());
  expect(ana.doc.getArray('facts').toJSON()).toEqual(bo.doc.getArray('facts').toJSON());
  ana.close();
  bo.close();
});

test('[SY4] every writing frame is acknowledged as saved, no more and no less', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  for (let i = 0; i < 50; i++) {
    ana.doc.getText('summary').insert(i, 'x');
    if (i % 7 === 0) writeFact(ana.doc, 'ana', `note ${i}`);
  }
  await ana.until(() => ana.saved() >= ana.sent(), 'all saved');
  expect(ana.saved()).toBe(ana.sent());
  const stored = new Y.Doc();
  for (const { data } of await server.store.log(room)) Y.applyUpdate(stored, data);
  expect(stored.getText('summary').length).toBe(50);
  ana.close();
});

test('[ST2] the log names who wrote each update, and holds only what the update changed', async () => {
  const start = Date.now();
  let time = start;
  await using server = await serveRooms({ now: () => time });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  writeFact(ana.doc, 'ana', 'first');
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  time = start + 1_000;
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  bo.doc.getText('summary').insert(0, 'x');
  await bo.until(() => bo.saved() === bo.sent() && bo.sent() > 1, 'saved');
  const log = await server.store.log(room);
  expect(log.map(({ author, at }) => ({ author, at }))).toEqual([
    { author: 'ana', at: start },
    { author: 'bo', at: start + 1_000 },
  ]);
  const second = new Y.Doc();
  Y.applyUpdate(second, log[1]?.data ?? new Uint8Array());
  expect(second.getArray('facts').length).toBe(0);
  ana.close();
  bo.close();
});

test('[SY11] an empty visit leaves no document behind', async () => {
  await using server = await serveRooms({ limits: { idleMs: 20 } });
  const ana = joinRoom(server.url, 'ana', makeRoomName());
  await ana.synced();
  ana.close();
  await expect.poll(() => server.rooms.counts()).toMatchObject({ documents: 0, sockets: 0, updates: 0 });
  expect(await server.rooms.documents()).toEqual([]);
});

test.each(['room-1', 'room-', 'rooms', 'library/x', 'room-01ARZ3NDEKTSV4RRFFQ69G5FA!'])(
  '[SY1] %s is no document: 4400',
  async (name) => {
    await using server = await serveRooms();
    const client = await connectRaw(server.url, 'ana', encodeURIComponent(name));
    expect(await client.closed).toBe(4400);
    expect(server.rooms.counts().documents).toBe(0);
  },
);

test('[SY5] the end of the server closes sockets with 1001, with everything acknowledged before', async () => {
  const server = await serveRooms();
  const ana = joinRoom(server.url, 'ana', makeRoomName());
  await ana.synced();
  writeFact(ana.doc, 'ana', 'last words');
  await expect.poll(() => server.rooms.counts().updates).toBe(1);
  const code = ana.closed();
  await server[Symbol.asyncDispose]();
  expect(await code).toBe(1001);
  expect(ana.saved()).toBe(ana.sent());
  ana.close();
});
