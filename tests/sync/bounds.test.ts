import { expect, test } from 'vitest';
import * as Y from 'yjs';
import {
  awarenessFrame,
  readPresence,
  step1Frame,
  step2Frame,
  updateFrame,
  writePresence,
} from '#wire/frames.ts';
import { makeFact, makeId, makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { beforeEach, tinyItems } from '#tests/helpers/hostile-updates.ts';
import { connectRaw, type RawClient } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

const hourMs = 3_600_000;

/** Appends one entry to a list of an empty document. */
function makeEntry(list: string, entry: unknown): Uint8Array {
  const doc = new Y.Doc();
  doc.getArray(list).push([entry]);
  return Y.encodeStateAsUpdate(doc);
}

test('[SY13] a frame that would take minutes to merge: 4413; who writes meanwhile waits for nothing', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  bo.doc.getText('summary').insert(0, 'a'.repeat(8_000));
  await bo.until(() => bo.saved() === bo.sent(), 'saved');
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(updateFrame(beforeEach(9, bo.doc.clientID, 8_000)));
  expect(await ana.closed).toBe(4413);
  expect(await server.rooms.look(room, (doc) => doc.getText('summary').length)).toBe(8_000);
  writeFact(bo.doc, 'bo', 'still here');
  await bo.until(() => bo.saved() === bo.sent(), 'saved');
  bo.close();
});

test('[SY13] frames that each pass, but together are more than one person may cause: 4429', async () => {
  await using server = await serveRooms({ limits: { workPerSecond: 0, workBurst: 30_000 } });
  const ana = await connectRaw(server.url, 'ana', makeRoomName());
  for (let client = 1; client <= 20; client++) ana.send(updateFrame(tinyItems(client, 200)));
  expect(await ana.closed).toBe(4429);
  // On another socket it is the same person; for somebody else it is another account.
  const again = await connectRaw(server.url, 'ana', makeRoomName());
  again.send(updateFrame(tinyItems(1, 200)));
  expect(await again.closed).toBe(4429);
  const bo = await connectRaw(server.url, 'bo', makeRoomName());
  bo.send(updateFrame(tinyItems(1, 200)));
  await bo.frame(({ saved }) => saved === 1, 'saved');
  bo.close();
});

test('[SY16] what is refused counts too: a person who sends nothing else runs out of work', async () => {
  await using server = await serveRooms({ limits: { workPerSecond: 0, workBurst: 100_000 } });
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  bo.doc.getText('summary').insert(0, 'a'.repeat(5_000));
  await bo.until(() => bo.saved() === bo.sent(), 'saved');
  const heavy = updateFrame(beforeEach(9, bo.doc.clientID, 5_000));
  const codes: (number | null)[] = [];
  for (let i = 0; i < 4; i++) {
    const ana = await connectRaw(server.url, 'ana', room);
    ana.send(heavy);
    codes.push(await ana.closed);
  }
  expect(codes[0]).toBe(4413);
  // Nothing of the last is looked at any more.
  expect(codes.at(-1)).toBe(4429);
  writeFact(bo.doc, 'bo', 'still here');
  await bo.until(() => bo.saved() === bo.sent(), 'saved');
  bo.close();
});

test('[SY13] a document of as many structs as it may have takes no more: 4413', async () => {
  await using server = await serveRooms({ limits: { documentStructs: 500 } });
  const room = makeRoomName();
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(updateFrame(tinyItems(1, 400)));
  await ana.frame(({ saved }) => saved === 1, 'saved');
  ana.send(updateFrame(tinyItems(2, 400)));
  expect(await ana.closed).toBe(4413);
});

test('[SY6] of a viewer only the one answer to the server’s question is looked at', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const bytes = new Uint8Array([255, 255, 255]);
  const answer = async (frames: readonly Uint8Array[]) => {
    const vera = await connectRaw(server.url, 'viewer-vera', room);
    for (const frame of frames) vera.send(frame);
    return vera;
  };
  // Not even whether it is an update is found out.
  expect(await (await answer([updateFrame(bytes)])).closed).toBe(4403);
  expect(await (await answer([updateFrame(tinyItems(1, 10))])).closed).toBe(4403);
  const empty = step2Frame(Y.encodeStateAsUpdate(new Y.Doc()));
  const calm = await answer([empty]);
  await calm.frame(({ saved }) => saved === 1, 'saved');
  calm.send(empty);
  expect(await calm.closed).toBe(4403);
});

