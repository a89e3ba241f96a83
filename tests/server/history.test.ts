import { roomName } from '#wire/document-name.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { openReplay } from '#room/log/replay.ts';
import { openRoom } from '#room/log/room.ts';
import { makeId } from '../helpers/facts.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom } from '../helpers/stock-client.ts';

type Page = { items: { seq: number; at: number; data: string }[]; next: number | null };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

const declare = async (title: string) =>
  (await server.api<{ id: string }>('/api/v1/incidents', { json: { title } })).body.id;
const note = (id: string, text: string) =>
  server.api(`/api/v1/incidents/${id}/facts`, { json: { kind: 'note', text } });

async function readAll(from: RunningServer, id: string, limit: number): Promise<Page['items']> {
  const items: Page['items'] = [];
  for (let after: number | null = 0; after !== null;) {
    const page: Page = (await from.api<Page>(`/api/v1/incidents/${id}/history?after=${after}&limit=${limit}`))
      .body;
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    after = page.next;
  }
  return items;
}

const decode = (items: Page['items']) =>
  items.map(({ at, data }) => ({ at, update: new Uint8Array(Buffer.from(data, 'base64')) }));

test('[RP1] pages of any size make the same log, and the log makes the room, words that were deleted included', async () => {
  const id = await declare('Checkout fails');
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  for (const words of ['eu-2 ', 'and eu-3 ']) {
    client.doc.getText('summary').insert(0, words);
    await client.until(() => client.saved() === client.sent(), 'the words to be durable');
  }
  const typedAt = Date.now();
  client.doc.getText('summary').delete(0, 9);
  await client.until(() => client.saved() === client.sent(), 'the deletion to be durable');
  // So many that reading them takes several rounds, the last of them full.
  for (let i = 0; i < 30; i++) await note(id, `note ${i}`);
  const items = await readAll(server, id, 2_000);
  expect(await readAll(server, id, 7)).toEqual(items);
  expect(await readAll(server, id, items.length)).toEqual(items);
  expect(items.map(({ seq }) => seq)).toEqual(items.map(({ seq }) => seq).toSorted((a, b) => a - b));

  const doc = new Y.Doc();
  for (const { update } of decode(items)) Y.applyUpdate(doc, update);
  const whole = openRoom(doc);
  expect(whole.room().timeline.filter(({ fact }) => fact.kind === 'note')).toHaveLength(30);
  const replay = openReplay({ whole, history: decode(items), time: typedAt });
  expect(replay.view().past.text('summary').toJSON()).toBe('and eu-3 eu-2 ');
  replay.goTo(Date.now());
  expect(replay.view().past.text('summary').toJSON()).toBe('eu-2 ');
  client.close();
});

test('[RP1] large updates make small pages, and one that is larger than a page goes out alone', async () => {
  const id = await declare('Large');
  const client = joinRoom(server.url, server.ownerToken, roomName(id));
  await client.synced();
  for (const size of [1_500_000, 1_500_000, 3_000_000]) {
    client.doc.getText('summary').insert(0, 'x'.repeat(size));
    await client.until(() => client.saved() === client.sent(), 'the words to be durable');
  }
  client.close();
  let after: number | null = 0;
  let bytes = 0;
  let pages = 0;
  while (after !== null) {
    const page: Page = (await server.api<Page>(`/api/v1/incidents/${id}/history?after=${after}`)).body;
    const size = page.items.reduce((sum, { data }) => sum + data.length * 0.75, 0);
    expect(size <= 2 * 1024 * 1024 || page.items.length === 1).toBe(true);
    bytes += size;
    pages += 1;
    after = page.next;
  }
  expect(bytes).toBeGreaterThan(6_000_000);
  expect(pages).toBeGreaterThan(2);
});

test('[RP1] a viewer may read it; nobody may without a token; what does not exist or fit is refused', async () => {
  const id = await declare('Doors');
  const viewer = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  const ask = (path: string, token: string | null) =>
    fetch(`${server.url}/api/v1/incidents/${path}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    }).then(({ status }) => status);
  expect(await ask(`${id}/history`, viewer.body.token)).toBe(200);
  expect(await ask(`${id}/history`, null)).toBe(401);
  expect(await ask(`${makeId()}/history`, viewer.body.token)).toBe(404);
  for (const query of ['after=-1', 'limit=0', 'limit=2001', 'after=x'])
    expect(await ask(`${id}/history?${query}`, viewer.body.token), query).toBe(400);
});

test('[RP3] a replica answers from its own log: what it never had before has the time at which it came', async () => {
  const id = await declare('Met late');
  await note(id, 'before the replica');
  const before = Date.now();
  await using replica = await startServer({ upstreams: [server.url], upstreamToken: server.ownerToken });
  const count = async () =>
    (await replica.api<{ factCount?: number }>(`/api/v1/incidents/${id}`)).body.factCount ?? 0;
  await expect.poll(count).toBeGreaterThanOrEqual(3);
  const items = await readAll(replica, id, 2_000);
  const doc = new Y.Doc();
  for (const { update } of decode(items)) Y.applyUpdate(doc, update);
  const whole = openRoom(doc);
  const replay = openReplay({ whole, history: decode(items), time: before, promptMs: 0 });
  expect(replay.textsFrom).toBeGreaterThanOrEqual(before);
  expect(
    replay
      .view()
      .past.room()
      .timeline.some(({ fact }) => fact.kind === 'note'),
  ).toBe(true);
  expect(replay.view().late.length).toBe(replay.view().past.room().factCount);
});
