import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FeedMessage } from '#wire/feed/messages.ts';
import type { Service } from '#room/team/services.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { untilFeed } from '../../helpers/live-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Shown = Service & { dependedOnBy: string[]; monitors: string[]; openIncidents: string[] };
type Problem = { detail: string; errors?: { field: string; expected: string }[] };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

const path = '/api/v1/services';
const isServices = (message: FeedMessage) => message.type === 'services';
const record = async (json: Record<string, unknown>): Promise<Shown> => {
  const { status, body } = await server.api<Shown>(path, { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};
const read = async (id: string) => (await server.api<Shown>(`${path}/${id}`)).body;

test('[SV1] a service is recorded, changed and forgotten; what it depends on is kept by id', async () => {
  const database = await record({ name: 'orders-db', tier: 1, owner: 'Storage team' });
  const checkout = await record({
    name: 'Checkout',
    dependsOn: ['ORDERS-DB'],
    aliases: ['shop-checkout'],
    links: [{ url: 'https://grafana.example/d/checkout', label: 'Dashboard' }],
    runbook: 'https://wiki.example/checkout',
  });
  expect(checkout.dependsOn).toEqual([database.id]);
  expect((await read(database.id)).dependedOnBy).toEqual([checkout.id]);
  const renamed = await server.api(`${path}/${database.id}`, {
    method: 'PUT',
    json: { ...(await read(database.id)), name: 'orders-postgres' },
  });
  expect(renamed.status).toBe(200);
  expect((await read(checkout.id)).dependsOn).toEqual([database.id]);
  expect((await server.api(`${path}/${database.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await read(checkout.id)).dependsOn).toEqual([]);
});

test('[SV1] [TX1] a name has no signs that reorder or hide text, and shows something', async () => {
  const made = await server.api<{ name: string }>('/api/v1/services', {
    json: { name: ' pay\u202Ements\u200B  api\u2066' },
  });
  expect([made.status, made.body.name]).toEqual([201, 'payments api']);
  expect((await server.api('/api/v1/services', { json: { name: '\u202E\u200B' } })).status).toBe(400);
});

test('[SV1] a fault is named by its field', async () => {
  await record({ name: 'Search' });
  const wrong: [Record<string, unknown>, string][] = [
    [{ name: ' search ' }, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'x', tier: 0 }, 'tier'],
    [{ name: 'x', dependsOn: ['nobody'] }, 'dependsOn.0'],
    [{ name: 'x', links: [{ url: 'javascript:alert(1)' }] }, 'links.0.url'],
    [{ name: 'x', runbook: 'wiki' }, 'runbook'],
    [{ name: 'x', slo: { target: 100 } }, 'slo.target'],
    [{ name: 'x', slo: { percent: 99 } }, 'slo.target'],
    [{ name: 'x', colour: 'red' }, 'colour'],
  ];
  for (const [json, field] of wrong) {
    const { status, body } = await server.api<Problem>(path, { json });
    expect(status, field).toBe(400);
    expect(JSON.stringify(body.errors), field).toContain(`"${field}"`);
  }
  const search = (await server.api<{ items: Shown[] }>(path)).body.items.find(
    ({ name }) => name === 'Search',
  )!;
  const itself = await server.api<Problem>(`${path}/${search.id}`, {
    method: 'PUT',
    json: { name: 'Search', dependsOn: [search.id] },
  });
  expect(itself.status).toBe(400);
});

test('[SV3] a service shows its monitors and open incidents, also those that use an alias', async () => {
  const { id } = await record({ name: 'Payments', aliases: ['pay'] });
  const { body: monitor } = await server.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'pay',
      kind: 'http',
      service: 'PAY',
      settings: { url: 'http://127.0.0.1:9/' },
      intervalSeconds: 3600,
      paused: true,
    },
  });
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Cards fail', service: 'payments' },
  });
  expect(await read(id)).toMatchObject({ monitors: [monitor.id], openIncidents: [incident.id] });
  await server.api(`/api/v1/incidents/${incident.id}/facts`, {
    json: { kind: 'status', status: 'resolved' },
  });
  expect((await read(id)).openIncidents).toEqual([]);
});

test('[SV2] a service that is renamed keeps its old name as an alias, and what used it', async () => {
  const { id } = await record({ name: 'Mail', aliases: ['smtp'] });
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Mails wait', service: 'mail' },
  });
  const change = async (json: object) =>
    (await server.api<Shown>(`${path}/${id}`, { method: 'PUT', json })).body;
  const renamed = await change({ name: 'Post office', aliases: ['smtp'] });
  expect(renamed).toMatchObject({ aliases: ['smtp', 'Mail'], openIncidents: [incident.id] });
  expect(await change({ name: 'Mail', aliases: ['smtp', 'mail'] })).toMatchObject({
    aliases: ['smtp', 'Post office'],
  });
  // Taken out by somebody who means it.
  expect(await change({ name: 'Mail', aliases: ['smtp'] })).toMatchObject({ aliases: ['smtp'] });
  const full = Array.from({ length: 50 }, (_, index) => `alias ${index}`);
  const refused = await server.api<{ errors: { field: string }[] }>(`${path}/${id}`, {
    method: 'PUT',
    json: { name: 'Letters', aliases: full },
  });
  expect([refused.status, refused.body.errors[0]?.field]).toEqual([400, 'aliases']);
});

test('[SV2] whichever of its names is used: one incident, its policy, one row of the list and of the numbers', async () => {
  await record({ name: 'Warehouse', aliases: ['wh-api'] });
  const steps: [] = [];
  await server.api('/api/v1/policies', { json: { name: 'Everything', steps } });
  const { body: policy } = await server.api<{ id: string }>('/api/v1/policies', {
    json: { name: 'Of the warehouse', services: ['Warehouse'], steps },
  });
  const rehearse = (service: string) =>
    server.api<{ policy: { id: string } }>('/api/v1/policies/dry-run', { json: { severity: 'P2', service } });
  expect((await rehearse('WH-API')).body.policy.id).toBe(policy.id);
  expect((await rehearse('shelf')).body.policy.id).not.toBe(policy.id);

  const { body: intake } = await server.api<{ key: string }>('/api/v1/intakes', {
    json: { name: 'Tool', kind: 'pagerduty', settings: { serviceFrom: 'component' } },
  });
  const alert = async (component: string) => {
    const payload = { summary: `${component} fails`, source: 'x', severity: 'error', component };
    const event = { routing_key: intake.key, event_action: 'trigger', dedup_key: component, payload };
    expect((await server.api('/v2/enqueue', { json: event, token: null })).status).toBe(202);
  };
  await alert('warehouse');
  await alert('WH-API');
  const listed = (service: string) =>
    server.api<{ items: { id: string; monitorsDown: string[] }[] }>(`/api/v1/incidents?service=${service}`);
  await expect.poll(async () => (await listed('wh-api')).body.items[0]?.monitorsDown.length).toBe(2);
  const ids = async (service: string) => (await listed(service)).body.items.map(({ id }) => id);
  expect(await ids('wh-api')).toHaveLength(1);
  expect(await ids('WAREHOUSE')).toEqual(await ids('wh-api'));
  expect(await ids('ware%E2%80%8Bhouse')).toEqual(await ids('wh-api'));

  const by = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Pallets are lost', service: 'Wh-Api' },
  });
  expect(by.status).toBe(201);
  const numbers = async (service: string) =>
    (
      await server.api<{ services: { service: string; incidents: string[] }[] }>(
        `/api/v1/insights?service=${service}`,
      )
    ).body.services;
  await expect
    .poll(async () => await numbers('wh-api'))
    .toMatchObject([{ service: 'Warehouse', incidents: [expect.any(String), expect.any(String)] }]);
  expect(await numbers('warehouse')).toEqual(await numbers('WH-API'));
  expect(await numbers('ware%E2%80%8Bhouse')).toEqual(await numbers('WH-API'));
});

test('[SV4] the feed carries services, through a replica too, and viewers may not change them', async () => {
  const feed = await followFeed(server.url, server.ownerToken);
  const { id } = await record({ name: 'Edge' });
  await feed.until(isServices);
  feed.close();
  await using replica = await startReplicaOf(server, 'Bo');
  await untilUpstream(replica, isLive);
  await untilFeed(replica, ({ services }) => services?.some((service) => service.id === id) === true);
  const { body: viewer } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  expect((await server.api(path, { token: viewer.token, json: { name: 'Mine' } })).status).toBe(403);
  expect((await server.api(path, { token: viewer.token })).status).toBe(200);
});

test('[SO2] [SO6] a service with a target has a budget of which nothing is known before something was measured', async () => {
  const { id } = await record({ name: 'Ledger', slo: { target: 99.9 } });
  const { body } = await server.api<{ items: unknown[] }>('/api/v1/slos');
  expect(body.items).toMatchObject([
    { service: id, target: 99.9, state: 'unknown', up: null, measuredMs: 0, checks: [], burning: [] },
  ]);
  const { body: text } = await server.api<string>('/api/v1/configuration/export.yaml');
  expect(text).toMatch(/name: Ledger\n\s+slo:\n\s+target: 99.9/u);
});