test('[SY15] a fact dated further ahead than clocks differ: 4403, which says by how much', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const now = Date.now();
  const refused = async (list: string, entry: unknown, document = room) => {
    const client = await connectRaw(server.url, 'ana', document);
    const closed = new Promise<{ code: number; why: string }>((resolve) =>
      client.socket.once('close', (code: number, reason: Buffer) =>
        resolve({ code, why: reason.toString() }),
      ),
    );
    client.send(updateFrame(makeEntry(list, entry)));
    return closed;
  };
  const late = { ...makeFact('ana', 'tomorrow'), noted: now + 3 * hourMs + 90_000 };
  const { code, why } = await refused('facts', late);
  expect(code).toBe(4403);
  expect(why).toMatch(/3 h 1 m ahead of this server: your clock is that far ahead/);
  // An entry dated in an hour would stay the last one, above all later entries.
  expect((await refused('facts', { ...makeFact('ana', 'x'), at: now + hourMs })).code).toBe(4403);
  // The time inside the id decides between facts of one moment.
  const year9000 = `7${makeId().slice(1)}`;
  expect((await refused('facts', { ...makeFact('ana', 'x'), id: year9000 })).code).toBe(4403);
  const mark = { playbook: 'p', what: 'archived', by: 'ana', at: now + hourMs };
  expect((await refused('marks', mark, 'library')).code).toBe(4403);
  expect(await server.rooms.look(room, (doc) => doc.getArray('facts').length)).toBe(0);
  const near = await connectRaw(server.url, 'ana', room);
  near.send(updateFrame(makeEntry('facts', { ...makeFact('ana', 'soon'), noted: now + 120_000 })));
  await near.frame(({ saved }) => saved === 1, 'saved');
  near.close();
});

test('[PB3] the marks of the library are never removed, changed or written for somebody else', async () => {
  await using server = await serveRooms();
  const mark = { playbook: 'p', what: 'archived', by: 'ana', at: Date.now() };
  const ana = joinRoom(server.url, 'ana', 'library');
  await ana.synced();
  ana.doc.getArray('marks').push([mark]);
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const attempts: ((marks: Y.Array<unknown>) => void)[] = [
    (marks) => marks.delete(0, 1),
    (marks) => marks.push([{ ...mark, what: 'restored' }]),
    (marks) => marks.insert(0, [new Y.Map([['by', 'bo']])]),
    (marks) => marks.push(['nobody’s']),
  ];
  for (const attempt of attempts) {
    const copy = new Y.Doc();
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(ana.doc));
    const before = Y.encodeStateVector(copy);
    attempt(copy.getArray('marks'));
    const bo = await connectRaw(server.url, 'bo', 'library');
    bo.send(updateFrame(Y.encodeStateAsUpdate(copy, before)));
    expect(await bo.closed).toBe(4403);
  }
  expect(await server.rooms.look('library', (doc) => doc.getArray('marks').toJSON())).toEqual([mark]);
  const bo = await connectRaw(server.url, 'bo', 'library');
  bo.send(updateFrame(makeEntry('marks', { ...mark, what: 'restored', by: 'bo' })));
  await bo.frame(({ saved }) => saved === 1, 'saved');
  bo.close();
  ana.close();
});

const statesOf = (client: RawClient) =>
  client.frames
    .filter(({ kind }) => kind === 1)
    .flatMap(({ body }) => readPresence(body))
    .map(({ client: id, state }) => ({ id, ...(JSON.parse(state) as { person?: string; name?: string }) }));

test('[PR5] nobody poses as somebody else: the server writes person and name of a socket’s states', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const watcher = await connectRaw(server.url, 'watcher', room);
  const pose = JSON.stringify({
    person: 'carla',
    name: 'Carla',
    leadsSince: 1,
    user: { name: 'Carla', color: '#f00' },
  });
  const tokens = { 'viewer-vera': 1, mallory: 2, 'replica-ria': 4 };
  for (const [token, client] of Object.entries(tokens)) {
    const socket = await connectRaw(server.url, token, room);
    socket.send(awarenessFrame(writePresence([{ client, clock: 1, state: pose }])));
    await expect.poll(() => statesOf(watcher).some(({ id }) => id === client)).toBe(true);
  }
  const said = Object.fromEntries(statesOf(watcher).map((state) => [state.id, state]));
  expect(said[1]).toMatchObject({
    person: 'vera',
    name: 'vera',
    leadsSince: 1,
    user: { name: 'vera', color: '#f00' },
  });
  expect(said[2]).toMatchObject({ person: 'mallory', name: 'mallory' });
  // A responder's replica speaks for the people behind it.
  expect(said[4]).toMatchObject({ person: 'carla', name: 'Carla' });
  watcher.close();
});

const enter = (from: number) =>
  awarenessFrame(writePresence([0, 1, 2].map((i) => ({ client: from + i, clock: 1, state: '{}' }))));

