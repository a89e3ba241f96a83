import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance } from 'fastify';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { systemWallClock } from '#sync-server/clock.ts';
import { routes } from '#sync-server/http/all-routes.ts';
import { makeRoomName } from '../../helpers/facts.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Problem = {
  status: number;
  title: string;
  detail: string;
  errors?: { field: string; expected: string }[];
};
type Made = Person & { token: string };
let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

const add = async (name: string, role: Role): Promise<Made> => {
  const { status, body } = await server.api<Made>('/api/v1/people', { json: { name, role } });
  expect(status).toBe(201);
  return body;
};

test('[AU1] an owner adds a person, whose token is shown once and works', async () => {
  const answer = await server.api<Made>('/api/v1/people', { json: { name: 'Bo', role: 'responder' } });
  expect(answer.status).toBe(201);
  expect(answer.headers.get('location')).toBe(`/api/v1/people/${answer.body.id}`);
  const { token, ...person } = answer.body;
  expect((await server.api('/api/v1/me', { token })).body).toEqual(person);
  const read = await server.api(`/api/v1/people/${person.id}`);
  expect(read.body).toEqual(person);
  expect(read.headers.get('etag')).toBe('"1"');
  expect(server.log()).not.toContain(token);
});

test('[AU1] viewers read, responders write rooms, owners everything', async () => {
  const viewer = await add('Vi', 'viewer');
  const responder = await add('Rob', 'responder');
  const incident = { title: 'Roles' };
  const monitor = {
    name: 'm',
    kind: 'http',
    settings: { url: 'http://127.0.0.1:1' },
    intervalSeconds: 60,
    paused: true,
  };
  const tries = (token: string) => [
    server.api('/api/v1/incidents', { token }),
    server.api('/api/v1/incidents', { token, json: incident }),
    server.api('/api/v1/people', { token, json: { name: 'X', role: 'viewer' } }),
    server.api('/api/v1/invitations', { token, json: { role: 'viewer' } }),
    server.api('/api/v1/monitors', { token, json: monitor }),
  ];
  const statuses = async (token: string) => (await Promise.all(tries(token))).map(({ status }) => status);
  expect(await statuses(viewer.token)).toEqual([200, 403, 403, 403, 403]);
  expect(await statuses(responder.token)).toEqual([200, 201, 403, 403, 403]);
  expect(await statuses(server.ownerToken)).toEqual([200, 201, 201, 201, 201]);
});

test('[AU1] everybody changes their own name, only an owner a role or somebody else', async () => {
  const { id, token } = await add('Cleo', 'viewer');
  const put = (who: string, json: unknown, as: string) =>
    server.api<Problem & Person>(`/api/v1/people/${who}`, { method: 'PUT', json, token: as });
  expect((await put(id, { name: 'Cleopatra' }, token)).body).toMatchObject({
    name: 'Cleopatra',
    role: 'viewer',
  });
  expect((await put(id, { name: 'Cleo', role: 'owner' }, token)).status).toBe(403);
  const other = await add('Dora', 'viewer');
  expect((await put(other.id, { name: 'Mine' }, token)).status).toBe(403);
  expect((await put(other.id, { name: 'Dora', role: 'responder' }, server.ownerToken)).body.role).toBe(
    'responder',
  );
});

test('[HT3] a change to what was read before somebody else changed it is refused with 412', async () => {
  const { id } = await add('Eve', 'viewer');
  const put = (name: string, headers: Record<string, string>) =>
    server.api(`/api/v1/people/${id}`, { method: 'PUT', json: { name, role: 'viewer' }, headers });
  expect((await put('Eva', { 'if-match': '"1"' })).headers.get('etag')).toBe('"2"');
  expect((await put('Evi', { 'if-match': '"1"' })).status).toBe(412);
  expect((await put('Evi', { 'if-match': 'W/"2"' })).status).toBe(412);
  expect((await put('Evi', { 'if-match': '"1", W/"2"' })).status).toBe(412);
  expect((await put('Evi', { 'if-match': '"1" , "2"' })).status).toBe(200);
  expect((await put('Evy', { 'if-match': '*' })).status).toBe(200);
});

