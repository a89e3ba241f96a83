// RS10: the library of reviews over a real server, and over a replica whose team's server is away.
import { expect, test } from 'vitest';
import type { ShownReview } from '#wire/api/reviews.ts';
import { roomName } from '#wire/document-name.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { joinRoom } from '../../helpers/stock-client.ts';

const path = '/api/v1/reviews';
type Page = { items: ShownReview[]; next: string | null; total: number; unread: number };
const ask = async (server: RunningServer, query = '', token?: string) =>
  (await server.api<Page>(`${path}${query}`, token === undefined ? {} : { token })).body;
const titles = async (server: RunningServer, query = '') =>
  (await ask(server, query)).items.map(({ title }) => title);

async function resolve(server: RunningServer, title: string, service: string, facts: object[] = []) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title, service } });
  await add(server, body.id, [...facts, { kind: 'status', status: 'resolved' }]);
  return body.id;
}
async function add(server: RunningServer, id: string, facts: object | object[], token?: string) {
  const { status, body } = await server.api(`/api/v1/incidents/${id}/facts`, {
    json: facts,
    ...(token !== undefined && { token }),
  });
  expect(status, JSON.stringify(body)).toBe(201);
}
async function write(server: RunningServer, id: string, texts: Record<string, string>) {
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  for (const [name, text] of Object.entries(texts)) client.doc.getText(name).insert(0, text);
  await client.until(() => client.saved() === client.sent() && client.sent() > 0, 'the texts to be saved');
  client.close();
}

test('[RS10] the library says what was learned, is filtered and searched, goes by pages, and survives a restart', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  const shop = await resolve(server, 'Checkout fails', 'shop', [{ kind: 'review', causes: ['Config'] }]);
  const find = await resolve(server, 'Search is slow', 'search', [{ kind: 'review', state: 'in-review' }]);
  await server.api('/api/v1/incidents', { json: { title: 'Still open' } });
  expect(await titles(server)).toEqual(['Search is slow', 'Checkout fails']);
  await write(server, shop, {
    'review/root-cause': '**The pool** was full. It had ten connections.',
    'review/improve': '- Alert before the pool is full',
  });
  await expect
    .poll(async () => (await ask(server)).items[1])
    .toMatchObject({
      id: shop,
      state: 'draft',
      causes: ['Config'],
      cause: 'The pool was full.',
      lesson: 'Alert before the pool is full',
      readers: [],
      isUnread: false,
    });

  expect(await titles(server, '?service=SHOP')).toEqual(['Checkout fails']);
  expect(await titles(server, '?state=in-review')).toEqual(['Search is slow']);
  expect(await titles(server, '?cause=config')).toEqual(['Checkout fails']);
  await expect.poll(() => titles(server, '?q=ten%20connec')).toEqual(['Checkout fails']);
  expect((await ask(server, '?q=connections')).items[0]).toMatchObject({ matches: [{ where: 'review' }] });
  const first = await ask(server, '?limit=1');
  expect(first).toMatchObject({ items: [{ id: find }], total: 2, unread: 1 });
  expect(await ask(server, `?limit=1&cursor=${first.next}`)).toMatchObject({
    items: [{ id: shop }],
    next: null,
  });

  expect(await titles(server, '?unread=true')).toEqual(['Search is slow']);
  await add(server, find, { kind: 'review', read: true });
  expect(await ask(server, '?unread=true')).toMatchObject({ items: [], unread: 0 });
  await server.restart();
  await expect.poll(async () => (await ask(server)).items[0]?.readers).toEqual([me.id]);
  expect((await ask(server)).items[1]?.cause).toBe('The pool was full.');

  await add(server, shop, { kind: 'status', status: 'investigating' });
  expect(await titles(server)).toEqual(['Search is slow']);
});

test('[RS10] [TM2] the review of a restricted incident is there for those who see it alone', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const { body: invited } = await server.api<{ code: string }>('/api/v1/invitations', {
    json: { role: 'responder' },
  });
  const { body: bo } = await server.api<{ token: string }>('/api/v1/invitations/accept', {
    token: null,
    json: { code: invited.code, name: 'Bo' },
  });
  await resolve(server, 'Checkout fails', 'shop');
  const secret = await resolve(server, 'Keys were stolen', 'vault', [{ kind: 'review', state: 'in-review' }]);
  expect(await ask(server, '', bo.token)).toMatchObject({ total: 2, unread: 1 });
  const restriction = { method: 'PUT', json: { teams: [], people: [] } };
  const { status } = await server.api(`/api/v1/incidents/${secret}/restriction`, restriction);
  expect(status).toBeLessThan(300);
  for (const query of ['', '?unread=true', '?service=vault', '?q=stolen', '?state=in-review'])
    expect(JSON.stringify(await ask(server, query, bo.token)), query).not.toContain('stolen');
  expect(await ask(server, '', bo.token)).toMatchObject({ total: 1, unread: 0 });
  expect(await titles(server, '?service=vault')).toEqual(['Keys were stolen']);
  const marked = await server.api(`/api/v1/incidents/${secret}/facts`, {
    json: { kind: 'review', read: true },
    token: bo.token,
  });
  expect(marked.status).toBe(404);
});

test('[RS10] a wrong filter is named', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  for (const [query, field] of [
    ['?unread=yes', 'unread'],
    ['?state=done', 'state'],
    ['?cursor=x', 'cursor'],
    ['?colour=red', 'colour'],
  ] as const) {
    const { status, body } = await server.api(`${path}${query}`);
    expect(status, query).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  }
});

test('[RS9] [RS10] a replica lists and marks as read while the team is away, and the team hears of it later', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  await using replica = await startReplicaOf(server, 'Bo');
  const id = await resolve(server, 'Checkout fails', 'shop', [{ kind: 'review', state: 'in-review' }]);
  await untilUpstream(replica, isLive);
  await expect.poll(async () => (await ask(replica)).unread).toBe(1);
  await server.stop();
  await add(replica, id, { kind: 'review', read: true });
  expect(await ask(replica)).toMatchObject({ unread: 0, items: [{ readers: [expect.any(String)] }] });
  await server.restart();
  await expect.poll(async () => (await ask(server)).items[0]?.readers.length).toBe(1);
  expect((await ask(server)).unread, 'the owner has not read it').toBe(1);
});
