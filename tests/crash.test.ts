// kill -9 of the real server under load, again and again: what anybody had seen, and what the server had
// called saved, must be there for the next reader.
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { makeFact, makeRoomName } from './helpers/facts.ts';
import { createRandom } from './helpers/random.ts';
import { startServer } from './helpers/server.ts';
import { joinRoom, type StockClient } from './helpers/stock-client.ts';

const rounds = 20;
const people = 10;

type Witness = {
  client: StockClient;
  room: string;
  /** Updates that the server sent to it, and its own that the server called durable. */
  promised: Uint8Array[];
  write(random: () => number): void;
};

test('[SY3] 20 times killed under load, nothing seen or saved is lost', { timeout: 600_000 }, async () => {
  const seed = Number(process.env['MUSTER_TEST_SEED'] ?? Date.now() % 1_000_000);
  console.log(`crash test: MUSTER_TEST_SEED=${seed}`);
  const random = createRandom(seed);
  await using server = await startServer();
  const rooms = [makeRoomName(), makeRoomName(), makeRoomName()];
  const witnesses: Witness[] = [];
  for (let i = 0; i < people; i++) {
    const { body } = await server.api<{ id: string; token: string }>('/api/v1/people', {
      json: { name: `Person ${i}`, role: 'responder' },
    });
    witnesses.push(createWitness(server.url, body, rooms[i % rooms.length] as string));
  }

  let promises = 0;
  for (let round = 1; round <= rounds; round++) {
    await Promise.all(witnesses.map(({ client }) => client.synced()));
    const ended = witnesses.map(({ client }) => client.closed());
    const stop = startLoad(witnesses, random);
    const before = witnesses.reduce((sum, { promised }) => sum + promised.length, 0);
    // Killed after a number of promises, so that a slow machine is under load all the same, and a moment more.
    const enough = before + 50 + Math.floor(random() * 400);
    await Promise.all(
      witnesses.map(({ client }) => client.until(() => promisedBy(witnesses) >= enough, 'load')),
    );
    await new Promise((resolve) => setTimeout(resolve, random() * 20));
    await server.kill9();
    await Promise.all(ended);
    stop();
    // Nobody but the fresh client may come back now: the others would bring again what was lost.
    for (const { client } of witnesses) client.provider.disconnect();
    await server.restart();
    promises += await checkPromises(server, witnesses, `round ${round}, MUSTER_TEST_SEED=${seed}`);
    for (const { client } of witnesses) client.provider.connect();
  }
  console.log(`crash test: ${promises} promises kept in ${rounds} rounds`);
  for (const { client } of witnesses) client.close();
});

const promisedBy = (witnesses: readonly Witness[]) =>
  witnesses.reduce((sum, { promised }) => sum + promised.length, 0);

function createWitness(server: string, person: { id: string; token: string }, room: string): Witness {
  const promised: Uint8Array[] = [];
  let sent: Uint8Array[] = [];
  let saved = 0;
  const client = joinRoom(server, person.token, room, {
    opened: () => {
      sent = [];
      saved = 0;
    },
    received: (update) => promised.push(update),
    sent: (update) => sent.push(update),
    saved: (writes) => {
      promised.push(...sent.slice(saved, writes));
      saved = writes;
    },
  });
  return {
    client,
    room,
    promised,
    write: (random) => {
      const text = client.doc.getText(random() < 0.5 ? 'summary' : 'draft/1');
      const dice = random();
      if (dice < 0.2) client.doc.getArray('facts').push([makeFact(person.id, `note ${dice}`)]);
      else if (dice < 0.35 && text.length > 10) text.delete(Math.floor(random() * (text.length - 3)), 3);
      else text.insert(Math.floor(random() * text.length), 'type');
    },
  };
}

/** Everybody writes at their own pace; answers how to end it. */
function startLoad(witnesses: readonly Witness[], random: () => number): () => void {
  const timers = witnesses.map((witness) => setInterval(() => witness.write(random), 4 + random() * 12));
  return () => timers.forEach((timer) => clearInterval(timer));
}

/** One fresh client in each room holds all that was promised. Answers how many promises were looked at. */
async function checkPromises(
  server: { url: string; ownerToken: string },
  witnesses: readonly Witness[],
  what: string,
): Promise<number> {
  let looked = 0;
  for (const room of new Set(witnesses.map((witness) => witness.room))) {
    const fresh = joinRoom(server.url, server.ownerToken, room);
    await fresh.synced();
    fresh.provider.disconnect();
    for (const witness of witnesses.filter((each) => each.room === room)) {
      for (const update of witness.promised)
        expect(hasNews(fresh.doc, update), `something was lost in ${what}`).toBe(false);
      looked += witness.promised.length;
    }
    fresh.close();
  }
  for (const witness of witnesses) witness.promised.length = 0;
  return looked;
}

/** Whether the update has anything that the document has not. */
function hasNews(doc: Y.Doc, update: Uint8Array): boolean {
  let isNew = false;
  const listen = () => (isNew = true);
  doc.on('update', listen);
  Y.applyUpdate(doc, update);
  doc.off('update', listen);
  return isNew || doc.store.pendingDs !== null || doc.store.pendingStructs !== null;
}