test('[AU1] removing a person ends their token, socket and feed at once', async () => {
  const { id, token } = await add('Fay', 'responder');
  const socket = await connectRaw(server.url, token, makeRoomName());
  const feed = await followFeed(server.url, token);
  await feed.snapshot();
  expect((await server.api(`/api/v1/people/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await socket.closed).toBe(4401);
  await feed.ended;
  expect((await server.api('/api/v1/me', { token })).status).toBe(401);
  expect((await server.api(`/api/v1/people/${id}`)).status).toBe(404);
});

test('[AU1] a changed role reaches open sockets: they come back with the new one', async () => {
  const { id, token } = await add('Gil', 'responder');
  const socket = await connectRaw(server.url, token, makeRoomName());
  await server.api(`/api/v1/people/${id}`, { method: 'PUT', json: { name: 'Gil', role: 'viewer' } });
  expect(await socket.closed).toBe(1012);
});

test('[AU1] the last owner can neither leave nor step down', async () => {
  const { body: me } = await server.api<Person>('/api/v1/me');
  const left = await server.api<Problem>(`/api/v1/people/${me.id}`, { method: 'DELETE' });
  expect(left.status).toBe(409);
  expect(left.body.detail).toMatch(/last owner; make somebody else an owner first/);
  const stepped = await server.api(`/api/v1/people/${me.id}`, {
    method: 'PUT',
    json: { name: 'Ana', role: 'viewer' },
  });
  expect(stepped.status).toBe(409);
});

test('[HT6] people who come and change are on the feed', async () => {
  const feed = await followFeed(server.url, server.ownerToken);
  expect((await feed.snapshot()).people.map(({ name }) => name)).toContain('Ana');
  const { id } = await add('Ida', 'viewer');
  const hasIda = (message: FeedMessage) =>
    message.type === 'people' && message.people.some((person) => person.id === id);
  await feed.until(hasIda);
  feed.close();
});

test.each([
  [{ name: '', role: 'viewer' }, 'name'],
  [{ name: 'x'.repeat(121), role: 'viewer' }, 'name'],
  [{ name: 'x', role: 'admin' }, 'role'],
  [{ name: 'x' }, 'role'],
  [{ name: 'x', role: 'viewer', admin: true }, 'admin'],
  [[], '(body)'],
  [null, '(body)'],
])('[HT1] %j is no person: 400 naming %s', async (json, field) => {
  const { status, body } = await server.api<Problem>('/api/v1/people', { json });
  expect(status).toBe(400);
  expect(body.errors?.map((error) => error.field)).toContain(field);
});

test('[SY2] a socket with credentials in the header is let in, one without is closed with 4401', async () => {
  const address = `${server.url.replace('http', 'ws')}/sync/library`;
  const byHeader = new WebSocket(address, { headers: { authorization: `Bearer ${server.ownerToken}` } });
  await new Promise((resolve) =>
    byHeader.once('message', resolve).once('open', () => byHeader.send(new Uint8Array([0, 0, 1, 0]))),
  );
  byHeader.close();
  for (const protocols of [[], ['muster'], ['muster', 'bearer.wrong']]) {
    const socket = new WebSocket(address, protocols);
    const code = await new Promise((resolve) => socket.once('close', resolve));
    expect(code).toBe(4401);
  }
});

test('[AU4] after 100 failed attempts a minute an address is told to wait, but valid tokens are not held up', async () => {
  await using fresh = await startServer();
  const statuses: number[] = [];
  for (let n = 0; n < 105; n++) statuses.push((await fresh.api('/api/v1/me', { token: 'guess' })).status);
  expect(statuses).toEqual([...Array(100).fill(401), ...Array(5).fill(429)]);
  const guessed = await fresh.api('/api/v1/invitations/accept', {
    token: null,
    json: { code: 'guess', name: 'M' },
  });
  expect(guessed.status).toBe(429);
  expect(guessed.headers.get('retry-after')).toBe('60');
  const socket = await connectRaw(fresh.url, 'guess', 'library');
  expect(await socket.closed).toBe(4429);
  expect((await fresh.api('/api/v1/me')).status).toBe(200);
  // Coming without credentials is no guess, and goes on being answered as what it is.
  expect((await fresh.api('/api/v1/me', { token: null })).status).toBe(401);
  const stranger = new WebSocket(`${fresh.url.replace('http', 'ws')}/sync/library`);
  expect(await new Promise((resolve) => stranger.once('close', resolve))).toBe(4401);
});

test('[OP20] [AU4] behind a proxy that says who asks, one who guesses holds up nobody else, and is in the log', async () => {
  await using fresh = await startServer({ flags: ['--trusted-proxies', '127.0.0.1'] });
  const ask = (from: string) =>
    fresh.api('/api/v1/me', { token: 'guess', headers: { 'x-forwarded-for': from } });
  for (let n = 0; n < 101; n++) await ask('203.0.113.7');
  const refused = await ask('203.0.113.7');
  expect([refused.status, (await ask('203.0.113.8')).status]).toEqual([429, 401]);
  const line = fresh
    .log()
    .split('\n')
    .find((each) => each.includes('refused a request'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ address: '203.0.113.7' });
});

/** A server with every method and address that it answers, as Fastify tells them while it starts. */
async function startListing() {
  const served: { method: string; url: string }[] = [];
  const follow = (message: unknown) =>
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) if (each !== 'HEAD') served.push({ method: each, url });
    });
  subscribe('fastify.initialization', follow);
  const own = await startOwnServer({ clock: systemWallClock });
  unsubscribe('fastify.initialization', follow);
  return { own, served };
}

/** Addresses of the API that need no token. */
const open = [
  'GET /api/v1/hub/door',
  'GET /api/v1/openapi.json',
  'GET /api/v1/pages/ask',
  'GET /api/v1/sign-in',
  'POST /api/v1/hub/accept',
  'POST /api/v1/invitations/accept',
  'POST /api/v1/sign-in',
];
/**
 * What a viewer may send: about themselves and their own computer, or questions that change nothing. A hub's host and a
 * location's computer may be a viewer's.
 */
const viewersMaySend = [
  'DELETE /api/v1/channels/:id/replies',
  'DELETE /api/v1/hub',
  'DELETE /api/v1/hub/invitations/:id',
  'DELETE /api/v1/hub/people/:id',
  'DELETE /api/v1/people/:id/calendar',
  'DELETE /api/v1/push-devices/:id',
  'DELETE /api/v1/schedules/:id/calendar',
  'DELETE /api/v1/schedules/:id/dial',
  'DELETE /api/v1/tokens/:id',
  'POST /api/v1/attachments/missing',
  'POST /api/v1/channels/:id/replies',
  'POST /api/v1/devices/:id/end',
  'POST /api/v1/hub/people/:id',
  'POST /api/v1/hub/proof',
  'POST /api/v1/locations/exchange',
  'POST /api/v1/pages/:id/visit',
  'POST /api/v1/people/:id/calendar',
  'POST /api/v1/people/:id/confirm',
  'POST /api/v1/schedules/:id/calendar',
  'POST /api/v1/schedules/:id/dial',
  'POST /api/v1/tokens',
  'POST /api/v1/tokens/:id/rotate',
  'PUT /api/v1/locations/this-computer',
  'PUT /api/v1/people/:id',
];
/** The doors beside the API, whose address or key is the credential. */
const doors =
  'acknowledge beat calendar dial healthz intake metrics readyz receipt reply report signin status sync u v2';

test('[AU1] [HT2] whatever a server answers is declared, and asks for the role that it names', async () => {
  const { own, served } = await startListing();
  await using _own = own;
  const join = async (name: string, role: Role) =>
    (await own.api<Made>('/api/v1/people', { name, role })).body.token;
  const tokens = {
    nobody: '',
    viewer: await join('Vi', 'viewer'),
    responder: await join('Rob', 'responder'),
  };
  const ask = async (method: string, pattern: string, token: string): Promise<number> => {
    const abort = new AbortController();
    const { status } = await fetch(new URL(pattern.replaceAll(/:\w+/gu, 'none'), own.url), {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token !== '' && { authorization: `Bearer ${token}` }),
      },
      signal: abort.signal,
      ...(method !== 'GET' && { body: '{}' }),
    });
    abort.abort();
    return status;
  };
  const api = served.filter(({ url }) => url.startsWith('/api/'));
  expect(api.length).toBeGreaterThan(200);
  const withoutToken: string[] = [];
  const ofViewers: string[] = [];
  for (const { method, url } of api) {
    const name = `${method} ${url}`;
    // The feed is a door too, and readable to all.
    const access = routes.find((each) => each.method === method && each.path === url)?.access ?? 'viewer';
    const [nobody, viewer, responder] = await Promise.all(
      Object.values(tokens).map((token) => ask(method, url, token)),
    );
    if (nobody !== 401) withoutToken.push(name);
    if (access === 'viewer' && method !== 'GET') ofViewers.push(name);
    if (access === 'responder' || access === 'owner') expect(viewer, `${name}, a viewer`).toBe(403);
    if (access === 'owner') expect(responder, `${name}, a responder`).toBe(403);
    expect([viewer, responder], name).not.toContain(401);
  }
  expect(withoutToken.toSorted()).toEqual(open);
  expect(ofViewers.toSorted()).toEqual(viewersMaySend);
  const beside = served
    .filter(({ url }) => !url.startsWith('/api/'))
    .map(({ url }) => url.split('/')[1] ?? '');
  expect(new Set(beside)).toEqual(new Set(doors.split(' ')));
});
