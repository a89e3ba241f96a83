// Tokens with scopes: what each route asks of them, and that what has ended lets nobody in.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from '#sync-server/http/all-routes.ts';
import { openApiTokens } from '#sync-server/people/api-tokens.ts';
import { makeAuthority } from '#sync-server/people/authority.ts';
import { openPeople } from '#sync-server/people/people.ts';
import { needOf, scopes, type Scope } from '#sync-server/http/scopes.ts';
import { openDatabase } from '#sync-server/storage/database.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { makeRoomName } from '../../helpers/facts.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { connectRaw } from '../../helpers/raw-client.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Token = { id: string; name: string | null; kind: string; isThis: boolean; lastUsedAt: number | null };
type Made = Token & { token: string };
type List = { items: (Token & { person: { name: string } })[]; scopes: string[] };
type Problem = { detail: string };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

const make = async (given: readonly Scope[], token = server.ownerToken, name = 'A program') => {
  const made = await server.api<Made>('/api/v1/tokens', { json: { name, scopes: given }, token });
  expect(made.status).toBe(201);
  return made.body;
};
const list = async (token = server.ownerToken) =>
  (await server.api<List>('/api/v1/tokens', { token })).body.items;

test('[AU7] a token is shown once, listed with its last use, renewed and revoked', async () => {
  const made = await make(['incidents:read'], server.ownerToken, 'Dashboard in the hall');
  expect(made).toMatchObject({ kind: 'api', isThis: false, lastUsedAt: null });
  expect((await server.api('/api/v1/incidents', { token: made.token })).status).toBe(200);
  const [listed] = (await list()).filter(({ id }) => id === made.id);
  expect(listed).toMatchObject({ name: 'Dashboard in the hall', person: { name: 'Ana' } });
  expect(listed?.lastUsedAt).toBeGreaterThan(0);
  expect(JSON.stringify(await list())).not.toContain(made.token);
  expect((await list()).filter(({ isThis }) => isThis).map(({ kind }) => kind)).toEqual(['owner-file']);

  const renewed = await server.api<Made>(`/api/v1/tokens/${made.id}/rotate`, { method: 'POST' });
  expect([renewed.status, renewed.body.id]).toEqual([200, made.id]);
  expect((await server.api('/api/v1/me', { token: made.token })).status).toBe(401);
  expect((await server.api('/api/v1/me', { token: renewed.body.token })).status).toBe(200);
  expect((await server.api(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api('/api/v1/me', { token: renewed.body.token })).status).toBe(401);
  expect((await server.api(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status).toBe(404);
  const kept = Buffer.concat(
    readdirSync(server.dataFolder)
      .filter((name) => name.startsWith('muster.db'))
      .map((name) => readFileSync(path.join(server.dataFolder, name))),
  );
  for (const secret of [made.token, renewed.body.token]) {
    expect(kept.includes(secret)).toBe(false);
    expect(server.log()).not.toContain(secret);
  }
  const file = (await list()).find(({ kind }) => kind === 'owner-file');
  expect((await server.api(`/api/v1/tokens/${file?.id}`, { method: 'DELETE' })).status).toBe(409);
  for (const wrong of [{ scopes: [] }, { scopes: ['all'] }, { expiresAt: 1 }, { name: ' ' }]) {
    const json = { name: 'x', scopes: ['incidents:read'], ...wrong };
    expect((await server.api('/api/v1/tokens', { json })).status).toBe(400);
  }
});

test('[AU7] everybody sees and ends their own tokens, an owner those of everybody', async () => {
  const bo = await server.api<{ id: string; token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'viewer' },
  });
  const { token } = bo.body;
  const [device] = await list(token);
  expect(await list(token)).toEqual([expect.objectContaining({ kind: 'browser', isThis: true })]);
  expect((await list()).map(({ id }) => id)).toContain(device?.id);
  const anas = await make(['live:read']);
  for (const call of [
    () => server.api(`/api/v1/tokens/${anas.id}`, { method: 'DELETE', token }),
    () => server.api(`/api/v1/tokens/${anas.id}/rotate`, { method: 'POST', token }),
  ])
    expect((await call()).status).toBe(404);
  const own = await make(['monitors:write'], token);
  // A scope gives no more than its person may.
  expect((await server.api('/api/v1/monitors', { token: own.token, json: {} })).status).toBe(403);
  expect((await server.api(`/api/v1/tokens/${own.id}/rotate`, { method: 'POST' })).status).toBe(403);
  expect((await server.api(`/api/v1/tokens/${device?.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api('/api/v1/me', { token })).status).toBe(401);
});

const ofScope = /needs [\w-]+:(?:read|write)|No token with scopes/u;
const ask = async (method: string, pattern: string, token: string) => {
  const { status, body } = await server.api<Problem>(pattern.replaceAll(/:\w+/gu, 'none'), { method, token });
  return status === 403 && ofScope.test(body.detail) ? 'refused' : 'passed';
};

test('[AU8] every route of the API asks for its scope, and a token without it is refused there', async () => {
  const everything = await make(scopes);
  const tokenOf = new Map<Scope, { only: string; others: string }>();
  for (const scope of scopes)
    tokenOf.set(scope, {
      only: (await make([scope])).token,
      others: (await make(scopes.filter((each) => each.replace(/:.*/u, '') !== scope.replace(/:.*/u, ''))))
        .token,
    });
  const asked = new Set<string>(['live:read']);
  for (const { method, path: pattern, access } of routes) {
    if (access === 'public') continue;
    const need = needOf(method, pattern);
    const name = `${method} ${pattern}`;
    if (need === 'any') expect(await ask(method, pattern, everything.token), name).toBe('passed');
    else if (need === 'device') expect(await ask(method, pattern, everything.token), name).toBe('refused');
    else {
      asked.add(need);
      expect(await ask(method, pattern, tokenOf.get(need)?.others ?? ''), name).toBe('refused');
      expect(await ask(method, pattern, tokenOf.get(need)?.only ?? ''), name).toBe('passed');
      const [reads] = scopes.filter((scope) => scope === need.replace(/:write$/u, ':read'));
      if (reads !== undefined && reads !== need)
        expect(await ask(method, pattern, tokenOf.get(reads)?.only ?? ''), name).toBe('refused');
    }
  }
  // A scope that no route asks for would promise nothing.
  expect(scopes.filter((scope) => !asked.has(scope) && scope !== 'audit:read')).toEqual([]);
  expect(() => needOf('GET', '/api/v1/forgotten')).toThrow('add a line');
  expect(await ask('GET', '/api/v1/live', tokenOf.get('live:read')?.others ?? '')).toBe('refused');
});

test('[AU8] in rooms a token that may only read is a viewer, and one without a scope for them is refused', async () => {
  const room = makeRoomName();
  const reader = await connectRaw(server.url, (await make(['incidents:read'])).token, room);
  expect(reader.socket.readyState).toBe(reader.socket.OPEN);
  reader.socket.close();
  const other = await connectRaw(server.url, (await make(['monitors:write'])).token, room);
  expect(await other.closed).toBe(4403);
});

test('[AU7] a revoked token ends its sockets and feeds at once', async () => {
  const made = await make(['incidents:write', 'live:read']);
  const client = await connectRaw(server.url, made.token, makeRoomName());
  const feed = await followFeed(server.url, made.token);
  await feed.snapshot();
  expect((await server.api(`/api/v1/tokens/${made.id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await client.closed).toBe(4401);
  await feed.ended;
});

test('[AU7] a token ends by itself, and whatever is open is told at that moment', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-tokens-'));
  const database = openDatabase(path.join(folder, 'muster.db'));
  const clock = makeMovableClock(async () => undefined);
  const now = () => clock.now();
  const people = await openPeople({ database, now, makeId: () => 'ana' });
  const added = await people.add({ name: 'Ana', role: 'owner' });
  const authority = makeAuthority({ people, replica: () => null, teamsOf: () => [], now });
  const tokens = openApiTokens({
    database,
    tokens: people.tokens,
    clock,
    onEnd: authority.changed,
    log: pino({ level: 'silent' }),
  });
  let told = 0;
  authority.onChange(() => (told += 1));
  const hour = 3_600_000;
  const made = await tokens.make({
    person: 'ana',
    name: 'Night build',
    scopes: ['incidents:read'],
    expiresAt: clock.now() + 3 * hour,
  });
  if (made === 'too-many' || typeof added === 'string') throw new Error('expected a token');
  expect(authority.identify(made.secret)).toMatchObject({ person: 'ana', scopes: ['incidents:read'] });
  await clock.forward(2.9 * hour);
  expect([told, authority.identify(made.secret) === null]).toEqual([0, false]);
  await clock.forward(0.2 * hour);
  expect([told, authority.identify(made.secret)]).toEqual([1, null]);
  expect(tokens.find(made.token.id)).not.toBe(null);
  await clock.forward(31 * 24 * hour, hour / 12);
  expect(tokens.find(made.token.id)).toBe(null);
  expect(authority.identify(added.token)).toMatchObject({ person: 'ana' });
  tokens.close();

  // The time of last use survives a restart.
  const again = await openPeople({ database, now, makeId: () => 'b' });
  expect(again.tokens.list()[0]?.lastUsedAt).toBeGreaterThan(0);
  await database.close();
  rmSync(folder, { recursive: true });
});
