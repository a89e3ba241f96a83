import { expect, test } from 'vitest';
import { isLive, startReplicaOf, untilUpstream } from '../helpers/replicas.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

const path = '/api/v1/action-items';
type Item = {
  id: string;
  incident: string;
  text: string;
  owner: string | null;
  state: string;
  isOverdue: boolean;
  lacks: string[];
  ticket: string | null;
};
type Fact = { id: string };

async function declare(server: RunningServer, title: string, service: string, items: object[]) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title, service } });
  const facts = items.map((item) => ({ kind: 'action-item', ...item }));
  const added = await server.api<{ items: Fact[] }>(`/api/v1/incidents/${body.id}/facts`, { json: facts });
  expect(added.status, JSON.stringify(added.body)).toBe(201);
  return { incident: body.id, items: added.body.items.map(({ id }) => id) };
}
const readFrom = (server: RunningServer) => async (query: string) =>
  (await server.api<{ items: Item[] }>(`${path}${query}`)).body.items;

test('[AI1] the list goes over all incidents, and finishing an item there writes into its room', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  const read = readFrom(server);
  const shop = await declare(server, 'Checkout fails', 'shop', [
    { text: 'Add an alert on the queue', owner: me.id, due: 1_000, type: 'detect' },
    { text: 'The runbook' },
  ]);
  const search = await declare(server, 'Search is slow', 'search', [
    { text: 'Drop the index', type: 'correct' },
  ]);
  await expect.poll(async () => (await read('')).length).toBe(3);
  const [late] = await read('?mine=true');
  expect(late).toMatchObject({ incident: shop.incident, isOverdue: true, lacks: [] });
  expect((await read('?overdue=true')).map(({ id }) => id)).toEqual([shop.items[0]]);
  expect((await read('?service=SEARCH')).map(({ id }) => id)).toEqual(search.items);
  expect((await read('?type=correct')).map(({ id }) => id)).toEqual(search.items);
  expect((await read('?service=shop'))[1]?.lacks).toEqual(['verb', 'owner', 'due']);

  const done = { kind: 'action-item-changed', target: late!.id, state: 'done', why: 'It fired in the drill' };
  await server.api(`/api/v1/incidents/${shop.incident}/facts`, { json: done });
  await expect.poll(async () => (await read('?state=done')).map(({ id }) => id)).toEqual([late!.id]);
  const { body: room } = await server.api<{ actionItems: Item[] }>(`/api/v1/incidents/${shop.incident}`);
  expect(room.actionItems[0]).toMatchObject({ state: 'done', why: 'It fired in the drill' });
  await server.restart();
  await expect.poll(async () => (await read('?state=all')).length).toBe(3);
  expect(await read('')).toHaveLength(2);
});

test('[AI1] a filter that means nothing is refused by its name', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  for (const [query, field] of [
    ['?mine=yes', 'mine'],
    ['?type=blame', 'type'],
    ['?state=late', 'state'],
    ['?colour=red', 'colour'],
  ] as const) {
    const { status, body } = await server.api(`${path}${query}`);
    expect(status, query).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  }
});

test('[AI1] a replica answers and writes while the team is away, and the team hears of it later', async () => {
  const server = await startServer({ ownerName: 'Ana' });
  await using replica = await startReplicaOf(server, 'Bo');
  const { incident, items } = await declare(server, 'Checkout fails', 'shop', [{ text: 'Add an alert' }]);
  await untilUpstream(replica, isLive);
  const here = readFrom(replica);
  await expect.poll(async () => (await here('')).map(({ id }) => id)).toEqual(items);
  await server.stop();
  const fact = { kind: 'action-item-changed', target: items[0], state: 'dropped', why: 'The service goes' };
  const written = await replica.api(`/api/v1/incidents/${incident}/facts`, { json: fact });
  expect(written.status).toBe(201);
  await expect.poll(async () => (await here('?state=dropped')).map(({ id }) => id)).toEqual(items);
  await server.restart();
  await expect
    .poll(async () => (await readFrom(server)('?state=dropped')).map(({ id }) => id), { timeout: 20_000 })
    .toEqual(items);
  await server[Symbol.asyncDispose]();
});
