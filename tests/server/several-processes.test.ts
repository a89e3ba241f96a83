// Several servers on one PostgreSQL (PR), even while one of them, Redis or PostgreSQL itself ends.
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasPostgres,
  hasRedis,
  redisPassword,
  startPostgres,
  startRedis,
  type Cluster,
} from '#sync-server/checks/testing/databases.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { addressOf, letOnlyRead, makeDatabase } from '#sync-server/storage/testing/postgres.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { roomName } from '#wire/document-name.ts';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { connectRaw } from '#tests/helpers/raw-client.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom, type StockClient } from '#tests/helpers/stock-client.ts';

type Listed = { items: { id: string; title: string }[] };
const patience = { timeout: 60_000, interval: 50 };

const startOn = (url: string, environment: Record<string, string> = {}) =>
  startServer({ environment: { MUSTER_DATABASE: url, ...environment } });
const typedIn = ({ doc }: StockClient) => doc.getArray<string>('typed').toArray();
/** In the order in which they typed it. */
const typedBy = (client: StockClient, index: number) =>
  typedIn(client)
    .filter((text) => text.startsWith(`<${index}.`))
    .toSorted((a, b) => Number(a.slice(3, -1)) - Number(b.slice(3, -1)));
const isReady = async (server: RunningServer) =>
  (await server.api('/readyz', { token: null }).catch(() => null))?.status === 200;

/** They type into one room, each over its own server, until stopped; answers what they typed. */
function letThemType(people: readonly StockClient[]) {
  const typed: string[] = [];
  const timer = setInterval(() => {
    for (const [index, { doc }] of people.entries()) {
      const text = `<${index}.${typed.length}>`;
      typed.push(text);
      doc.getArray<string>('typed').push([text]);
    }
  }, 30);
  return () => {
    clearInterval(timer);
    return new Set(typed);
  };
}

async function expectAllHaveAll(people: readonly StockClient[], typed: ReadonlySet<string>) {
  for (const each of people) {
    await each.until(() => each.saved() === each.sent(), 'all is saved');
    await each.until(() => typedIn(each).length >= typed.size, 'everything is here');
    expect(new Set(typedIn(each))).toEqual(typed);
  }
}

