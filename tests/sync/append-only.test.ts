import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { updateFrame } from '#wire/frames.ts';
import { makeFact, makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms, type RoomsServer } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

type Facts = Y.Array<unknown>;
type Attempt = { by: string; edit: (doc: Y.Doc, facts: Facts) => void; code: number };

// Bo's document holds what Ana wrote; each attempt is one update to it.
const refusedAttempts: Record<string, Attempt> = {
  'deletes a fact': { by: 'bo', edit: (_doc, facts) => facts.delete(0, 1), code: 4403 },
  'deletes a fact with an owner’s token': {
    by: 'owner-olga',
    edit: (_doc, facts) => facts.delete(1, 1),
    code: 4403,
  },
  'deletes a fact with a replica’s token': {
    by: 'replica-ria',
    edit: (_doc, facts) => facts.delete(0, 2),
    code: 4403,
  },
  'replaces a fact': {
    by: 'owner-olga',
    edit: (_doc, facts) => facts.push([{ ...(facts.get(0) as object), text: 'never happened' }]),
    code: 4403,
  },
  'writes two facts under one id': {
    by: 'owner-olga',
    edit: (_doc, facts) => {
      const fact = makeFact('olga', 'one');
      facts.push([fact, { ...fact, text: 'another' }]);
    },
    code: 4403,
  },
  'raises the version of the document, so that nobody could write it any more': {
    by: 'bo',
    edit: (doc) => doc.getMap('meta').set('version', 99),
    code: 4403,
  },
  'writes by somebody else': {
    by: 'bo',
    edit: (_doc, facts) => facts.push([makeFact('ana', 'I did it')]),
    code: 4403,
  },
  'writes by somebody else among its own': {
    by: 'bo',
    edit: (doc, facts) => {
      doc.getText('summary').insert(0, 'innocent');
      facts.push([makeFact('bo', 'mine'), makeFact('server', 'not mine')]);
    },
    code: 4403,
  },
  'writes a fact without by': {
    by: 'bo',
    edit: (_doc, facts) => facts.push([{ id: 'x', kind: 'note' }]),
    code: 4403,
  },
  'writes what is no object': { by: 'bo', edit: (_doc, facts) => facts.push(['a string']), code: 4403 },
  'writes between existing facts by somebody else': {
    by: 'bo',
    edit: (_doc, facts) => facts.insert(1, [makeFact('ana', 'squeezed in')]),
    code: 4403,
  },
  'nests a map': {
    by: 'owner-olga',
    edit: (_doc, facts) => facts.push([new Y.Map([['id', 'x']])]),
    code: 4403,
  },
  'nests a map with a by': {
    by: 'bo',
    edit: (_doc, facts) => facts.insert(1, [new Y.Map([['by', 'bo']])]),
    code: 4403,
  },
  'writes bytes': { by: 'owner-olga', edit: (_doc, facts) => facts.push([new Uint8Array([1])]), code: 4400 },
  'writes a fact that is too large': {
    by: 'bo',
    edit: (_doc, facts) => facts.push([makeFact('bo', 'x'.repeat(65 * 1024))]),
    code: 4413,
  },
};

const typedAttempts: Record<string, (doc: Y.Doc) => void> = {
  'a text': (doc) => doc.getText('facts').insert(0, 'no list'),
  'a map': (doc) => doc.getMap('facts').set('id', makeFact('bo', 'x')),
  'a formatted text': (doc) => doc.getText('facts').insert(0, 'bold', { bold: true }),
};

async function setUp(server: RoomsServer) {
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  const facts = [writeFact(ana.doc, 'ana', 'one'), writeFact(ana.doc, 'ana', 'two')];
  ana.doc.getText('summary').insert(0, 'quiet');
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  return { room, ana, facts };
}

/** The update that an edit of a copy makes. */
function makeUpdate(from: Y.Doc | null, edit: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  if (from !== null) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  const before = Y.encodeStateVector(doc);
  edit(doc);
  return Y.encodeStateAsUpdate(doc, before);
}

