// A service dies and comes back, seen through the real server: what the product is for.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary, Sample } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Problem = { detail: string; errors?: { field: string; expected: string }[] };
type Monitor = { id: string; name: string; status: string; since: number; settings: Record<string, unknown> };
type Room = { timeline: { fact: { kind: string; by: string; reason?: string; monitor?: string } }[] };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const add = async (at: RunningServer, url: string, more: Record<string, unknown> = {}): Promise<Monitor> => {
  const monitor = { name: 'payments-api', kind: 'http', settings: { url }, intervalSeconds: 1, ...more };
  const { status, body } = await at.api<Monitor>('/api/v1/monitors', { json: monitor });
  expect(status).toBe(201);
  return body;
};
const hasStatus = (id: string, status: string) => (message: FeedMessage) =>
  message.type === 'monitor' && message.monitor.id === id && message.monitor.status === status;
const incidentsOf = async (at: RunningServer) =>
  (await at.api<{ items: IncidentSummary[] }>('/api/v1/incidents')).body.items;
const kindsIn = async (at: RunningServer, id: string) =>
  (await at.api<Room>(`/api/v1/incidents/${id}`)).body.timeline.map(({ fact }) => fact.kind);

test('[CH3] a service that dies is one incident, and its return is a fact', async () => {
  await using fresh = await startServer();
  await using service = await startDyingService();
  const feed = await followFeed(fresh.url, fresh.ownerToken);
  await feed.snapshot();
  const { id } = await add(fresh, service.url, {
    confirmations: 2,
    recoveries: 2,
    severity: 'P2',
    service: 'payments',
  });
  await feed.until(hasStatus(id, 'up'));
  await service.kill();
  const isDeclared = (message: FeedMessage) =>
    message.type === 'incident' && message.incident.monitorsDown.includes(id);
  const declared = await feed.until(isDeclared);
  const before = feed.messages.slice(0, feed.messages.indexOf(declared));
  // The second failure confirms it. How soon the incident follows is a figure of the detection bench.
  const failures = before.filter(({ type }) => type === 'sample').slice(-2);
  expect(failures).toMatchObject([{ sample: { status: 'down' } }, { sample: { status: 'down' } }]);
  if (declared.type !== 'incident') throw new Error('unreachable');
  expect(declared.incident).toMatchObject({ severity: 'P2', service: 'payments', number: 'INC-1' });
  expect(declared.incident.title).toBe('payments-api is down: connection refused');
  await service.revive();
  await feed.until(
    (message) =>
      message.type === 'incident' &&
      message.incident.monitorsDown.length === 0 &&
      message.incident.factCount > declared.incident.factCount,
  );
  expect(await incidentsOf(fresh)).toHaveLength(1);
  const facts = async () => {
    const { body: room } = await fresh.api<Room>(`/api/v1/incidents/${declared.incident.id}`);
    return room.timeline.map(({ fact }) => fact).filter(({ kind }) => kind !== 'numbered');
  };
  await expect
    .poll(async () => (await facts()).map(({ kind, by }) => [kind, by]))
    .toEqual([
      ['declared', `monitor:${id}`],
      ['check-down', `monitor:${id}`],
      ['check-up', `monitor:${id}`],
      // What its recovery means is offered, never done.
      ['note', 'server'],
    ]);
  expect((await facts())[1]).toMatchObject({
    monitor: id,
    name: 'payments-api',
    reason: 'connection refused',
    service: 'payments',
  });
  feed.close();
});

test('[CH3] two monitors of one service that fail together are one incident', async () => {
  await using fresh = await startServer();
  const feed = await followFeed(fresh.url, fresh.ownerToken);
  await feed.snapshot();
  const more = { service: 'shop', confirmations: 1 };
  const [a, b] = await Promise.all([
    add(fresh, 'http://127.0.0.1:1/a', more),
    add(fresh, 'http://127.0.0.1:1/b', more),
  ]);
  await feed.until((message) => message.type === 'incident' && message.incident.monitorsDown.length === 2);
  const incidents = await incidentsOf(fresh);
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.monitorsDown.toSorted()).toEqual([a.id, b.id].toSorted());
  feed.close();
});

