import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { updateFrame } from '#wire/frames.ts';
import { makeFact, makeRoomName } from '#tests/helpers/facts.ts';
import { connectRaw, type RawClient } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';

const savedUpTo = (client: RawClient, writes: number) =>
  client.frame(({ saved }) => saved === writes, `saved ${writes}`);

/** The updates of a client that types one letter after the other. */
function typeLetters(text: string): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < text.length; i++) doc.getText('summary').insert(i, text.charAt(i));
  return updates;
}

test('[SY8] updates in any order are applied once what they build on is here, and only then acknowledged', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const [a, b, c] = typeLetters('abc') as [Uint8Array, Uint8Array, Uint8Array];
  const client = await connectRaw(server.url, 'ana', room);
  client.send(updateFrame(c));
  client.send(updateFrame(b));
  // Nothing depends on anything of this one, yet it may not count as saved before the first two.
  const other = new Y.Doc();
  other.getArray('facts').push([makeFact('ana', 'in between')]);
  client.send(updateFrame(Y.encodeStateAsUpdate(other)));
  await expect.poll(() => server.rooms.counts().updates).toBe(1);
  expect(client.frames.filter(({ kind }) => kind === 4)).toEqual([]);
  client.send(updateFrame(a));
  await savedUpTo(client, 4);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').toJSON())).toBe('abc');
  client.close();
});

test('[SY8] missing structs may come from another connection', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const [a] = typeLetters('a') as [Uint8Array];
  const copy = new Y.Doc();
  Y.applyUpdate(copy, a);
  const before = Y.encodeStateVector(copy);
  copy.getText('summary').insert(1, 'b');
  const ana = await connectRaw(server.url, 'ana', room);
  const bo = await connectRaw(server.url, 'bo', room);
  ana.send(updateFrame(Y.encodeStateAsUpdate(copy, before)));
  bo.send(updateFrame(a));
  await savedUpTo(ana, 1);
  await savedUpTo(bo, 1);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').toJSON())).toBe('ab');
  ana.close();
  bo.close();
});

test('[SY8] a waiting letter is still checked when its time comes', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getArray('facts').push([makeFact('bo', 'mine')]);
  doc.getArray('facts').push([makeFact('ana', 'not mine')]);
  const bo = await connectRaw(server.url, 'bo', room);
  bo.send(updateFrame(updates[1] as Uint8Array));
  bo.send(updateFrame(updates[0] as Uint8Array));
  expect(await bo.closed).toBe(4403);
  expect(await server.rooms.look(room, (stored) => stored.getArray('facts').length)).toBe(1);
});

test('[SY8] more than may wait: 4413', async () => {
  await using server = await serveRooms({ limits: { waitingBytes: 10_000 } });
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < 20; i++) doc.getText('summary').insert(0, 'x'.repeat(1_000));
  const ana = await connectRaw(server.url, 'ana', makeRoomName());
  for (const update of updates.slice(1)) ana.send(updateFrame(update));
  expect(await ana.closed).toBe(4413);
});

test('[SY8] deletions of what is not here yet wait as well', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getText('summary').insert(0, 'abcdef');
  doc.getText('summary').delete(1, 2);
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(updateFrame(updates[1] as Uint8Array));
  ana.send(updateFrame(updates[0] as Uint8Array));
  await savedUpTo(ana, 2);
  expect(await server.rooms.look(room, (stored) => stored.getText('summary').toJSON())).toBe('adef');
  ana.close();
});
