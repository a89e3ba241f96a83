// Garbage on every HTTP door: a clear problem, one line in the log, and nobody else notices.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Person } from '#room/feed/feed.ts';
import { findRenderer } from '#sync-server/installation.ts';
import { makeRoomName, writeFact } from '../helpers/facts.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

type Problem = { type: string; title: string; status: number; detail: string; errors?: { field: string }[] };
let server: RunningServer;
let witness: StockClient;
let me: Person;
let pid = 0;

beforeAll(async () => {
  server = await startServer();
  pid = server.pid;
  me = (await server.api<Person>('/api/v1/me')).body;
  witness = joinRoom(server.url, server.ownerToken, makeRoomName());
  await witness.synced();
});
afterAll(async () => {
  witness.close();
  await server[Symbol.asyncDispose]();
});

/** After each attack another client writes, and the write becomes durable on the connection it had. */
afterEach(async () => {
  expect(witness.provider.wsconnected).toBe(true);
  const sent = witness.sent();
  writeFact(witness.doc, me.id, 'undisturbed');
  await witness.until(() => witness.sent() > sent && witness.saved() === witness.sent());
  expect((await server.api('/healthz')).status).toBe(200);
  expect(server.pid).toBe(pid);
});

const post = (body: string | Uint8Array, type = 'application/json', path = '/api/v1/incidents') =>
  server.api<Problem>(path, { method: 'POST', body: body as BodyInit, headers: { 'content-type': type } });

const deep = (depth: number) => `{"title":${'['.repeat(depth)}${']'.repeat(depth)}}`;

