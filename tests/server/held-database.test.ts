import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { startServer } from '#tests/helpers/server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

type Listed = { items: { id: string; title: string; status: string }[] };

test('[OP10] another program’s lock: writes are refused, the rest goes on, and afterwards nothing is missing', async () => {
  await using server = await startServer();
  const file =
    readdirSync(server.dataFolder).find((name) => name.endsWith('.db') || name.endsWith('.sqlite')) ?? '';
  const room = makeRoomName();
  const ana = joinRoom(server.url, server.ownerToken, room);
  await ana.synced();
  const other = new DatabaseSync(join(server.dataFolder, file), { timeout: 10_000 });
  // A port that nobody listens on: what is watched there is down.
  const monitor = await server.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'Shop',
      kind: 'http',
      settings: { url: 'http://127.0.0.1:1/' },
      intervalSeconds: 1,
      confirmations: 100,
      recoveries: 1,
    },
  });
  expect(monitor.status).toBe(201);
  const path = `/api/v1/monitors/${monitor.body.id}`;
  other.exec('BEGIN IMMEDIATE');

  ana.doc.getText('summary').insert(0, 'typed meanwhile');
  const declared = await server.api<{ detail: string }>('/api/v1/incidents', {
    json: { title: 'Meanwhile' },
  });
  expect(declared).toMatchObject({ status: 503 });
  expect(declared.headers.get('retry-after')).toBe('5');
  expect((await server.api('/healthz', { token: null })).status).toBe(200);
  expect((await server.api<Listed>('/api/v1/incidents')).body.items).toEqual([]);
  await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(503);
  expect(ana.sent() > 0 && ana.saved() === ana.sent()).toBe(false);

  other.exec('COMMIT');
  other.close();
  await expect
    .poll(async () => (await server.api('/api/v1/incidents', { json: { title: 'After' } })).status)
    .toBe(201);
  await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(200);
  await ana.until(() => ana.sent() > 0 && ana.saved() === ana.sent(), 'saved');
  expect((await server.api(path)).status).toBe(200);
  ana.close();
});

test('[OP10] a monitor that fails while nothing can be stored is shown as down, and told as soon as possible', async () => {
  await using server = await startServer();
  const file =
    readdirSync(server.dataFolder).find((name) => name.endsWith('.db') || name.endsWith('.sqlite')) ?? '';
  const other = new DatabaseSync(join(server.dataFolder, file), { timeout: 10_000 });
  const made = await server.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'Shop',
      kind: 'http',
      settings: { url: `${server.url}/healthz` },
      intervalSeconds: 1,
      confirmations: 2,
      recoveries: 1,
    },
  });
  const path = `/api/v1/monitors/${made.body.id}`;
  const status = async () => (await server.api<{ status: string }>(path)).body.status;
  await expect.poll(status).toBe('up');
  // From now on it answers, but not as is wanted.
  const { body, headers } = await server.api<object>(path);
  const changed = await server.api(path, {
    method: 'PUT',
    json: { ...body, settings: { url: `${server.url}/api/v1/me` }, confirmations: 4 },
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  expect(changed.status).toBe(200);
  other.exec('BEGIN IMMEDIATE');
  await expect.poll(status).toBe('down');
  expect((await server.api<Listed>('/api/v1/incidents')).body.items).toEqual([]);
  other.exec('COMMIT');
  other.close();
  await expect.poll(async () => (await server.api<Listed>('/api/v1/incidents')).body.items.length).toBe(1);
});
