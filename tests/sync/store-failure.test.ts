import { expect, test } from 'vitest';
import type { DocumentStore } from '#sync-server/sync/store/document-store.ts';
import { createMemoryStore } from '#sync-server/sync/testing/memory-store.ts';
import { makeRoomName, writeFact } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { serveRooms } from '#tests/helpers/rooms-server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

/** A store whose appends fail, or wait, while told so: a disk that is full, a database that is slow. */
function createFailingStore() {
  const store = createMemoryStore();
  const state = { fails: false, gate: null as Promise<void> | null, appends: 0 };
  const failing: DocumentStore = {
    ...store,
    append: (updates) => {
      state.appends += 1;
      if (state.fails) throw new Error('the disk is full');
      return state.gate === null ? store.append(updates) : state.gate.then(() => store.append(updates));
    },
  };
  return { store: failing, state };
}

test('[SY5] the store fails: nothing is relayed or acknowledged, 1013, and it goes on when the store does', async () => {
  const { store, state } = createFailingStore();
  await using server = await serveRooms({ store });
  const room = makeRoomName();
  const elsewhere = joinRoom(server.url, 'eve', makeRoomName());
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced(), elsewhere.synced()]);
  await ana.until(() => ana.saved() === ana.sent(), 'the acknowledgement of its first step 2');
  const before = ana.saved();
  state.fails = true;
  const codes = Promise.all([ana.closed(), bo.closed()]);
  const lost = writeFact(ana.doc, 'ana', 'on a full disk');
  expect(await codes).toEqual([1013, 1013]);
  expect(ana.saved()).toBe(before);
  expect(bo.doc.getArray('facts').length).toBe(0);
  expect(elsewhere.provider.wsconnected).toBe(true);
  expect(server.lines.some(({ level, document }) => level === 'error' && document === room)).toBe(true);
  state.fails = false;
  // The stock client comes back by itself and sends it again.
  await bo.until(() => bo.doc.getArray('facts').length === 1, 'the fact');
  expect(bo.doc.getArray('facts').get(0)).toEqual(lost);
  ana.close();
  bo.close();
  elsewhere.close();
});

test('[SY3] nothing is shown while the store still writes: no relay, no saved, no answer to a step 1', async () => {
  const { store, state } = createFailingStore();
  await using server = await serveRooms({ store });
  const room = makeRoomName();
  const ana = joinRoom(server.url, 'ana', room);
  const bo = joinRoom(server.url, 'bo', room);
  await Promise.all([ana.synced(), bo.synced()]);
  const { promise, resolve: open } = Promise.withResolvers<void>();
  state.gate = promise;
  const { appends } = state;
  writeFact(ana.doc, 'ana', 'not yet');
  await expect.poll(() => state.appends).toBe(appends + 1);
  const cy = await connectRaw(server.url, 'cy', room);
  cy.send(new Uint8Array([0, 0, 1, 0]));
  const changed = server.rooms.look(room, (doc) => doc.getArray('facts').length);
  // Presence passes at once, so anything relayed before it would be here by now.
  ana.provider.awareness.setLocalState({ name: 'Ana' });
  expect(ana.saved()).toBeLessThan(ana.sent());
  expect(bo.doc.getArray('facts').length).toBe(0);
  expect(cy.frames.filter(({ sync }) => sync === 1)).toEqual([]);
  open();
  state.gate = null;
  await bo.until(() => bo.doc.getArray('facts').length === 1, 'the fact');
  await cy.frame(({ sync }) => sync === 1, 'step 2');
  expect(await changed).toBe(1);
  await ana.until(() => ana.saved() === ana.sent(), 'saved');
  ana.close();
  bo.close();
  cy.close();
});

test('[SY3] a change that the store refuses rejects, and nothing of it is there afterwards', async () => {
  const { store, state } = createFailingStore();
  await using server = await serveRooms({ store });
  const room = makeRoomName();
  state.fails = true;
  const change = server.rooms.change(room, 'server', (doc) => writeFact(doc, 'server', 'lost'));
  await expect(change).rejects.toThrow();
  state.fails = false;
  expect(await server.rooms.look(room, (doc) => doc.getArray('facts').length)).toBe(0);
  await server.rooms.change(room, 'server', (doc) => writeFact(doc, 'server', 'kept'));
  expect(await server.rooms.look(room, (doc) => doc.getArray('facts').length)).toBe(1);
});

test('a document that cannot be loaded closes its sockets with 1013 and rejects what was asked', async () => {
  const memory = createMemoryStore();
  const room = makeRoomName();
  await memory.append([{ document: room, at: 0, author: 'x', data: new Uint8Array([1, 2, 3]) }]);
  await using server = await serveRooms({ store: memory });
  const ana = await connectRaw(server.url, 'ana', room);
  expect(await ana.closed).toBe(1013);
  await expect(server.rooms.look(room, () => null)).rejects.toThrow(room);
  expect(await memory.log(room)).toHaveLength(1);
});
