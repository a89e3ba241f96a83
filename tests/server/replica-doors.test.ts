// What a replica answers itself and what it asks its upstream for.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { MonitorState, Person } from '#room/feed/feed.ts';
import type { Role } from '#room/team/scales.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { startMemberOf } from '../helpers/replicas.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

type Problem = { status: number; detail: string };
let team: RunningServer;
beforeAll(async () => {
  team = await startServer({ ownerName: 'Ana' });
});
afterAll(() => team[Symbol.asyncDispose]());

/** A desktop's own server, joined to the team as a new person of this role. */
async function startReplica(name: string, role: Role) {
  const { body } = await team.api<{ code: string }>('/api/v1/invitations', { json: { role } });
  const accept = { token: null, json: { code: body.code, name, replica: true } };
  const { body: joined } = await team.api<{ token: string; person: Person }>(
    '/api/v1/invitations/accept',
    accept,
  );
  const server = await startMemberOf(team, joined.token);
  const feed = await followFeed(server.url, server.ownerToken);
  return { server, feed, person: joined.person, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

test('[AU2] the holder of a replica’s token is the person the team knows, and writes as that person', async () => {
  await using bo = await startReplica('Bo', 'responder');
  expect((await bo.server.api('/api/v1/me')).body).toEqual(bo.person);
  const { body } = await bo.server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'From Bo' } });
  const room = await bo.server.api<{ declared: { by: string } }>(`/api/v1/incidents/${body.id}`);
  expect(room.body.declared.by).toBe(bo.person.id);
  const teamFeed = await followFeed(team.url, team.ownerToken);
  await teamFeed.until((message) =>
    message.type === 'snapshot'
      ? message.snapshot.incidents.some(({ id }) => id === body.id)
      : message.type === 'incident' && message.incident.id === body.id,
  );
  teamFeed.close();
  bo.feed.close();
});

test('[AU2] a role in the team is the role at the own replica', async () => {
  await using vi = await startReplica('Vi', 'viewer');
  expect((await vi.server.api('/api/v1/me')).body).toMatchObject({ role: 'viewer' });
  expect((await vi.server.api('/api/v1/incidents', { json: { title: 'No' } })).status).toBe(403);
  vi.feed.close();
});

test('[RE4] people and monitors are those of the team, with its answers', async () => {
  await using bo = await startReplica('Bo 2', 'responder');
  const { body } = await bo.server.api<{ items: Person[] }>('/api/v1/people');
  expect(body.items.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ana', 'Bo 2']));
  const json = {
    name: 'm',
    kind: 'http',
    settings: { url: 'http://127.0.0.1:1' },
    intervalSeconds: 60,
    paused: true,
  };
  expect((await bo.server.api('/api/v1/monitors', { json })).status).toBe(403);
  await using olga = await startReplica('Olga', 'owner');
  const made = await olga.server.api<MonitorState>('/api/v1/monitors', { json });
  expect(made.status).toBe(201);
  expect((await team.api(`/api/v1/monitors/${made.body.id}`)).status).toBe(200);
  await bo.feed.until((message) => message.type === 'monitor' && message.monitor.id === made.body.id);
  const read = await olga.server.api(`/api/v1/monitors/${made.body.id}`);
  expect(read.headers.get('etag')).toBe('"1"');
  const put = { method: 'PUT', json, headers: { 'if-match': '"9"' } };
  expect((await olga.server.api(`/api/v1/monitors/${made.body.id}`, put)).status).toBe(412);
  expect((await olga.server.api('/api/v1/monitors', { json: { ...json, kind: 'x' } })).status).toBe(400);
  bo.feed.close();
  olga.feed.close();
});

test('[RE4] with the team away its calls answer 503 and say since when; rooms go on', async () => {
  await using olga = await startReplica('Olga 2', 'owner');
  onTestFinished(() => team.restart());
  await team.stop();
  await olga.feed.until((message) => message.type === 'upstreams' && message.upstreams[0]?.state === 'away');
  const { status, body, headers } = await olga.server.api<Problem>('/api/v1/people');
  expect(status).toBe(503);
  expect(headers.get('content-type')).toMatch(/problem\+json/);
  expect(body.detail).toMatch(/out of reach since \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(headers.get('retry-after')).toBe('10');
  expect((await olga.server.api('/api/v1/incidents', { json: { title: 'Offline' } })).body).toMatchObject({
    number: null,
  });
  expect((await olga.server.api('/api/v1/check-kinds')).status).toBe(200);
  const late = await followFeed(olga.server.url, olga.server.ownerToken);
  const snapshot = await late.snapshot();
  expect(snapshot.staleSince).not.toBeNull();
  expect(snapshot.people.map(({ name }) => name)).toContain('Ana');
  late.close();
  olga.feed.close();
});

test('[ES13] [RE5] a page and who is on call reach the desktop of whom they are about, which answers through it', async () => {
  await using cleo = await startReplica('Cleo', 'responder');
  const layer = {
    name: 'all',
    people: [cleo.person.id],
    rotation: { unit: 'week' },
    startsOn: '2026-01-05',
  };
  const schedule = { name: 'Everything', timeZone: 'UTC', layers: [layer] };
  const { body: made } = await team.api<{ id: string }>('/api/v1/schedules', { json: schedule });
  const service = `replica-story-${cleo.person.id}`;
  await cleo.feed.until(
    (message) => message.type === 'on-call' && message.onCall.some(({ person }) => person === cleo.person.id),
  );
  const steps = [{ targets: [{ kind: 'schedule', id: made.id }], waitMinutes: 5 }];
  await team.api('/api/v1/policies', { json: { name: 'All', services: [service], steps } });
  const { body: incident } = await team.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down', severity: 'P1', service },
  });
  const message = await cleo.feed.until((each) => each.type === 'pages' && each.pages.length > 0);
  const page = message.type === 'pages' ? message.pages[0] : undefined;
  expect(page).toMatchObject({ incident: incident.id, person: cleo.person.id, step: 1 });
  const answered = await cleo.server.api(`/api/v1/open-pages/${page?.id}/answer`, {
    json: { answer: 'acknowledge' },
  });
  expect(answered.status).toBe(204);
  const room = await team.api<{ acknowledged: { by: string } }>(`/api/v1/incidents/${incident.id}`);
  expect(room.body.acknowledged.by).toBe(cleo.person.id);
  await cleo.feed.until((each) => each.type === 'pages' && each.pages.length === 0);
  cleo.feed.close();
});
