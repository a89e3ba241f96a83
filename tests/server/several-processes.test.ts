// Several servers on one PostgreSQL (PR), also while one of them, Redis or PostgreSQL itself ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  hasPostgres,
  hasRedis,
  redisPassword,
  startPostgres,
  startRedis,
  type Cluster,
} from '#sync-server/checks/testing/databases.ts';
import { addressOf, makeDatabase } from '#sync-server/storage/testing/postgres.ts';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom, type StockClient } from '#tests/helpers/stock-client.ts';

type Listed = { items: { id: string; title: string }[] };
const patience = { timeout: 30_000, interval: 50 };

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  const startOn = (url: string, environment: Record<string, string> = {}) =>
    startServer({ environment: { MUSTER_DATABASE: url, ...environment } });
  const typedIn = ({ doc }: StockClient) => doc.getArray<string>('typed').toArray();
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

  test('[PR1] [PR3] [PR5] [PR6] people on two servers see each other, and either server answers for both', async () => {
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
    const sees = (one: StockClient, other: StockClient) =>
      one.provider.awareness.getStates().get(other.doc.clientID)?.['panel'];
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
  }, 120_000);

  test.each(['the one that leads', 'the other one'] as const)(
    '[PR1] [PR2] %s is killed while people type: nothing that was acknowledged is lost, and within seconds somebody leads',
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
      await bo.until(() => bo.saved() > 5 && typedIn(bo).length > 30, 'some was saved');
      const acknowledged = typedIn(ana);

      await victim.kill9();
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
      const typed = stop();
      await expectAllHaveAll([ana, bo], typed);
      for (const each of acknowledged) expect(typed.has(each)).toBe(true);
      ana.close();
      bo.close();
    },
    120_000,
  );

  test('[PR3] PostgreSQL ends and comes back while people on two servers type: nothing that was acknowledged is lost', async () => {
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
  }, 120_000);

  test.skipIf(!hasRedis)(
    '[PR4] the same by Redis, which is lost meanwhile: people on two servers go on seeing what the others type',
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