test('[CH5] killed while a monitor is down, it declares nothing new after the restart, and still sees the recovery', async () => {
  await using fresh = await startServer();
  await using service = await startDyingService();
  await service.answerWith(503);
  const { id } = await add(fresh, service.url, { confirmations: 1, recoveries: 1 });
  const feed = await followFeed(fresh.url, fresh.ownerToken);
  await feed.until((message) =>
    message.type === 'snapshot' ? message.snapshot.incidents.length > 0 : message.type === 'incident',
  );
  for (let round = 0; round < 3; round++) {
    await fresh.kill9();
    await fresh.restart();
    const again = await followFeed(fresh.url, fresh.ownerToken);
    expect((await again.snapshot()).monitors).toMatchObject([
      { id, status: expect.stringMatching(/down|pending/) },
    ]);
    await again.until((message) => message.type === 'sample');
    again.close();
  }
  const [incident] = await incidentsOf(fresh);
  expect(await incidentsOf(fresh)).toHaveLength(1);
  expect((await kindsIn(fresh, incident?.id ?? '')).filter((kind) => kind === 'check-down')).toHaveLength(1);
  const after = await followFeed(fresh.url, fresh.ownerToken);
  await after.snapshot();
  await service.answerWith(200);
  await after.until(hasStatus(id, 'up'));
  expect(await kindsIn(fresh, incident?.id ?? '')).toContain('check-up');
  after.close();
});

test('[HT7] a monitor is read as it was written, with its status; changing and removing it works', async () => {
  const settings = { url: 'http://127.0.0.1:1/x', headers: 'Authorization: Bearer secret' };
  const json = {
    name: 'm',
    kind: 'http',
    settings,
    intervalSeconds: 3_600,
    confirmations: 2,
    recoveries: 1,
    service: 's',
  };
  const made = await server.api<Monitor>('/api/v1/monitors', { json });
  expect(made.headers.get('location')).toBe(`/api/v1/monitors/${made.body.id}`);
  const path = `/api/v1/monitors/${made.body.id}`;
  const { body, headers } = await server.api<Monitor>(path);
  expect(headers.get('etag')).toBe('"1"');
  expect(body).toMatchObject({
    ...json,
    settings: { url: settings.url, method: 'GET', accepted: '200-299' },
    paused: false,
  });
  expect(JSON.stringify(body)).not.toContain('secret');
  // [CH17]: 3,600 s, then twice the 10 s that one check may take, and 1,800 s between them.
  expect(body).toMatchObject({ noticesWithinSeconds: 5_420 });
  // Sent back as read: the secret stays.
  const changed = await server.api<Monitor>(path, {
    method: 'PUT',
    json: { ...body, paused: true },
    headers: { 'if-match': '"1"' },
  });
  expect([changed.status, changed.body.status, changed.headers.get('etag')]).toEqual([200, 'paused', '"2"']);
  expect((await server.api(path, { method: 'PUT', json: body, headers: { 'if-match': '"1"' } })).status).toBe(
    412,
  );
  expect((await server.api(path, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status).toBe(412);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api(path)).status).toBe(404);
});

test('[HT7] a secret header reaches the service although it is never read back', async () => {
  await using service = await startDyingService();
  const feed = await followFeed(server.url, server.ownerToken);
  const { id } = await add(server, service.url, { settings: { url: service.url, headers: 'X-Key: secret' } });
  const { body } = await server.api<Monitor>(`/api/v1/monitors/${id}`);
  const changed = await server.api<Monitor>(`/api/v1/monitors/${id}`, {
    method: 'PUT',
    json: { ...body, name: 'renamed' },
  });
  expect(changed.status).toBe(200);
  await feed.until(hasStatus(id, 'up'));
  expect(JSON.stringify(feed.messages)).not.toContain('secret');
  await server.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
  await feed.until((message) => message.type === 'monitor-removed' && message.id === id);
  feed.close();
});

