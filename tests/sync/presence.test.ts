import { expect, test } from 'vitest';
import { awarenessFrame, readPresence, writePresence } from '#wire/frames.ts';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom, type StockClient } from '#tests/helpers/stock-client.ts';

const seenBy = (client: StockClient, other: StockClient) =>
  client.provider.awareness.getStates().get(other.doc.clientID) as
    | { person?: string; name?: string; panel?: string; user?: { name: string } }
    | undefined;

test('[SY9] stock clients see who is here, where they look, and that they left', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  ana.provider.awareness.setLocalState({ panel: 'tasks' });
  await bo.until(() => seenBy(bo, ana)?.panel === 'tasks', 'Ana');
  ana.provider.awareness.setLocalStateField('panel', 'review');
  await bo.until(() => seenBy(bo, ana)?.panel === 'review', 'where she looks now');
  const cy = joinRoom(server.url, 'cy', room);
  await cy.until(() => seenBy(cy, ana)?.panel === 'review', 'who was there before');
  ana.close();
  await bo.until(() => seenBy(bo, ana) === undefined, 'that she left');
  await cy.until(() => seenBy(cy, ana) === undefined, 'that she left');
  bo.close();
  cy.close();
});

test('[SY9] a connection that is cut takes its states with it', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  const raw = await connectRaw(server.url, 'ana', room);
  raw.send(awarenessFrame(writePresence([{ client: 7, clock: 1, state: '{"name":"Ana"}' }])));
  await bo.until(() => bo.provider.awareness.getStates().has(7), 'Ana');
  raw.close();
  await bo.until(() => !bo.provider.awareness.getStates().has(7), 'that she is gone');
  bo.close();
});

test('[SY9] nobody sets or removes the state of another', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  ana.provider.awareness.setLocalState({ panel: 'tasks' });
  const bo = joinRoom(server.url, 'bo', room);
  await bo.until(() => seenBy(bo, ana)?.panel === 'tasks', 'Ana');
  const client = ana.doc.clientID;
  const mallory = await connectRaw(server.url, 'mallory', room);
  mallory.send(awarenessFrame(writePresence([{ client, clock: 99, state: '{"panel":"review"}' }])));
  mallory.send(awarenessFrame(writePresence([{ client, clock: 100, state: 'null' }])));
  mallory.send(awarenessFrame(writePresence([{ client: 5, clock: 1, state: '{"name":"Mallory"}' }])));
  await bo.until(() => bo.provider.awareness.getStates().has(5), 'Mallory, sent last');
  expect(seenBy(bo, ana)?.panel).toBe('tasks');
  mallory.close();
  await bo.until(() => !bo.provider.awareness.getStates().has(5), 'that Mallory left');
  expect(seenBy(bo, ana)?.panel).toBe('tasks');
  ana.close();
  bo.close();
});

test('[SY9] asking for awareness answers everybody’s states', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  await ana.synced();
  ana.provider.awareness.setLocalState({ name: 'Ana' });
  const raw = await connectRaw(server.url, 'bo', room);
  await raw.frame(({ kind }) => kind === 1, 'awareness');
  const before = raw.frames.length;
  raw.send(new Uint8Array([3]));
  await expect.poll(() => raw.frames.slice(before).some(({ kind }) => kind === 1)).toBe(true);
  const last = raw.frames.findLast(({ kind }) => kind === 1);
  expect(readPresence(last?.body ?? new Uint8Array()).map(({ client }) => client)).toContain(
    ana.doc.clientID,
  );
  raw.close();
  ana.close();
});

test('[SY9] a state that is too large: 4413; one that is not JSON: 4400', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const big = await connectRaw(server.url, 'ana', room);
  big.send(
    awarenessFrame(writePresence([{ client: 1, clock: 1, state: JSON.stringify('x'.repeat(9_000)) }])),
  );
  expect(await big.closed).toBe(4413);
  const odd = await connectRaw(server.url, 'ana', room);
  odd.send(awarenessFrame(writePresence([{ client: 1, clock: 1, state: '{' }])));
  expect(await odd.closed).toBe(4400);
});

test('[SY9] a repetition of somebody who left does not bring them back; they themselves may come back', async () => {
  await using server = await serveRooms();
  const room = makeRoomName();
  const bo = joinRoom(server.url, 'bo', room);
  await bo.synced();
  const present = writePresence([{ client: 7, clock: 3, state: '{"name":"Ana"}' }]);
  const ana = await connectRaw(server.url, 'ana', room);
  ana.send(awarenessFrame(present));
  await bo.until(() => bo.provider.awareness.getStates().has(7), 'Ana');
  ana.close();
  await bo.until(() => !bo.provider.awareness.getStates().has(7), 'that she left');
  const cy = await connectRaw(server.url, 'cy', room);
  cy.send(awarenessFrame(present));
  cy.send(awarenessFrame(writePresence([{ client: 8, clock: 1, state: '{"name":"Cy"}' }])));
  await bo.until(() => bo.provider.awareness.getStates().has(8), 'Cy, sent last');
  expect(bo.provider.awareness.getStates().has(7)).toBe(false);
  const dee = joinRoom(server.url, 'dee', room);
  await dee.until(() => dee.provider.awareness.getStates().has(8), 'who is there');
  expect(dee.provider.awareness.getStates().has(7)).toBe(false);
  const again = await connectRaw(server.url, 'ana', room);
  again.send(awarenessFrame(writePresence([{ client: 7, clock: 4, state: '{"name":"Ana"}' }])));
  await bo.until(() => bo.provider.awareness.getStates().has(7), 'Ana again');
  for (const client of [bo, cy, dee, again]) client.close();
});

test('[SY9] changes just after presence was told are told together; a large message arrives whole', async () => {
  await using server = await serveRooms({ limits: { presenceMs: 1_000 } });
  const room = makeRoomName();
  const bo = await connectRaw(server.url, 'bo', room);
  const ana = await connectRaw(server.url, 'ana', room);
  // Longer than what one and what two bytes of length can say (RFC 6455 5.2), told in one message below.
  const long = 'x'.repeat(7_000);
  const set = (client: number, clock: number) =>
    ana.send(awarenessFrame(writePresence([{ client, clock, state: JSON.stringify({ long }) }])));
  const told = () =>
    bo.frames.filter(({ kind, body }) => kind === 1 && body.length > 1).map(({ body }) => readPresence(body));
  set(100, 1);
  await bo.frame(() => told().length === 1, 'the first, at once');
  for (let client = 1; client <= 12; client++) {
    set(client, 1);
    ana.send(new Uint8Array([3]));
    // Each is taken in before the next is sent, so only the moment of waiting brings them together.
    await ana.frame(
      ({ kind, body }) => kind === 1 && readPresence(body).some((entry) => entry.client === client),
      'the answer that has it',
    );
  }
  await bo.frame(() => told().flat().length >= 13, 'everybody');
  expect(told().length).toBeLessThan(8);
  expect(Math.max(...told().map((entries) => writePresence(entries).length))).toBeGreaterThan(20_000);
  for (const client of [ana, bo]) client.close();
});