test.each([
  ['no JSON', 'title=x', 400, /not JSON/],
  ['nothing', '', 400, /not as expected/],
  ['half of it', '{"title":"x"', 400, /not JSON/],
  ['a number', '42', 400, /not as expected/],
  ['nesting made to exhaust the stack', deep(400_000), 400, /nests deeper than 32 levels/],
  [
    'nesting inside strings is no nesting',
    JSON.stringify({ title: '['.repeat(301) }),
    400,
    /not as expected/,
  ],
  ['a field __proto__', '{"title":"x","__proto__":{"isAdmin":true}}', 400, /forbidden name/],
  ['a field constructor', '{"title":"x","constructor":{"prototype":{"a":1}}}', 400, /forbidden name/],
  ['an escaped __proto__', '{"title":"x","\\u005f_proto__":{}}', 400, /forbidden name/],
  ['a body over 1 MiB', `{"title":"${'x'.repeat(1024 * 1024)}"}`, 413, /larger than 1048576 bytes/],
])('[HT1] %s is refused', async (_name, body, status, detail) => {
  const before = server.log().length;
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({ type: 'about:blank', status });
  expect(answer.body.detail).toMatch(detail);
  await server.logged(/\n$/, before);
  expect(server.log().slice(before).trim().split('\n')).toHaveLength(1);
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

test('[HT1] bytes that are no text, and other types than JSON, are refused', async () => {
  expect((await post(new Uint8Array(2_000).fill(0xfe))).status).toBe(400);
  expect((await post('title=x', 'application/x-www-form-urlencoded')).status).toBe(415);
  expect((await post('{}', 'text/plain')).status).toBe(415);
  expect((await post('{}', 'multipart/form-data; boundary=x')).status).toBe(415);
});

test.each([
  ['GET', '/api/v1/nothing', 404],
  ['POST', '/api/v1/me', 405],
  ['DELETE', '/api/v1/incidents', 405],
  ['DELETE', '/healthz', 405],
  ['PUT', '/status', 405],
  ['POST', '/status/none/', 405],
  ['DELETE', '/status/none/history.rss', 405],
  ['PUT', '/report/none', 405],
  ['GET', '/intake/none/generic', 405],
  ['POST', '/calendar/none.ics', 405],
  ['GET', '/api/v1/people/%00', 404],
  ['GET', '/api/v1/people/%ff', 400],
  ['GET', `/api/v1/people/${'x'.repeat(65)}`, 400],
  ['GET', `/api/v1/people/${'x'.repeat(5_000)}`, 414],
  ['PUT', '/api/v1/monitors/none', 400],
  ['DELETE', '/api/v1/monitors/none', 404],
  ['GET', '/api/v1/monitors/none/samples', 404],
  ['GET', '/sync/library', 404],
])('[HT1] %s %s answers a problem', async (method, path, status) => {
  const answer = await server.api<Problem>(path, { method });
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({
    status,
    title: expect.stringMatching(/\w/),
    detail: expect.stringMatching(/\w/),
  });
});

test.each([
  ['/status/none/', 'GET, HEAD'],
  ['/status/none/subscribe', 'GET, HEAD, POST'],
  ['/u/none', 'GET, HEAD, POST'],
  ['/intake/none/generic', 'POST'],
  ['/api/v1/incidents', 'GET, HEAD, POST'],
])('[HT1] a wrong method at %s is told which ones there are', async (path, allow) => {
  const { status, headers } = await server.api(path, { method: 'PATCH' });
  expect([status, headers.get('allow')]).toEqual([405, allow]);
});

test('[HT2] without a token nothing but the open doors answers, and the body is not even read', async () => {
  for (const path of ['/api/v1/me', '/api/v1/live', '/api/v1/incidents', '/api/v1/check-kinds']) {
    const { status, headers } = await server.api(path, { token: null });
    expect([path, status]).toEqual([path, 401]);
    expect(headers.get('www-authenticate')).toBe('Bearer');
  }
  for (const path of ['/healthz', '/readyz', '/metrics', '/api/v1/openapi.json']) {
    expect([path, (await server.api(path, { token: null })).status]).toEqual([path, 200]);
  }
  const big = {
    method: 'POST',
    body: 'x'.repeat(3_000_000),
    headers: { 'content-type': 'application/json' },
  };
  const answer = await server.api('/api/v1/incidents', { ...big, token: null }).then(
    ({ status }) => status,
    () => 'cut off while sending',
  );
  expect([401, 'cut off while sending']).toContain(answer);
});

test('[SY2] a token in the URL is no token', async () => {
  expect((await server.api(`/api/v1/me?token=${server.ownerToken}`, { token: null })).status).toBe(401);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/sync/library?token=${server.ownerToken}`);
  expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(4401);
  expect(server.log()).not.toContain(server.ownerToken);
});

test.each([
  '/sync/nonsense',
  '/sync/room-1',
  '/sync/library/x',
  '/sync/',
  '/',
  '/api/v1/live',
  '/sync/%2e%2e',
])('[SY1] a socket to %s is answered with 404', async (path) => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, [
    'muster',
    `bearer.${server.ownerToken}`,
  ]);
  const status = await new Promise((resolve) => {
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.once('error', () => undefined);
  });
  expect(status).toBe(404);
  socket.terminate();
});

test('[OP21] a room asked for without an upgrade is a 404 that names the likely cause', async () => {
  const { status, body } = await server.api<Problem>('/sync/library');
  expect(status).toBe(404);
  expect(body.detail).toContain('Upgrade header');
});

test.each([
  ['garbage', Buffer.alloc(3_000, 0xa7)],
  ['half a request', Buffer.from('GET /healthz HTT')],
  ['endless headers', Buffer.from(`GET / HTTP/1.1\r\n${'X-Y: '.padEnd(20_000, 'z')}\r\n\r\n`)],
  [
    'a broken upgrade',
    Buffer.from('GET /sync/library HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'),
  ],
  [
    'two lengths',
    Buffer.from(
      'POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!',
    ),
  ],
])('[HT1] %s on a bare connection is ended', async (_name, bytes) => {
  const socket = connect(server.port, '127.0.0.1');
  const text = await new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
    socket.write(bytes, () => socket.end());
  });
  expect(text === '' || /^HTTP\/1\.1 4\d\d /.test(text)).toBe(true);
});

test.each([
  [
    'no socket of ours',
    'GET /sync/nonsense HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ],
  [
    'a foreign name',
    'GET /sync/library HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ],
  ['garbage', '\u0001\u0002\r\n\r\n'],
])(
  '[HT13] a caller that is refused (%s) and keeps its own end open holds no connection',
  async (_name, words) => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(words);
    await once(socket, 'end');
    // What nobody holds any more is answered with a reset.
    const timer = setInterval(() => socket.write('x'), 20);
    await closed;
    clearInterval(timer);
  },
);

test('[HT8] only the desktop may call from a page of another origin', async () => {
  const from = (origin: string, init: RequestInit = {}) =>
    fetch(`${server.url}/api/v1/me`, {
      ...init,
      headers: { origin, ...(init.headers as Record<string, string>) },
    });
  const preflight = await from('app://muster', {
    method: 'OPTIONS',
    headers: {
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization, if-match',
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('app://muster');
  expect(preflight.headers.get('access-control-allow-headers')).toBe(
    'Authorization, Content-Type, If-Match, Idempotency-Key',
  );
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT');
  const call = await from('app://muster', { headers: { authorization: `Bearer ${server.ownerToken}` } });
  expect(call.headers.get('access-control-allow-origin')).toBe('app://muster');
  expect(call.headers.get('access-control-expose-headers')).toContain('ETag');
  for (const origin of ['https://evil.example', 'app://other', 'null']) {
    const refused = await from(origin, {
      method: 'OPTIONS',
      headers: { 'access-control-request-method': 'PUT' },
    });
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('[HT8] any path that is no API is a screen, with a strict policy; files that are not there are 404', async () => {
  const page = await server.api<string>('/join', { token: null });
  expect([200, 503]).toContain(page.status);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.body).toContain('Muster');
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  // A job whose address is wrong must not read that its beat was taken.
  for (const path of [
    '/beat/key//start',
    '//beat/key',
    '/beat/key/start/now',
    '/intake/key/webhook/x',
    '/v2/x',
  ])
    expect((await fetch(`${server.url}${path}`)).status, path).toBe(404);
  expect((await server.api('/assets/none.js', { token: null })).status).toBe(404);
  expect((await server.api('/../package.json', { token: null })).status).toBe(404);
  expect((await server.api('/%2e%2e/%2e%2e/package.json', { token: null })).status).toBeGreaterThanOrEqual(
    400,
  );
});

test.runIf(findRenderer())(
  '[HT8] each built file of the screens is there, with its type and its cache',
  async () => {
    const folder = findRenderer()!;
    const script = readdirSync(join(folder, 'assets')).find((name) => name.endsWith('.js'))!;
    for (const [path, type, cache] of [
      ['index.html', /^text\/html/, 'no-cache'],
      ['worker.js', /javascript;/, 'no-cache'],
      [`assets/${script}`, /javascript;/, 'public, max-age=31536000, immutable'],
    ] as const) {
      const url = new URL(path, server.url);
      const answer = await fetch(url);
      expect([answer.status, answer.headers.get('cache-control')], path).toEqual([200, cache]);
      expect(answer.headers.get('content-type')).toMatch(type);
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(await answer.text()).toBe(readFileSync(join(folder, path), 'utf8'));
      expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
      expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    }
  },
);

test.each([
  '/calendar/hush-hush-hush-hush-hush.ics',
  '/acknowledge/hush-hush',
  '/beat/hush-hush',
  '/intake/hush-hush/x',
])('[HT1] an address that is itself a secret is not in the log: %s', async (path) => {
  const before = server.log().length;
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const { status } = await server.api(path, { method, token: null });
    expect(status === 200 || status >= 400).toBe(true);
  }
  expect(server.log().slice(before)).not.toContain('hush');
});
