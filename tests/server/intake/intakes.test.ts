// Intakes over real HTTP, and through Debian's own Alertmanager: alerts fire incidents, and resolve them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { intakeKinds } from '#sync-server/intake/index.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Intake = {
  id: string;
  key: string;
  path: string;
  received: number;
  lastError: string | null;
  lastSeenAt: number | null;
};
type Folded = { timeline: { fact: Fact & { text?: string; byName?: string } }[] };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());
/** The incidents that stood before this try of the test. */
let earlier = new Set<string>();
beforeEach(async () => {
  earlier = new Set((await allIncidents()).map(({ id }) => id));
});

async function add(kind: string, more: object = {}): Promise<Intake> {
  const json = { name: `my ${kind}`, kind, ...more };
  const { status, body } = await server.api<Intake>('/api/v1/intakes', { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const read = async (id: string) => (await server.api<Intake>(`/api/v1/intakes/${id}`)).body;
async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Record<string, unknown>,
  };
}
const allIncidents = async () =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items;
const incidents = async (title: string) =>
  (await allIncidents()).filter((each) => each.title === title && !earlier.has(each.id));
const facts = async (id: string) =>
  (await server.api<Folded>(`/api/v1/incidents/${id}`)).body.timeline.map(({ fact }) => fact);

const event = (key: string, action: string, summary: string, dedup?: string) => ({
  routing_key: key,
  event_action: action,
  ...(dedup === undefined ? {} : { dedup_key: dedup }),
  payload: { summary, source: 'db-1', severity: 'critical', custom_details: { free: '1 GB' } },
  links: [{ href: 'https://grafana.example/d/1', text: 'Disk' }],
});

test('[IT2] PagerDuty: trigger, the same again, acknowledge, resolve, and a new incident after that', async () => {
  const { id, key, path } = await add('pagerduty');
  expect([key.length, path]).toEqual([32, '/v2/enqueue']);
  const fired = await post(path, event(key, 'trigger', 'Disk full on db-1', 'disk'));
  expect([fired.status, fired.body]).toEqual([
    202,
    { status: 'success', message: 'Event processed', dedup_key: 'disk' },
  ]);
  await post(path, event(key, 'trigger', 'Disk full on db-1', 'disk'));
  const [first, ...others] = await incidents('Disk full on db-1');
  expect([others.length, first?.severity, first?.status]).toEqual([0, 'P1', 'triage']);
  const said = await facts(first!.id);
  expect(said.map(({ kind }) => kind).toSorted()).toEqual([
    'check-down',
    'declared',
    'link',
    'numbered',
    'observation',
  ]);
  expect(said.find(({ kind }) => kind === 'declared')).toMatchObject({
    by: `intake:${id}`,
    byName: 'my pagerduty',
  });

  expect((await post(path, event(key, 'acknowledge', 'x', 'disk'))).status).toBe(202);
  await post(path, event(key, 'acknowledge', 'x', 'disk'));
  expect((await facts(first!.id)).filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  await post(path, event(key, 'resolve', 'x', 'disk'));
  expect((await incidents('Disk full on db-1'))[0]?.status).toBe('resolved');
  await post(path, event(key, 'trigger', 'Disk full on db-1', 'disk'));
  expect(await incidents('Disk full on db-1')).toHaveLength(2);
  // Nothing open has this key: dropped, and said to be taken.
  expect((await post(path, event(key, 'resolve', 'x', 'never'))).status).toBe(202);
  expect(await read(id)).toMatchObject({ received: 7, lastError: null });
});

test('[IT2] PagerDuty: the key from every place it is sent in; bad events are refused in its own shape', async () => {
  const { key, id } = await add('pagerduty');
  const { routing_key: _key, ...bare } = event(key, 'trigger', 'Key elsewhere', 'k');
  const places: [string, Record<string, string>][] = [
    ['/v2/enqueue', { authorization: `Token token=${key}` }],
    ['/v2/enqueue', { 'x-routing-key': key }],
    [`/v2/enqueue?routing_key=${key}`, {}],
  ];
  for (const [path, headers] of places) expect((await post(path, bare, headers)).status).toBe(202);
  expect(await incidents('Key elsewhere')).toHaveLength(1);

  const wrong: [unknown, RegExp][] = [
    [{ ...event(key, 'explode', 'x') }, /event_action/],
    [{ routing_key: key, event_action: 'trigger', dedup_key: 'k', payload: null }, /payload\.summary/],
    [{ routing_key: key, event_action: 'trigger', payload: { summary: ' ' } }, /payload\.summary/],
    [{ routing_key: key, event_action: 'resolve' }, /dedup_key/],
    [{ routing_key: 'f'.repeat(32), event_action: 'resolve', dedup_key: 'k' }, /routing key/],
    ['{"routing_key":', /JSON/],
    [[], /routing_key/],
  ];
  for (const [body, said] of wrong) {
    const answer = await post('/v2/enqueue', body);
    expect([answer.status, answer.body['status']]).toEqual([400, 'invalid event']);
    expect(JSON.stringify(answer.body['errors'])).toMatch(said);
    expect(JSON.stringify(answer.body)).not.toContain(key);
  }
  expect((await read(id)).lastError).toMatch(/dedup_key/);
  const huge = { ...event(key, 'trigger', 'x'), more: 'x'.repeat(512 * 1024) };
  expect((await post('/v2/enqueue', huge)).status).toBe(413);
});

test('[IT5] beyond its rate a key is refused with 429, others are not', async () => {
  const { key } = await add('pagerduty');
  const other = await add('pagerduty');
  const answers = await Promise.all(
    Array.from({ length: 200 }, () =>
      post('/v2/enqueue', { routing_key: key, event_action: 'resolve', dedup_key: 'n' }),
    ),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter(({ status }) => status === 202).length).toBeGreaterThanOrEqual(120);
  expect([refused[0]?.body['status'], refused[0]?.headers.get('retry-after')]).toEqual([
    'throttle exceeded',
    '10',
  ]);
  expect(
    (await post('/v2/enqueue', { routing_key: other.key, event_action: 'resolve', dedup_key: 'n' })).status,
  ).toBe(202);
});

test('[IT4] webhook: GoAlert and OnCall bodies as they are, and others by expressions', async () => {
  const plain = await add('webhook');
  const goalert = `${plain.path}?summary=Pump%20stuck&dedup=pump`;
  expect((await post(goalert, '')).status).toBe(202);
  expect((await incidents('Pump stuck'))[0]?.status).toBe('triage');
  await post(`${goalert}&action=close`, '');
  expect((await incidents('Pump stuck'))[0]?.status).toBe('resolved');
  const oncall = { alert_uid: 'u1', title: 'Queue long', state: 'alerting', message: '900 waiting' };
  await post(plain.path, oncall);
  await post(plain.path, { ...oncall, state: 'ok' });
  expect((await incidents('Queue long')).map(({ status }) => status)).toEqual(['resolved']);

  const settings = {
    title: 'a.name',
    dedupKey: 'a.id',
    action: 'a.ok ? "resolve" : "trigger"',
    severityFrom: 'a.how',
    severities: 'urgent = P1',
  };
  const own = await add('webhook', { settings });
  await post(own.path, { a: { name: 'Belt torn', id: 7, ok: false, how: 'urgent' } });
  expect((await incidents('Belt torn'))[0]?.severity).toBe('P1');
  const wrong = await server.api<{ errors: { field: string }[] }>('/api/v1/intakes', {
    json: { name: 'bad', kind: 'webhook', settings: { title: 'a.(' } },
  });
  expect([wrong.status, wrong.body.errors[0]?.field]).toEqual([400, 'settings.title']);
});

/** Those with an address of their own. */
const kinds = Object.keys(intakeKinds).filter((kind) => intakeKinds[kind]?.formats.includes(kind));
test.each(kinds)(
  '[IT5] %s: garbage and wrong types are refused with the field, an unknown key tells nothing',
  async (kind) => {
    const { path, id } = await add(kind);
    for (const body of [
      '',
      '[]',
      '7',
      'null',
      // A webhook takes a plain text as the title (IT10).
      ...(kind === 'webhook' ? [] : ['"x"']),
      '{',
      '{}',
      '{"alerts":7,"groupKey":[]}',
      '{"msg":{}}',
      `{"a":${'['.repeat(100)}`,
    ]) {
      const answer = await post(path, body);
      expect([body, answer.status]).toEqual([body, 400]);
    }
    expect((await read(id)).lastError).not.toBeNull();
    const unknown = await post(`/intake/${'0'.repeat(32)}/${kind}`, {});
    const pagerduty = await add('pagerduty');
    const ofAnotherKind = await post(`/intake/${pagerduty.key}/${kind}`, {});
    expect([unknown.status, ofAnotherKind.status, ofAnotherKind.body]).toEqual([404, 404, unknown.body]);
    expect((await post(path, { a: 'x'.repeat(600_000) })).status).toBe(413);
  },
);

test('[IT1] only owners read keys; a new key ends the old one; no key stands in the log', async () => {
  const { id, key, path } = await add('uptime-kuma');
  const viewer = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  const list = await server.api<{ items: object[] }>('/api/v1/intakes', { token: viewer.body.token });
  expect(list.status).toBe(200);
  expect(JSON.stringify(list.body)).not.toContain(key);
  const down = {
    heartbeat: { status: 0, msg: 'timeout' },
    monitor: { id: 3, name: 'Shop' },
    msg: '[Shop] down',
  };
  expect((await post(path, down)).status).toBe(202);
  await post(path, { ...down, heartbeat: { status: 1, msg: '200' } });
  expect((await incidents('Shop is down')).map(({ status }) => status)).toEqual(['resolved']);
  const { body } = await server.api<Intake>(`/api/v1/intakes/${id}/key`, { method: 'POST' });
  expect(body.key).not.toBe(key);
  expect([(await post(path, down)).status, (await post(body.path, down)).status]).toEqual([404, 202]);
  expect(server.log()).not.toContain(key);
  expect(server.log()).not.toContain(body.key);
});

const declare = async (title: string, service: string) =>
  (await server.api<{ id: string }>('/api/v1/incidents', { json: { title, service } })).body.id;
const changes = async (id: string) =>
  (await facts(id)).filter(({ kind }) => kind === 'change').map(({ text }) => text);

test('[IT6] changes stand in open incidents of their service, and in new ones of the next day', async () => {
  const { path } = await add('change');
  const service = `shop ${earlier.size}`;
  const open = await declare('Shop is slow', service);
  expect((await post(path, { text: 'Deployed shop 4.2', service, url: 'https://ci.example/9' })).status).toBe(
    202,
  );
  await post(path, { text: 'Deployed mail 1.1', service: 'mail' });
  expect(await changes(open)).toEqual(['Deployed shop 4.2']);
  const later = await declare('Shop is gone', service);
  await vi.waitFor(async () => expect(await changes(later)).toEqual(['Deployed shop 4.2']), {
    timeout: 60_000,
  });
});

test('[IT6] [SV2] a change may use any name of the service, in any case', async () => {
  const { path } = await add('change');
  const [name, alias] = [`Basket ${earlier.size}`, `cart-${earlier.size}`];
  await server.api('/api/v1/services', { json: { name, aliases: [alias] } });
  const open = await declare('The basket is slow', name);
  for (const service of [alias.toUpperCase(), name.toLowerCase(), `${alias}s`])
    await post(path, { text: `Deployed ${service}`, service });
  const own = [`Deployed ${alias.toUpperCase()}`, `Deployed ${name.toLowerCase()}`];
  expect(await changes(open)).toEqual(own);
  const later = await declare('The basket is gone', alias);
  await vi.waitFor(async () => expect(await changes(later)).toEqual(own), { timeout: 60_000 });
});

test('[IT7] a report: the form works without script, asks for what is missing, gives a number, and is taken once', async () => {
  const { path } = await add('report', { settings: { triage: 'at once' } });
  const page = await (await fetch(new URL(path, server.url))).text();
  expect(page).not.toContain('<script');
  const ticket = /name="ticket" value="([^"]+)"/.exec(page)![1]!;
  const fill = async (fields: Record<string, string>) => {
    const answer = await fetch(new URL(path, server.url), {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const missing = await fill({ ticket, title: ' ', details: '<b>mine</b>' });
  expect([missing.status, missing.text.includes('&lt;b&gt;mine')]).toEqual([400, true]);
  const given = {
    ticket,
    title: 'Cannot log in',
    reproducible: 'no',
    others: 'no',
    changed: 'yes',
    reporter: 'Kim',
  };
  const receipt = await fill(given);
  expect([receipt.status, receipt.text]).toEqual([200, expect.stringMatching(/INC-\d+/)]);
  await fill(given);
  const made = await incidents('Cannot log in');
  expect(made.map(({ severity, status }) => [severity, status])).toEqual([['P4', 'triage']]);
  expect((await fill({ ...given, title: 'Spam', website: 'x', ticket: 'another-one' })).status).toBe(200);
  expect(await incidents('Spam')).toEqual([]);
  expect((await fetch(new URL('/report/nobody', server.url))).status).toBe(404);
});

test('[IT8] a heartbeat is a monitor made with it; its key is its beat address', async () => {
  const { id, key } = await add('heartbeat', { settings: { periodMinutes: 5 } });
  const answer = await fetch(new URL(`/beat/${key}`, server.url));
  expect([answer.status, await answer.text()]).toEqual([200, 'OK']);
  const count = async () => (await server.api<{ items: unknown[] }>('/api/v1/monitors')).body.items.length;
  const before = await count();
  await server.api(`/api/v1/intakes/${id}`, { method: 'DELETE' });
  expect(await count()).toBe(before - 1);
});

test(
  '[IT3] killed with -9 after an answer or before it: nothing that was answered is lost, nothing sent again is told twice',
  { timeout: 240_000 },
  async () => {
    const { key } = await add('pagerduty');
    for (let round = 0; round < 5; round++) {
      const alert = event(key, 'trigger', `Round ${round}`, `r${round}`);
      const first = post('/v2/enqueue', alert).catch(() => null);
      if (round % 2 === 0) await first;
      await server.kill9();
      await first;
      await server.restart();
      expect((await post('/v2/enqueue', alert)).status).toBe(202);
      const [incident, ...others] = await incidents(`Round ${round}`);
      expect(others).toEqual([]);
      const said = (await facts(incident!.id)).map(({ kind }) => kind);
      expect(said.filter((kind) => kind === 'check-down' || kind === 'observation')).toHaveLength(2);
      await post('/v2/enqueue', event(key, 'resolve', 'x', `r${round}`));
      await post('/v2/enqueue', event(key, 'resolve', 'x', `r${round}`));
      expect((await incidents(`Round ${round}`))[0]?.status).toBe('resolved');
    }
  },
);

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  listener.close();
  await once(listener, 'close');
  return port;
}

test(
  '[IT4] a real Alertmanager: fires an incident, survives its restart, resolves it',
  { timeout: 240_000 },
  async () => {
    const { path, id } = await add('alertmanager');
    const folder = mkdtempSync(join(tmpdir(), 'muster-alertmanager-'));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const config = join(folder, 'config.yml');
    writeFileSync(
      config,
      `route: {receiver: muster, group_by: [alertname], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
receivers:
  - name: muster
    webhook_configs: [{url: '${new URL(path, server.url).href}', send_resolved: true, max_alerts: 100}]
`,
    );
    const start = async () => {
      const args = [
        `--config.file=${config}`,
        `--storage.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--cluster.listen-address=',
      ];
      const child = spawn('prometheus-alertmanager', args, { stdio: 'ignore' });
      await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).status).toBe(200), {
        timeout: 60_000,
        interval: 100,
      });
      return async () => {
        child.kill('SIGTERM');
        await once(child, 'exit');
      };
    };
    // Alertmanager is not moved by a library that moves the clock of a test run, so it says the time itself.
    const itsTime = async () => {
      const { headers } = await fetch(`${url}/-/ready`);
      return new Date(headers.get('date') ?? '').toISOString();
    };
    const send = async (endsAt?: string) =>
      fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([
          {
            labels: { alertname: 'PoolExhausted', severity: 'critical', service: 'pool', instance: 'db-2' },
            annotations: { summary: 'Connections exhausted' },
            ...(endsAt === undefined ? {} : { endsAt }),
          },
        ]),
      });
    let stop = await start();
    try {
      expect((await send()).status).toBe(200);
      const stands = (status: string, again: () => Promise<unknown> = async () => {}) =>
        vi.waitFor(
          async () => {
            await again();
            const found = await incidents('Connections exhausted');
            expect(found.map((each) => [each.status, each.severity, each.service])).toEqual([
              [status, 'P1', 'pool'],
            ]);
          },
          { timeout: 60_000, interval: 500 },
        );
      await stands('triage');
      await stop();
      stop = await start();
      expect((await send()).status).toBe(200);
      await stands('triage');
      // As Prometheus does, the end is said again: what comes right after a restart may pass unseen.
      await stands('resolved', async () => send(await itsTime()));
      expect((await read(id)).received).toBeGreaterThanOrEqual(2);
    } finally {
      await stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
