import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { awarenessFrame, updateFrame, writePresence } from '#wire/frames.ts';
import { openStore } from '#sync-server/sync/store/open-store.ts';
import { makeFact, makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms, type RoomsServer } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';
import { openTemporaryDatabase } from '#sync-server/replica/testing/database.ts';

/** What `by` would write next under the client id of `of`. */
function writeAhead(of: Y.Doc, edit: (doc: Y.Doc) => void): Uint8Array {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(of));
  const before = Y.encodeStateVector(copy);
  copy.clientID = of.clientID;
  edit(copy);
  return Y.encodeStateAsUpdate(copy, before);
}

const factsOf = (server: RoomsServer, room: string) =>
  server.rooms.look(room, (doc) => doc.getArray('facts').toJSON() as { text: string }[]);

async function setUp(server: RoomsServer) {
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  writeFact(ana.doc, 'ana', 'one');
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  return { room, ana };
}

test.each(['bo', 'replica-ria'])(
  '[SY14] %s cannot write under the client id of somebody else, who goes on as ever',
  async (token) => {
    await using server = await serveRooms();
    const { room, ana } = await setUp(server);
    const bo = await connectRaw(server.url, token, room);
    const name = token.split('-').at(-1) ?? token;
    bo.send(updateFrame(writeAhead(ana.doc, (doc) => doc.getArray('facts').push([makeFact(name, 'ahead')]))));
    expect(await bo.closed).toBe(4403);
    expect(bo.frames.some(({ saved }) => saved !== null)).toBe(false);
    const later = writeFact(ana.doc, 'ana', 'two');
    await ana.until(() => ana.saved() === ana.sent(), 'saved');
    expect((await factsOf(server, room)).at(-1)).toEqual(later);
    ana.close();
  },
);

test('[SY14] also where only presence has shown the client id, and after its owner went offline', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(awarenessFrame(writePresence([{ client: 77, clock: 1, state: '{}' }])));
  const seen = await connectRaw(server.url, 'bo', room);
  await seen.frame(({ kind }) => kind === 1, 'who is here');
  const doc = new Y.Doc();
  doc.clientID = 77;
  const attack = writeAhead(doc, (copy) => copy.getText('summary').insert(0, 'ahead'));
  seen.send(updateFrame(attack));
  expect(await seen.closed).toBe(4403);
  ana.close();
  await expect.poll(() => server.rooms.counts().sockets).toBe(0);
  const again = await connectRaw(server.url, 'bo', room);
  again.send(updateFrame(attack));
  expect(await again.closed).toBe(4403);
  const back = await connectRaw(server.url, 'ana', room);
  doc.getText('summary').insert(0, 'mine');
  back.send(updateFrame(Y.encodeStateAsUpdate(doc)));
  await back.frame(({ saved }) => saved === 1, 'saved');
  expect(await server.rooms.look(room, (stored) => stored.getText('summary').toJSON())).toBe('mine');
  back.close();
});

test('[SY14] the owner of a client id outlasts the server', async () => {
  await using database = openTemporaryDatabase();
  const started = await serveRooms({ store: openStore(database) });
  const { room, ana } = await setUp(started);
  ana.close();
  await started[Symbol.asyncDispose]();
  await using server = await serveRooms({ store: openStore(database) });
  const bo = await connectRaw(server.url, 'bo', room);
  bo.send(updateFrame(writeAhead(ana.doc, (doc) => doc.getArray('facts').push([makeFact('bo', 'ahead')]))));
  expect(await bo.closed).toBe(4403);
  const again = await connectRaw(server.url, 'ana', room);
  again.send(updateFrame(writeAhead(ana.doc, (doc) => doc.getArray('facts').push([makeFact('ana', 'two')]))));
  await again.frame(({ saved }) => saved === 1, 'saved');
  expect((await factsOf(server, room)).map(({ text }) => text)).toEqual(['one', 'two']);
  again.close();
});

const writeWords = (text: string) => {
  const doc = new Y.Doc();
  doc.clientID = 55;
  doc.getText('summary').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
};

test('[SY14] other content for what is known is refused and never called saved', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const first = await connectRaw(server.url, 'ana', room);
  first.send(updateFrame(writeWords('the first words')));
  await first.frame(({ saved }) => saved === 1, 'saved');
  // The same again, a part of it and more than it are all fine.
  for (const [index, text] of ['the first words', 'the first', 'the first words, and more'].entries()) {
    first.send(updateFrame(writeWords(text)));
    await first.frame(({ saved }) => saved === index + 2, 'saved');
  }
  const second = await connectRaw(server.url, 'ana', room);
  second.send(updateFrame(writeWords('THE FIRST WORDS')));
  expect(await second.closed).toBe(4403);
  expect(second.frames.some(({ saved }) => saved !== null)).toBe(false);
  first.close();
});

test('[SY14] a replica can go on with the entries of another: people come by more than one way', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const guest = new Y.Doc();
  guest.getText('summary').insert(0, 'one');
  const hub = await connectRaw(server.url, 'replica-hugo', room);
  hub.send(updateFrame(Y.encodeStateAsUpdate(guest)));
  await hub.frame(({ saved }) => saved === 1, 'saved');
  const own = await connectRaw(server.url, 'replica-gina', room);
  own.send(updateFrame(writeAhead(guest, (doc) => doc.getText('summary').insert(3, ' two'))));
  await own.frame(({ saved }) => saved === 1, 'saved');
  const bo = await connectRaw(server.url, 'bo', room);
  bo.send(updateFrame(writeAhead(guest, (doc) => doc.getText('summary').insert(0, 'zero '))));
  expect(await bo.closed).toBe(4403);
  hub.close();
  own.close();
});