test('[SY9] one person fills nobody’s presence: so many states in a room over all their sockets, and so fast', async () => {
  await using server = await serveRooms({ limits: { presences: 3, presenceBytesPerSecond: 1_000 } });
  const room = makeRoomName();
  const first = await connectRaw(server.url, 'mallory', room);
  const second = await connectRaw(server.url, 'mallory', room);
  first.send(enter(10));
  await expect.poll(() => statesOf(first).length).toBe(3);
  second.send(enter(20));
  const bo = await connectRaw(server.url, 'bo', room);
  bo.send(enter(30));
  await expect.poll(() => statesOf(bo).some(({ id }) => id === 32)).toBe(true);
  expect(new Set(statesOf(bo).map(({ id }) => id))).toEqual(new Set([10, 11, 12, 30, 31, 32]));
  const state = JSON.stringify({ more: 'x'.repeat(900) });
  for (let clock = 2; clock < 30; clock++)
    second.send(awarenessFrame(writePresence([{ client: 10, clock, state }])));
  expect(await second.closed).toBe(4429);
  first.close();
  bo.close();
});

test('[SY16] sockets are bounded for a person and a room, and some are kept for who sits at the server', async () => {
  await using server = await serveRooms({
    limits: { sockets: 10, reservedSockets: 2, personSockets: 4, seatsInRoom: 3, roomSockets: 6 },
  });
  const open: RawClient[] = [];
  const join = async (token: string, room: string) => {
    const client = await connectRaw(server.url, token, room);
    const first = await Promise.race([client.closed, client.frame(({ sync }) => sync === 0)]);
    if (typeof first === 'number') return first;
    open.push(client);
    return 'in';
  };
  const [one, two, three] = [makeRoomName(), makeRoomName(), makeRoomName()] as const;
  const mallory: unknown[] = [];
  for (const room of [one, one, one, one, two, three]) mallory.push(await join('mallory', room));
  expect(mallory).toEqual(['in', 'in', 'in', 4429, 'in', 4429]);
  expect([await join('bo', one), await join('cy', one), await join('dee', one)]).toEqual(['in', 'in', 'in']);
  expect(await join('eve', one)).toBe(4429);
  expect([await join('eve', two), await join('fay', two)]).toEqual(['in', 4429]);
  expect([await join('host-hal', two), await join('host-hal', three)]).toEqual(['in', 'in']);
  expect(await join('host-hal', three)).toBe(4429);
  for (const client of open) client.close();
});

test('[SY16] refused connections of one person fill the log only so fast; what was left out is counted', async () => {
  let at = Date.now();
  await using server = await serveRooms({ limits: { seatsInRoom: 0 }, now: () => at });
  const room = makeRoomName();
  const knock = async (token: string) => (await connectRaw(server.url, token, room)).closed;
  const linesOf = (token: string) => server.lines.filter(({ by }) => by === token);
  for (let times = 0; times < 220; times++) expect(await knock('mallory')).toBe(4429);
  expect(linesOf('mallory')).toHaveLength(200);
  expect(await knock('bo')).toBe(4429);
  expect(linesOf('bo')).toHaveLength(1);
  at += 1_000;
  await knock('mallory');
  expect(linesOf('mallory').slice(199)).toMatchObject([{}, { leftOut: 20 }]);
  expect(linesOf('mallory')[199]).not.toHaveProperty('leftOut');
});

test('[SY16] the person at the server may open as many sockets as a room takes', async () => {
  await using server = await serveRooms({ limits: { personSockets: 1, seatsInRoom: 1, roomSockets: 3 } });
  const room = makeRoomName();
  const open: RawClient[] = [];
  for (let count = 0; count < 3; count++) {
    const client = await connectRaw(server.url, 'host-hal', room);
    await client.frame(({ sync }) => sync === 0);
    open.push(client);
  }
  expect(await (await connectRaw(server.url, 'host-hal', room)).closed).toBe(4429);
  for (const client of open) client.close();
});

test('[SY16] questions that cost much are bounded for a person as updates are: 4429', async () => {
  await using server = await serveRooms({ limits: { workPerSecond: 0, workBurst: 20_000 } });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  ana.doc.getText('summary').insert(0, 'x'.repeat(200_000));
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  const mallory = await connectRaw(server.url, 'viewer-mallory', room);
  for (let i = 1; i <= 20; i++) {
    mallory.send(step1Frame(new Uint8Array([0])));
    const answers = () => mallory.frames.filter(({ sync }) => sync === 1).length;
    const isClosed = () => mallory.socket.readyState === mallory.socket.CLOSED;
    await expect.poll(() => answers() >= i || isClosed()).toBe(true);
  }
  expect(await mallory.closed).toBe(4429);
  ana.close();
});

test('[SY5] a state vector or an awareness update of more than 1 MiB: 4413', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  for (const frame of [step1Frame, awarenessFrame]) {
    const client = await connectRaw(server.url, 'viewer-vera', room);
    client.send(frame(new Uint8Array(1024 * 1024 + 1)));
    expect(await client.closed).toBe(4413);
  }
});