test('[HT7] measurements can be read back, oldest first, from a time on', async () => {
  await using service = await startDyingService();
  const feed = await followFeed(server.url, server.ownerToken);
  const { id } = await add(server, service.url);
  const samples = () =>
    feed.messages.flatMap((message) =>
      message.type === 'sample' && message.monitor === id ? [message.sample] : [],
    );
  await feed.until(() => samples().length >= 2);
  const read = async (since: number) =>
    (await server.api<{ items: Sample[] }>(`/api/v1/monitors/${id}/samples?since=${since}`)).body.items;
  const [first, second] = samples();
  expect((await read(0)).slice(0, 2)).toEqual([first, second]);
  expect((await read(second?.at ?? 0))[0]).toEqual(second);
  await server.api(`/api/v1/monitors/${id}`, { method: 'DELETE' });
  feed.close();
});

test('[HT7] the kinds of checks describe their forms', async () => {
  const { body } = await server.api<{ items: { kind: string; fields: { name: string }[] }[] }>(
    '/api/v1/check-kinds',
  );
  const http = body.items.find(({ kind }) => kind === 'http');
  expect(http?.fields.find(({ name }) => name === 'url')).toMatchObject({ input: 'url', isRequired: true });
  expect(http?.fields.find(({ name }) => name === 'method')).toMatchObject({
    input: 'choice',
    fallback: 'GET',
  });
  expect(http?.fields.find(({ name }) => name === 'headers')).toMatchObject({ isSecret: true });
});

test.each([
  [{ kind: 'telepathy' }, 'kind'],
  [{ settings: {} }, 'settings.url'],
  [{ settings: { url: 'nonsense' } }, 'settings.url'],
  [{ settings: { url: 'http://x', retries: 3 } }, 'settings.retries'],
  [{ intervalSeconds: 0 }, 'intervalSeconds'],
  [{ intervalSeconds: 86_401 }, 'intervalSeconds'],
  [{ confirmations: 1.5 }, 'confirmations'],
  [{ name: '' }, 'name'],
  [{ severity: 'P5' }, 'severity'],
  [{ parent: 'nobody' }, 'parent'],
])('[HT1] a monitor with %j is refused, naming %s', async (change, field) => {
  const json = {
    name: 'm',
    kind: 'http',
    settings: { url: 'http://127.0.0.1:1' },
    intervalSeconds: 60,
    ...change,
  };
  const { status, body } = await server.api<Problem>('/api/v1/monitors', { json });
  expect(status).toBe(400);
  expect(body.errors?.map((error) => error.field)).toEqual([field]);
});

test('[HT7] monitors cannot depend on each other in a circle', async () => {
  const a = await add(server, 'http://127.0.0.1:1', { paused: true });
  const b = await add(server, 'http://127.0.0.1:1', { paused: true, parent: a.id });
  const put = (parent: string) =>
    server.api<Problem>(`/api/v1/monitors/${a.id}`, { method: 'PUT', json: { ...a, parent } });
  expect((await put(b.id)).body.errors).toEqual([
    { field: 'parent', expected: 'a monitor that does not itself depend on this one' },
  ]);
  expect((await put(a.id)).status).toBe(400);
});

test('[HT2] metrics carry the names dashboards know, and nothing secret', async () => {
  const url = 'http://127.0.0.1:1/health?key=secret';
  await add(server, url, { name: 'metrics "quoted"', paused: true });
  await server.api('/api/v1/incidents', { json: { title: 'Counted', severity: 'P1' } });
  const { body, headers } = await server.api<string>('/metrics', { token: null });
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(body).toMatch(
    /^monitor_status\{.*monitor_name="metrics \\"quoted\\"",monitor_type="http",monitor_url="http:\/\/127\.0\.0\.1:1".*\} 2$/m,
  );
  expect(body).toMatch(/^muster_incidents_open\{severity="P1"\} 1$/m);
  expect(body).toMatch(/^muster_clients_connected \d+$/m);
  expect(body).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(body).not.toContain('secret');
});
