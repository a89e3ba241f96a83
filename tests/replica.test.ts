// Replicas as people have them: real server processes, stock clients, kill -9, and a wire that can be cut.
import { roomName } from '#wire/document-name.ts';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { openWire, type Wire } from '#sync-server/replica/testing/wire.ts';
import { writeFact } from './helpers/facts.ts';
import { readSnapshot, untilFeed } from './helpers/live-feed.ts';
import { createRandom } from './helpers/random.ts';
import { isLive, startReplicaOf, untilUpstream } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';
import { joinRoom, type StockClient } from './helpers/stock-client.ts';

const declare = async (server: RunningServer, title: string) => {
  const answer = await server.api<{ id: string; number: string | null }>('/api/v1/incidents', {
    json: { title },
  });
  expect(answer.status).toBe(201);
  return { ...answer.body, document: roomName(answer.body.id) };
};
const join = (server: RunningServer, document: string) => joinRoom(server.url, server.ownerToken, document);

async function until(isTrue: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + 20_000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited 20 s in vain for ${what}`);
    await wait(20);
  }
}

/** Everything that must be the same everywhere; the state vector to the byte. */
const contentOf = ({ doc }: StockClient) => ({
  stateVector: Buffer.from(Y.encodeStateVector(doc)).toString('hex'),
  facts: doc.getArray('facts').toJSON() as { text: string }[],
  summary: doc.getText('summary').toJSON(),
});
const untilSame = (clients: readonly StockClient[]) =>
  until(
    () => new Set(clients.map((client) => JSON.stringify(contentOf(client)))).size === 1,
    'the same content everywhere',
  );
const factsOf = (client: StockClient) => contentOf(client).facts.map(({ text }) => text);

const peopleAt = ({ provider }: StockClient) =>
  [...provider.awareness.getStates().values()]
    .flatMap(({ person }) => (person ? [String(person)] : []))
    .toSorted();
const areTwoNumbered = ({ incidents }: FeedSnapshot) =>
  incidents.length === 2 && incidents.every(({ number }) => number !== null);
const numbersOf = ({ incidents }: FeedSnapshot) =>
  incidents.map(({ title, number }) => `${title}: ${number}`).toSorted();

function write(client: StockClient, name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `${name}-${index}`;
    writeFact(client.doc, name, text);
    client.doc.getText('summary').insert(0, `[${text}]`);
    return text;
  });
}

// A dozen process starts each; a busy machine takes several seconds for one.
const patience = { timeout: 300_000 };

describe('a team’s server with two replicas', patience, () => {
  test('[RE1] text written anywhere is everywhere, and presence passes both ways', async () => {
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    await using bo = await startReplicaOf(primary, 'Bo');
    const { document, number } = await declare(primary, 'Checkout is down');
    expect(number).toBe('INC-1');
    const clients = [join(primary, document), join(ana, document), join(bo, document)];
    const [atPrimary, atAna, atBo] = clients as [StockClient, StockClient, StockClient];
    const written = [...write(atAna, 'ana', 20), ...write(atBo, 'bo', 20), ...write(atPrimary, 'guest', 20)];
    await until(
      () => clients.every((client) => written.every((text) => factsOf(client).includes(text))),
      'all facts',
    );
    await untilSame(clients);

    atAna.provider.awareness.setLocalStateField('person', 'ana');
    atBo.provider.awareness.setLocalStateField('person', 'bo');
    await until(
      () => clients.every((client) => peopleAt(client).join() === 'ana,bo'),
      'both to be seen everywhere',
    );
    atBo.close();
    await until(
      () => peopleAt(atAna).join() === 'ana' && peopleAt(atPrimary).join() === 'ana',
      'Bo to have left',
    );
    for (const client of clients) client.close();
  });

  test('[RE2] the server is killed while both write; both go on, are killed too, and nothing is lost', async () => {
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    await using bo = await startReplicaOf(primary, 'Bo');
    const { document } = await declare(primary, 'The whole region is down');
    let [atAna, atBo] = [join(ana, document), join(bo, document)];
    const written = [...write(atAna, 'ana-before', 10), ...write(atBo, 'bo-before', 10)];
    await untilSame([atAna, atBo]);

    const died = primary.kill9();
    written.push(...write(atAna, 'ana-during', 30), ...write(atBo, 'bo-during', 30));
    await died;
    written.push(...write(atAna, 'ana-after', 30), ...write(atBo, 'bo-after', 30));
    for (const [server, client] of [
      [ana, atAna],
      [bo, atBo],
    ] as const) {
      await client.until(() => client.saved() === client.sent(), 'everything to be saved here');
      await untilUpstream(server, ({ state, unsent }) => state === 'away' && unsent > 0);
      client.close();
      await server.kill9();
      await server.restart();
    }
    [atAna, atBo] = [join(ana, document), join(bo, document)];
    await Promise.all([atAna.synced(), atBo.synced()]);
    for (const [client, own] of [
      [atAna, 'ana'],
      [atBo, 'bo'],
    ] as const) {
      const mine = written.filter((text) => text.startsWith(own));
      expect(factsOf(client)).toEqual(expect.arrayContaining(mine));
    }
    await untilUpstream(ana, ({ state, unsent }) => state === 'away' && unsent > 0);

    await primary.restart();
    await Promise.all([untilUpstream(ana, isLive), untilUpstream(bo, isLive)]);
    const atPrimary = join(primary, document);
    await untilSame([atPrimary, atAna, atBo]);
    expect(factsOf(atPrimary)).toEqual(expect.arrayContaining(written));
    // Each once; `declared` and `numbered` have no text.
    expect(factsOf(atPrimary).filter(Boolean).toSorted()).toEqual(written.toSorted());
    for (const client of [atPrimary, atAna, atBo]) client.close();
  });

  test('[RE3] an incident declared while the server is away gets one number once they meet', async () => {
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    await using bo = await startReplicaOf(primary, 'Bo');
    await Promise.all([untilUpstream(ana, isLive), untilUpstream(bo, isLive)]);
    await primary.kill9();
    const declared = [await declare(ana, 'Seen by Ana'), await declare(bo, 'Seen by Bo')];
    expect(declared.map(({ number }) => number)).toEqual([null, null]);
    await primary.restart();
    for (const server of [primary, ana, bo]) await untilFeed(server, areTwoNumbered);
    await ana.kill9();
    await ana.restart();
    await untilUpstream(ana, isLive);
    const lists = await Promise.all([primary, ana, bo].map(readSnapshot));
    const [first = [], ...others] = lists.map(numbersOf);
    expect(others).toEqual([first, first]);
    expect(new Set(first.map((line) => line.split(': ')[1]))).toEqual(new Set(['INC-1', 'INC-2']));
    for (const { id, document } of declared) {
      const client = join(primary, document);
      await client.synced();
      const facts = client.doc.getArray('facts').toJSON() as { kind: string }[];
      expect(facts.filter(({ kind }) => kind === 'numbered')).toHaveLength(1);
      expect((await primary.api<{ title: string }>(`/api/v1/incidents/${id}`)).status).toBe(200);
      client.close();
    }
  });
});

describe('a replica on its own', patience, () => {
  test('[RE2] without its upstream in reach it serves its rooms at once and says since when', async () => {
    await using primary = await startServer();
    await using ana = await startReplicaOf(primary, 'Ana');
    const { document, id } = await declare(primary, 'Kept on this laptop');
    const before = join(ana, document);
    write(before, 'ana', 3);
    await before.until(() => factsOf(before).length >= 5, 'the room with its number');
    await before.until(() => before.saved() === before.sent(), 'everything to be saved here');
    await untilUpstream(ana, isLive);
    before.close();
    await ana.stop();
    await primary.kill9();
    await ana.restart();
    const client = join(ana, document);
    await client.synced();
    expect(factsOf(client)).toEqual(expect.arrayContaining(['ana-0', 'ana-1', 'ana-2']));
    const fact = { kind: 'note', text: 'still writable' };
    expect((await ana.api(`/api/v1/incidents/${id}/facts`, { json: fact })).status).toBe(201);
    await client.until(() => factsOf(client).includes('still writable'), 'the new fact');
    const { upstreams, people, staleSince, server } = await readSnapshot(ana);
    expect(upstreams[0]).toMatchObject({ state: 'away', unsent: 1 });
    expect(upstreams[0]?.since).toBeLessThanOrEqual(Date.now());
    expect(people.map(({ name }) => name)).toContain('Ana');
    expect([server.role, staleSince]).toEqual(['replica', upstreams[0]?.since]);
    const forwarded = await ana.api<{ detail: string }>('/api/v1/people');
    expect([forwarded.status, forwarded.body.detail]).toEqual([
      503,
      expect.stringContaining('out of reach since 20'),
    ]);
    client.close();
  });

  test('[RE6] a token that may only read any more keeps what was written here, says so, and reads on', async () => {
    await using primary = await startServer();
    await using wire = await openWire(() => primary.url);
    await using vic = await startReplicaOf(primary, 'Vic', wire.url);
    const [one, other] = [await declare(primary, 'One'), await declare(primary, 'Other')];
    await untilFeed(vic, ({ incidents }) => incidents.length === 2);
    const { body: me } = await vic.api<Person>('/api/v1/me');
    const [atVic, atPrimary] = [join(vic, one.document), join(primary, one.document)];
    await Promise.all([atVic.synced(), atPrimary.synced()]);
    wire.cut();
    await untilUpstream(vic, ({ state }) => state === 'away');
    const setRole = (role: Role) =>
      primary.api(`/api/v1/people/${me.id}`, { method: 'PUT', json: { name: me.name, role } });
    expect((await setRole('viewer')).status).toBe(200);
    writeFact(atVic.doc, me.id, 'only here');
    await untilUpstream(vic, ({ unsent }) => unsent === 1);

    wire.heal();
    await untilUpstream(vic, ({ state, unsent, reason }) => {
      return state === 'refused' && unsent === 1 && reason !== null && reason.includes('may only read');
    });
    for (const { id, title } of [
      { ...one, title: 'One, renamed' },
      { ...other, title: 'Other, renamed' },
    ]) {
      const fact = { kind: 'retitled', title };
      expect((await primary.api(`/api/v1/incidents/${id}/facts`, { json: fact })).status).toBe(201);
      await untilFeed(vic, ({ incidents }) => incidents.some((incident) => incident.title === title));
    }
    expect(factsOf(atPrimary)).not.toContain('only here');

    expect((await setRole('responder')).status).toBe(200);
    await untilUpstream(vic, isLive);
    await atPrimary.until(() => factsOf(atPrimary).includes('only here'), 'what was held back');
    for (const client of [atVic, atPrimary]) client.close();
  });
});

type Side = { server: RunningServer; wire: Wire; isCut: boolean; client: StockClient };

/** Some notes, some typing, and now and then something deleted from what anybody typed. */
function editAtRandom(client: StockClient, name: string, random: () => number): string[] {
  const text = client.doc.getText('summary');
  if (text.length > 20 && random() < 0.5) text.delete(Math.floor(random() * (text.length - 10)), 10);
  return write(client, name, Math.ceil(random() * 4));
}

test('[RE1] twenty rounds of random cuts, kills and edits: after healing all are the same', async ({
  annotate,
}) => {
  const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
  await annotate(`SEED=${seed}`);
  const random = createRandom(seed);
  await using primary = await startServer();
  await using wireA = await openWire(() => primary.url);
  await using wireB = await openWire(() => primary.url);
  await using ana = await startReplicaOf(primary, 'Ana', wireA.url);
  await using bo = await startReplicaOf(primary, 'Bo', wireB.url);
  const { document } = await declare(primary, 'Parted again and again');
  const atPrimary = join(primary, document);
  const sides: Side[] = [
    { server: ana, wire: wireA, isCut: false, client: join(ana, document) },
    { server: bo, wire: wireB, isCut: false, client: join(bo, document) },
  ];
  const clients = [atPrimary, ...sides.map(({ client }) => client)];
  const written: string[] = [];
  for (let round = 0; round < 20; round++) {
    for (const side of sides) {
      side.isCut = random() < 0.5;
      if (side.isCut) side.wire.cut();
      else side.wire.heal();
    }
    for (const [index, client] of clients.entries())
      written.push(...editAtRandom(client, `${round}-${index}`, random));
    const victim = random() < 0.15 ? [primary, ana, bo][Math.floor(random() * 3)] : undefined;
    await victim?.kill9();
    await victim?.restart();
    // Some rounds end with everybody knowing how they stand, others in the middle of it.
    if (random() < 0.5) continue;
    for (const { server, isCut } of sides) {
      await untilUpstream(server, ({ state }) => state === (isCut ? 'away' : 'connected'));
    }
  }
  for (const { wire } of sides) wire.heal();
  await Promise.all(
    clients.map((client) => client.until(() => client.provider.synced, 'the last connection')),
  );
  await untilSame(clients);
  await Promise.all([untilUpstream(ana, isLive), untilUpstream(bo, isLive)]);
  for (const client of clients) {
    expect(factsOf(client).filter(Boolean).toSorted(), `SEED=${seed}`).toEqual(written.toSorted());
    client.close();
  }
});