/** What one is seen to look at by another. */
const sees = (one: StockClient, other: StockClient) =>
  one.provider.awareness.getStates().get(other.doc.clientID)?.['panel'];

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[MP1] [MP3] [MP5] [MP6] people on two servers see each other, and either server answers for both', async () => {
    const url = await makeDatabase(cluster);
    await using first = await startOn(url);
    await using second = await startOn(url);
    await expect.poll(() => isReady(second), patience).toBe(true);
    expect(first.log()).toContain('this process leads');
    expect(second.log()).toContain('this process follows');
    const token = first.ownerToken;

    const declared = await second.api<{ id: string }>('/api/v1/incidents', {
      token,
      json: { title: 'Shop is down' },
    });
    expect(declared.status).toBe(201);
    expect((await second.api('/api/v1/incidents', { token: 'nobody' })).status).toBe(401);
    const room = `room-${declared.body.id}`;
    const ana = joinRoom(first.url, token, room);
    const bo = joinRoom(second.url, token, room);
    await Promise.all([ana.synced(), bo.synced()]);
    ana.provider.awareness.setLocalState({ panel: 'tasks' });
    bo.provider.awareness.setLocalState({ panel: 'review' });
    await bo.until(() => sees(bo, ana) === 'tasks', 'Ana, who is on the other server');
    await ana.until(() => sees(ana, bo) === 'review', 'Bo, who is on the other server');

    const stop = letThemType([ana, bo]);
    await ana.until(() => typedIn(ana).length > 60, 'some of it');
    await expectAllHaveAll([ana, bo], stop());
    // What was typed at the other process is found at the lead: it follows all rooms, open or not.
    bo.doc.getText('summary').insert(0, 'Orders fail.');
    await expect
      .poll(async () => (await first.api<Listed>('/api/v1/incidents?q=orders')).body.items.length, patience)
      .toBe(1);
    ana.close();
    await bo.until(() => sees(bo, ana) === undefined, 'that Ana left');
    bo.close();
    const stranger = joinRoom(second.url, 'nobody', room);
    await expect.poll(() => stranger.provider.wsconnected, patience).toBe(false);
    stranger.close();
    expect(`${first.log()}${second.log()}`).not.toMatch(/"level":(50|60)/);
  });

  test('[AT10] a file that was attached at one server is there at the other, also once the first is gone', async () => {
    const url = await makeDatabase(cluster);
    const first = await startOn(url);
    await using _first = first;
    await using second = await startOn(url);
    await expect.poll(() => isReady(second), patience).toBe(true);
    const token = first.ownerToken;
    const bytes = randomBytes(600_000);
    const path = `/api/v1/attachments/${createHash('sha256').update(bytes).digest('hex')}`;
    const put = { method: 'PUT', token, body: bytes as unknown as BodyInit };
    expect((await first.api(path, put)).status).toBe(201);
    const read = async (server: RunningServer) => {
      const answer = await fetch(`${server.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()).equals(bytes) : answer.status;
    };
    expect(await read(second)).toBe(true);
    await first.kill9();
    await expect.poll(() => read(second), patience).toBe(true);
    expect((await second.api(path, { method: 'DELETE', token })).status).toBe(204);
    expect(await read(second)).toBe(410);
  });

  test('[MP6] [TM3] [ER2] a server that follows keeps from people what the lead keeps from them, and ends what is erased', async () => {
    const url = await makeDatabase(cluster);
    await using first = await startOn(url);
    await using second = await startOn(url);
    await expect.poll(() => isReady(second), patience).toBe(true);
    const token = first.ownerToken;
    const declare = async (title: string, more: object = {}) => {
      const json = { title, ...more };
      return (await first.api<{ id: string; number: string }>('/api/v1/incidents', { json })).body;
    };
    const { body: invitation } = await first.api<{ code: string }>('/api/v1/invitations', {
      json: { role: 'responder' },
    });
    const { body: bo } = await first.api<{ token: string }>('/api/v1/invitations/accept', {
      token: null,
      json: { code: invitation.code, name: 'Bo' },
    });
    const open = await declare('Shop is down');
    const theirs = await declare('A breach', { restrict: { teams: [], people: [] } });

    const boAtOpen = await connectRaw(second.url, bo.token, roomName(open.id));
    const atTheirs = await connectRaw(second.url, bo.token, roomName(theirs.id));
    expect(await atTheirs.closed).toBe(closeCodes.restricted);
    const owners = joinRoom(second.url, token, roomName(theirs.id));
    await owners.synced();
    owners.close();
    // Restricted while he is in it.
    await first.api(`/api/v1/incidents/${open.id}/restriction`, {
      method: 'PUT',
      json: { teams: [], people: [] },
    });
    expect(await boAtOpen.closed).toBe(closeCodes.restricted);

    await first.api(`/api/v1/incidents/${open.id}/facts`, { json: { kind: 'status', status: 'resolved' } });
    const ownerAtOpen = await connectRaw(second.url, token, roomName(open.id));
    const erased = await first.api(`/api/v1/incidents/${open.id}?number=${open.number}`, {
      method: 'DELETE',
    });
    expect(erased.status).toBe(204);
    expect(await ownerAtOpen.closed).toBe(closeCodes.erased);
    const again = await connectRaw(second.url, token, roomName(open.id));
    expect(await again.closed).toBe(closeCodes.erased);
    expect((await second.api(`/api/v1/incidents/${open.id}`, { token })).status).toBe(410);
  });

  test.each(['the one that leads', 'the other one'] as const)(
    '[MP1] [MP2] %s is killed while people type: nothing that was acknowledged is lost, and within seconds somebody leads',
    async (killed) => {
      const url = await makeDatabase(cluster);
      await using first = await startOn(url);
      await using second = await startOn(url);
      const token = first.ownerToken;
      await expect.poll(() => isReady(second), patience).toBe(true);
      const room = makeRoomName();
      const victim = killed === 'the one that leads' ? first : second;
      const survivor = victim === first ? second : first;
      const ana = joinRoom(survivor.url, token, room);
      const bo = joinRoom(victim.url, token, room);
      await Promise.all([ana.synced(), bo.synced()]);
      const stop = letThemType([ana, bo]);
      const before = bo.sent();
      await bo.until(() => bo.saved() > before + 20, 'some was saved');

      await victim.kill9();
      // What Bo's server said it had is all that may be expected: Bo does not come back.
      const acknowledged = typedBy(bo, 1).slice(0, bo.saved() - before);
      expect(acknowledged.length).toBeGreaterThan(15);
      bo.close();
      const began = performance.now();
      await expect.poll(() => isReady(survivor), patience).toBe(true);
      await expect
        .poll(
          async () =>
            (await survivor.api('/api/v1/incidents', { token, json: { title: 'After' } }).catch(() => null))
              ?.status,
          patience,
        )
        .toBe(201);
      console.log(`${killed}: led again after ${Math.round(performance.now() - began)} ms`);
      await ana.until(() => ana.provider.wsconnected, 'that Ana is connected again');
      await victim.restart();
      stop();
      const cy = joinRoom(victim.url, token, room);
      await cy.synced();
      await ana.until(() => ana.saved() === ana.sent(), 'all of Ana is saved');
      const found = new Set(typedIn(cy));
      for (const each of acknowledged) expect(found.has(each)).toBe(true);
      await cy.until(() => typedBy(ana, 0).every((text) => typedIn(cy).includes(text)), 'all of Ana');
      ana.close();
      cy.close();
    },
    120_000,
  );

  test('[MP2] the lead is killed as it pages: what was sent is not sent again, and what it had not sent the next one sends', async () => {
    await using mail = await openMailbox();
    const url = await makeDatabase(cluster);
    await using first = await startOn(url);
    await using second = await startOn(url);
    const token = first.ownerToken;
    const add = async (path: string, json: object) =>
      (await first.api<{ id: string; token: string }>(`/api/v1/${path}`, { json })).body;
    const settings = { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' };
    await add('channels', { name: 'Mail', kind: 'email', settings });
    const person = async (name: string) => {
      const made = await add('people', { name, role: 'responder' });
      const json = { name, contact: { email: `${name}@example.org` } };
      await first.api(`/api/v1/people/${made.id}`, { method: 'PUT', json });
      return made;
    };
    const [bo, cy] = [await person('bo'), await person('cy')];
    const { id } = await add('incidents', { title: 'Orders fail', severity: 'P1' });
    const mailed = (name: string) =>
      mail.received.filter(({ to }) => to.includes(`${name}@example.org`)).length;
    const page = (who: { id: string }) =>
      first.api(`/api/v1/incidents/${id}/page`, { json: { targets: [{ person: who.id }] } });
    const sent = async () => {
      const { body } = await first.api<{ items?: unknown[] }>('/api/v1/deliveries?state=sent');
      return body.items?.length ?? JSON.stringify(body);
    };
    await expect.poll(() => isReady(second), patience).toBe(true);
    expect((await page(bo)).status).toBe(201);
    await expect.poll(() => mailed('bo'), patience).toBe(1);
    await expect.poll(sent, patience).toBe(1);
    expect((await page(cy)).status).toBe(201);
    await first.kill9();
    await expect.poll(() => isReady(second), patience).toBe(true);
    await expect.poll(() => mailed('cy'), patience).toBeGreaterThan(0);
    const open = async () =>
      (await second.api<{ items: unknown[] }>('/api/v1/open-pages', { token })).body?.items?.length;
    await expect.poll(open, patience).toBe(2);
    expect(mailed('bo')).toBe(1);
    // Cut off between sending and noting that: prefer twice to never.
    expect(mailed('cy')).toBeLessThanOrEqual(2);
  });

  test('[MP1] [MP2] a lead that stood still finds itself replaced, and goes on beside the one that leads', async () => {
    const url = await makeDatabase(cluster);
    await using first = await startOn(url);
    await using second = await startOn(url);
    const token = first.ownerToken;
    await expect.poll(() => isReady(second), patience).toBe(true);
    const room = makeRoomName();
    const ana = joinRoom(first.url, token, room);
    await ana.synced();
    process.kill(first.pid, 'SIGSTOP');
    await second.logged(/this process leads/);
    process.kill(first.pid, 'SIGCONT');
    await first.logged(/this process follows/);
    await expect.poll(() => isReady(first), patience).toBe(true);
    const bo = joinRoom(second.url, token, room);
    const stop = letThemType([ana, bo]);
    await bo.until(() => typedIn(bo).length > 20, 'some of it');
    await expectAllHaveAll([ana, bo], stop());
    expect((await first.api('/api/v1/incidents', { token, json: { title: 'By way of' } })).status).toBe(201);
    ana.close();
    bo.close();
  });

  test('[MP3] PostgreSQL ends and comes back while people on two servers type: nothing that was acknowledged is lost', async () => {
    await using own = await startPostgres();
    const url = addressOf(own, 'postgres');
    await using first = await startOn(url);
    await using second = await startOn(url);
    const token = first.ownerToken;
    await expect.poll(() => isReady(second), patience).toBe(true);
    const room = makeRoomName();
    const people = [joinRoom(first.url, token, room), joinRoom(second.url, token, room)];
    await Promise.all(people.map((each) => each.synced()));
    const stop = letThemType(people);
    await people[0]?.until(() => (people[0]?.saved() ?? 0) > 5, 'some was saved');
    await own.stop('SIGKILL');
    await expect.poll(() => isReady(first), patience).toBe(false);
    await own.start();
    await expect.poll(() => isReady(first), patience).toBe(true);
    await expect.poll(() => isReady(second), patience).toBe(true);
    await expectAllHaveAll(people, stop());
    for (const each of people) each.close();
  });

  test('[MP3] [PG3] PostgreSQL may only be read for a while: nothing is acknowledged, nothing is lost, and work goes on by itself', async () => {
    await using own = await startPostgres();
    const url = addressOf(own, 'postgres');
    await using first = await startOn(url);
    await using second = await startOn(url);
    const token = first.ownerToken;
    await expect.poll(() => isReady(second), patience).toBe(true);
    const room = makeRoomName();
    const people = [joinRoom(first.url, token, room), joinRoom(second.url, token, room)];
    await Promise.all(people.map((each) => each.synced()));
    const stop = letThemType(people);
    await people[0]?.until(() => (people[0]?.saved() ?? 0) > 5, 'some was saved');
    const declare = () => second.api('/api/v1/incidents', { json: { title: 'Shop is down' }, token });
    await letOnlyRead(own, true);
    await expect.poll(async () => (await declare()).status, patience).toBe(503);
    await expect.poll(() => isReady(first), patience).toBe(false);
    // What was there can still be read, over either server.
    expect((await second.api('/api/v1/incidents', { token })).status).toBe(200);
    await letOnlyRead(own, false);
    await expect.poll(() => isReady(first), patience).toBe(true);
    await expect.poll(async () => (await declare()).status, patience).toBe(201);
    await expectAllHaveAll(people, stop());
    for (const each of people) each.close();
  });

  test.skipIf(!hasRedis)(
    '[MP4] the same by Redis, which is lost meanwhile: people on two servers go on seeing what the others type',
    async () => {
      const redis = await startRedis();
      const url = await makeDatabase(cluster);
      const environment = { MUSTER_REDIS: `redis://:${redisPassword}@${redis.host}:${redis.port}` };
      await using first = await startOn(url, environment);
      await using second = await startOn(url, environment);
      const token = first.ownerToken;
      await expect.poll(() => isReady(second), patience).toBe(true);
      const room = makeRoomName();
      const people = [joinRoom(first.url, token, room), joinRoom(second.url, token, room)];
      const [ana, bo] = people as [StockClient, StockClient];
      await Promise.all(people.map((each) => each.synced()));
      ana.provider.awareness.setLocalState({ panel: 'tasks' });
      await bo.until(() => bo.provider.awareness.getStates().has(ana.doc.clientID), 'Ana');
      const stop = letThemType(people);
      await bo.until(() => typedIn(bo).length > 40, 'some of it');
      await redis[Symbol.asyncDispose]();
      const before = typedIn(bo).filter((text) => text.startsWith('<0.')).length;
      await bo.until(
        () => typedIn(bo).filter((text) => text.startsWith('<0.')).length > before + 20,
        'what Ana types without Redis',
      );
      await expectAllHaveAll(people, stop());
      for (const each of people) each.close();
    },
    120_000,
  );
});