test.each(Object.keys(refusedAttempts))(
  '[SY7] an update that %s is refused whole, and nobody notices',
  async (name) => {
    await using server = await serveRooms();
    const { by, edit, code } = refusedAttempts[name] as Attempt;
    const { room, ana, facts } = await setUp(server);
    const logged = (await server.store.log(room)).length;
    const bo = await connectRaw(server.url, by, room);
    bo.send(updateFrame(makeUpdate(ana.doc, (doc) => edit(doc, doc.getArray('facts')))));
    expect(await bo.closed).toBe(code);
    expect(bo.frames.some(({ kind }) => kind === 4)).toBe(false);
    const stored = await server.rooms.look(room, (doc) => ({
      facts: doc.getArray('facts').toJSON(),
      summary: doc.getText('summary').toJSON(),
    }));
    expect(stored).toEqual({ facts, summary: 'quiet' });
    expect(await server.store.log(room)).toHaveLength(logged);
    expect(ana.doc.getArray('facts').toJSON()).toEqual(facts);
    expect(ana.provider.wsconnected).toBe(true);
    const who = by.replace(/^owner-/, '').replace('replica-', 'replica of ');
    expect(server.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', document: room, by: who, code }),
    );
    ana.close();
  },
);

test.each(Object.keys(typedAttempts))(
  '[SY7] facts used as %s: 4400, in a new room as in an old one',
  async (name) => {
    await using server = await serveRooms();
    const { room, ana, facts } = await setUp(server);
    for (const target of [room, makeRoomName()]) {
      const bo = await connectRaw(server.url, 'bo', target);
      bo.send(updateFrame(makeUpdate(null, typedAttempts[name] as (doc: Y.Doc) => void)));
      expect(await bo.closed).toBe(4400);
      const stored = await server.rooms.look(target, (doc) => doc.getArray('facts').toJSON());
      expect(stored).toEqual(target === room ? facts : []);
    }
    ana.close();
  },
);

test('[SY7] an owner’s and a replica’s token carry facts of others', async () => {
  await using server = await serveRooms();
  const { room, ana } = await setUp(server);
  for (const token of ['owner-olga', 'replica-ria']) {
    const client = joinRoom(server.url, token, room);
    await client.synced();
    writeFact(client.doc, 'somebody-else', `carried by ${token}`);
    await client.until(() => client.saved() === client.sent() && client.sent() > 1, 'saved');
    client.close();
  }
  await ana.until(() => ana.doc.getArray('facts').length === 4, 'both facts');
  ana.close();
});

test('[SY7] the same fact once more changes nothing that is refused', async () => {
  await using server = await serveRooms();
  const { room, facts } = await setUp(server);
  const olga = joinRoom(server.url, 'owner-olga', room);
  await olga.synced();
  olga.doc.getArray('facts').push([{ ...facts[0] }]);
  await olga.until(() => olga.saved() === olga.sent() && olga.sent() > 1, 'saved');
  const count = await server.rooms.look(room, (_doc, open) => open?.room().factCount);
  expect(count).toBe(2);
  olga.close();
});

test('[SY7] texts may be written and deleted by everybody who may write', async () => {
  await using server = await serveRooms();
  const { room, ana } = await setUp(server);
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  bo.doc.getText('summary').delete(0, 5);
  bo.doc.getText('summary').insert(0, 'loud');
  bo.doc.getText('draft/1').insert(0, 'We are looking into it.');
  await ana.until(() => ana.doc.getText('summary').toJSON() === 'loud', 'the text');
  ana.close();
  bo.close();
});

test('[SY7] a fact written and taken back before anybody saw it leaves no trace', async () => {
  await using server = await serveRooms();
  const { room, ana, facts } = await setUp(server);
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  bo.provider.disconnect();
  writeFact(bo.doc, 'bo', 'too early');
  bo.doc.getArray('facts').delete(2, 1);
  const kept = writeFact(bo.doc, 'bo', 'better');
  bo.provider.connect();
  await ana.until(() => ana.doc.getArray('facts').length === 3, 'the second fact');
  expect(ana.doc.getArray('facts').toJSON()).toEqual([...facts, kept]);
  ana.close();
  bo.close();
});

test('[SY6] a viewer’s change closes its socket with 4403 and changes nothing', async () => {
  await using server = await serveRooms();
  const { room, ana, facts } = await setUp(server);
  const vera = joinRoom(server.url, 'viewer-vera', room);
  await vera.synced();
  expect(vera.doc.getArray('facts').toJSON()).toEqual(facts);
  await vera.until(() => vera.saved() === vera.sent(), 'its empty step 2 is fine');
  const code = vera.closed();
  vera.doc.getText('summary').insert(0, 'vandal ');
  expect(await code).toBe(4403);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').toJSON())).toBe('quiet');
  expect(ana.doc.getText('summary').toJSON()).toBe('quiet');
  vera.close();
  ana.close();
});

test('[SY6] a viewer may not even send what cannot be applied yet', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getText('summary').insert(0, 'a');
  doc.getText('summary').insert(1, 'b');
  const vera = await connectRaw(server.url, 'viewer-vera', room);
  vera.send(updateFrame(updates[1] as Uint8Array));
  expect(await vera.closed).toBe(4403);
});
