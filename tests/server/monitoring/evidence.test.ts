// What failed checks saw, and trying a check, through the real server.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser } from '#sync-server/checks/browser-run/browser-launch.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Evidence = {
  at: number;
  status: string;
  reason: string;
  statusLine: string;
  body: string;
  headers: Record<string, string>;
  phases: { connectMs: number; totalMs: number };
  screenshot: null;
};
type Tried = { status: string; reason: string | null; latencyMs: number | null; evidence: Evidence | null };
type Pictured = { at: number; reason: string; screenshot: { type: string; bytes: number } };
type Problem = { errors: { field: string }[] };

const canary = 'canary-secret-42';
let server: RunningServer;
let target: Server;
let url: string;
beforeAll(async () => {
  server = await startServer();
  // As rude as a target can be: it tells back what it was sent.
  target = createServer((request, response) => {
    const { authorization = '', 'x-key': key = '' } = request.headers;
    response.writeHead(500, { 'x-echo': authorization, 'set-cookie': 'session=1' });
    response.end(`${authorization} ${String(key)} ${'x'.repeat(3_000)}`);
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  target.close();
  await server[Symbol.asyncDispose]();
});

test('[CK8] a failure keeps its status, phases, headers and the first kilobyte, and no secret anywhere', async () => {
  const settings = { url, password: canary, user: 'ana', headers: `x-key: ${canary}-b` };
  const json = { name: 'rude', kind: 'http', settings, intervalSeconds: 1, confirmations: 1 };
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const { id } = (await server.api<{ id: string }>('/api/v1/monitors', { json })).body;
  await feed.until((message) => message.type === 'monitor' && message.monitor.status === 'down');
  const read = async () =>
    (await server.api<{ items: Evidence[] }>(`/api/v1/monitors/${id}/evidence`)).body.items;
  await expect.poll(async () => (await read()).length).toBeGreaterThan(0);
  const [seen] = await read();
  expect(seen).toMatchObject({
    status: 'down',
    reason: '500 Internal Server Error',
    statusLine: 'HTTP/1.1 500 Internal Server Error',
    screenshot: null,
  });
  expect(seen?.phases.totalMs).toBeGreaterThan(0);
  expect(Buffer.byteLength(seen?.body ?? '')).toBeLessThanOrEqual(1_100);
  expect(seen?.headers).toHaveProperty('x-echo');
  expect(seen?.headers).not.toHaveProperty('set-cookie');
  const everything = JSON.stringify([
    await read(),
    await server.api(`/api/v1/monitors/${id}`),
    feed.messages,
  ]);
  for (const secret of [canary, Buffer.from(`ana:${canary}`).toString('base64')]) {
    expect(everything).not.toContain(secret);
    expect(server.log()).not.toContain(secret);
  }
  expect((await server.api(`/api/v1/monitors/${id}/evidence/1/screenshot`)).status).toBe(404);
  await server.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
  expect((await server.api(`/api/v1/monitors/${id}/evidence`)).status).toBe(404);
  feed.close();
});

test('[CK9] a check is tried without being kept, and says what it saw', async () => {
  const tried = await server.api<Tried>('/api/v1/monitors/try', {
    json: { kind: 'http', settings: { url } },
  });
  expect(tried.body).toMatchObject({ status: 'down', reason: '500 Internal Server Error' });
  expect(tried.body.evidence?.statusLine).toBe('HTTP/1.1 500 Internal Server Error');
  expect((await server.api<{ items: unknown[] }>('/api/v1/monitors')).body.items).toEqual([]);
  const silent = await server.api<Tried>('/api/v1/monitors/try', {
    json: { kind: 'heartbeat', settings: {} },
  });
  expect(silent.body).toMatchObject({
    status: 'unknown',
    reason: 'it waits for reports, and cannot be asked',
  });
});

test('[CK3] an impossible measurement is no sample, no outage and no incident: the monitor waits, with the reason', async () => {
  const json = { name: 'silent', kind: 'heartbeat', settings: {}, intervalSeconds: 1, confirmations: 1 };
  const { id } = (await server.api<{ id: string }>('/api/v1/monitors', { json })).body;
  const read = async () =>
    (await server.api<{ status: string; reason: string | null }>(`/api/v1/monitors/${id}`)).body;
  await expect.poll(read).toMatchObject({ status: 'pending', reason: 'no beat yet' });
  const items = async (path: string) => (await server.api<{ items: unknown[] }>(path)).body.items;
  expect(await items(`/api/v1/monitors/${id}/outages`)).toEqual([]);
  expect(await items(`/api/v1/monitors/${id}/evidence`)).toEqual([]);
  expect(JSON.stringify(await items('/api/v1/incidents'))).not.toContain('silent');
  await server.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
});

test('[CK4] a reason quotes 50 characters, and evidence keeps 40 headers of 500 characters', async () => {
  const long = createServer((_request, response) => {
    for (let n = 0; n < 60; n++) response.setHeader(`x-${n}`, 'y'.repeat(700));
    response.end(JSON.stringify({ a: 'z'.repeat(3_000) }));
  }).listen(0, '127.0.0.1');
  await once(long, 'listening');
  const at = `http://127.0.0.1:${(long.address() as AddressInfo).port}/`;
  const tried = await server.api<Tried>('/api/v1/monitors/try', {
    json: { kind: 'json', settings: { url: at, query: 'a', operator: '==', expected: '1' } },
  });
  expect(tried.body.status).toBe('down');
  const quoted = /z+/.exec(tried.body.reason ?? '')?.[0] ?? '';
  expect(quoted.length).toBeGreaterThan(10);
  expect(quoted.length).toBeLessThanOrEqual(50);
  const headers = Object.entries(tried.body.evidence?.headers ?? {});
  expect(headers).toHaveLength(40);
  for (const [, value] of headers) expect(value.length).toBeLessThanOrEqual(501);
  expect(Object.keys(tried.body.evidence?.phases ?? {})).toContain('totalMs');
  long.close();
});

test('[CK9] only an owner may, and what is wrong is named', async () => {
  const bo = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const json = { kind: 'http', settings: { url: 'ftp://x' } };
  expect((await server.api('/api/v1/monitors/try', { json, token: bo.body.token })).status).toBe(403);
  const wrong = await server.api<Problem>('/api/v1/monitors/try', { json });
  expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([400, 'settings.url']);
});

test('[CK9] a monitor lends its secrets to a try of its changed settings', async () => {
  const settings = { url, password: canary };
  const json = { name: 'lender', kind: 'http', settings, intervalSeconds: 3600, paused: true };
  const { id } = (await server.api<{ id: string }>('/api/v1/monitors', { json })).body;
  const again = { kind: 'http', id, settings: { url, password: '••••••••', accepted: '500' } };
  const tried = await server.api<Tried>('/api/v1/monitors/try', { json: again });
  expect(tried.body).toMatchObject({ status: 'up' });
});

test('[CK9] at most four checks are tried at once, and a fifth is told to wait', async () => {
  const held: { end(): void }[] = [];
  const slow = createServer((_request, response) => void held.push(response)).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const settings = { url: `http://127.0.0.1:${(slow.address() as AddressInfo).port}/` };
  const tryIt = () => server.api<Tried>('/api/v1/monitors/try', { json: { kind: 'http', settings } });
  const four = [tryIt(), tryIt(), tryIt(), tryIt()];
  await expect.poll(() => held.length).toBe(4);
  expect((await tryIt()).status).toBe(429);
  for (const response of held) response.end();
  for (const { body } of await Promise.all(four)) expect(body.status).toBe('up');
  const again = tryIt();
  await expect.poll(() => held.length).toBe(5);
  held[4]?.end();
  expect((await again).status).toBe(200);
  slow.close();
});

test.skipIf(findBrowser(process.env) === null)(
  '[CK11] the picture of a failed browser check is kept and served',
  async () => {
    const page = createServer((_request, response) => response.end('<h1>Closed</h1>')).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const address = `http://127.0.0.1:${(page.address() as AddressInfo).port}/`;
    const settings = { script: `open ${address}\nexpect "Open"`, stepSeconds: 3 };
    const json = { name: 'shop', kind: 'browser', settings, intervalSeconds: 30, confirmations: 1 };
    const { id } = (await server.api<{ id: string }>('/api/v1/monitors', { json })).body;
    const read = async () => {
      const { body } = await server.api<{ items: Pictured[] }>(`/api/v1/monitors/${id}/evidence`);
      return body.items[0];
    };
    // On a busy machine the browser may start too slowly for the first check.
    await expect.poll(read, { timeout: 100_000 }).toMatchObject({
      reason: 'line 2 (expect "Open"): “Open” is not on the page after 3 s',
      screenshot: { type: 'image/png' },
    });
    const seen = await read();
    const picture = await fetch(`${server.url}/api/v1/monitors/${id}/evidence/${seen?.at}/screenshot`, {
      headers: { authorization: `Bearer ${server.ownerToken}` },
    });
    expect(picture.headers.get('content-type')).toBe('image/png');
    const bytes = Buffer.from(await picture.arrayBuffer());
    expect(bytes.length).toBe(seen?.screenshot.bytes);
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    await server.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
    page.close();
  },
);
