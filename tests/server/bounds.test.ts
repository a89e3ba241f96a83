// What a server tells and takes of somebody it does not know, and of clients that ask for what there is not.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openUploads, uploadLimits } from '#sync-server/attachments/uploads.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ flags: ['--base-url', 'https://muster.example.org'] });
}, 60_000);
afterAll(() => server[Symbol.asyncDispose]());

/** `fetch` chooses the Host by itself. */
function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(new URL(path, server.url), { headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on('error', reject)
      .end();
  });
}

/** The first line of the answer to bytes as they are. */
function sendRaw(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8');
    socket.once('data', (text: string) => {
      socket.destroy();
      resolve(text.split('\r\n', 1)[0] ?? '');
    });
    socket.once('error', reject);
  });
}

test.each([
  ['/api/v1/incidents?staus=open', 'staus'],
  ['/api/v1/incidents?status=open&sort=at', 'sort'],
  ['/api/v1/monitors?q=x', 'q'],
  ['/api/v1/deliveries?limit=1&sort=at', 'sort'],
  ['/api/v1/time?zone=utc', 'zone'],
])('[HT9] %s: 400, which names the parameter', async (path, field) => {
  const { status, body } = await server.api<{ errors: { field: string; expected: string }[] }>(path);
  expect(status).toBe(400);
  expect(body.errors).toEqual([{ field, expected: expect.stringMatching(/nothing/) }]);
});

test('[HT9] a parameter with nothing in it counts as left out; an unknown one is still refused', async () => {
  const path = '/api/v1/incidents?q=&status=&severity=&service=&from=&to=&limit=&cursor=';
  const [all, empty] = [await server.api('/api/v1/incidents'), await server.api(path)];
  expect([empty.status, empty.body]).toEqual([200, all.body]);
  expect((await server.api(`${path}&sort=`)).status).toBe(400);
});

const upgrade = (host: string) =>
  sendRaw(
    `GET /sync/library HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );

test('[HT1] a client that sends more than fits hears the reason, even while the rest is still on its way', async () => {
  const large = JSON.stringify({ title: 'x'.repeat(12 * 1024 * 1024) });
  const type = { 'content-type': 'application/json' };
  // How much is still unread when the refusal is written differs from time to time.
  for (let round = 0; round < 10; round += 1) {
    const announced = await fetch(new URL('/api/v1/incidents', server.url), {
      method: 'POST',
      headers: { ...type, authorization: `Bearer ${server.ownerToken}` },
      body: large,
    });
    expect([round, announced.status]).toEqual([round, 413]);
    const stranger = await fetch(new URL('/api/v1/incidents', server.url), {
      method: 'POST',
      headers: type,
      body: large,
    });
    expect([round, stranger.status]).toEqual([round, 401]);
  }
  const streamed = await fetch(new URL('/api/v1/incidents', server.url), {
    method: 'POST',
    headers: { ...type, authorization: `Bearer ${server.ownerToken}` },
    body: new Blob([large]).stream(),
    duplex: 'half',
  } as RequestInit);
  expect(streamed.status).toBe(413);
});

const two = (path: string) =>
  sendRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nhOst: evil.example\r\n\r\n`);

test('[HT10] a request to this computer under a foreign name is answered by nobody', async () => {
  const { port } = server;
  for (const host of [
    'evil.example',
    `evil.example:${port}`,
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ]) {
    for (const path of ['/healthz', '/metrics', '/', '/api/v1/me', '/report/x'])
      expect([host, path, (await ask(path, { host })).status]).toEqual([host, path, 421]);
  }
  for (const host of [`127.0.0.1:${port}`, 'localhost', `[::1]:${port}`, 'muster.example.org', 'a.localhost'])
    expect([host, (await ask('/healthz', { host })).status]).toEqual([host, 200]);
  for (const path of ['/healthz', '/status/none/', '/api/v1/me', '/'])
    expect([path, await two(path)]).toEqual([path, expect.stringContaining(' 400 ')]);
  expect(await upgrade('localhost\r\nHost: evil.example')).toContain('421');
  expect(await upgrade('evil.example')).toContain('421');
  expect(await upgrade('localhost')).toContain('101');
});

test('[HT2] this computer and callers with a token are told the watched things, everybody the figures', async () => {
  const made = await server.api('/api/v1/monitors', {
    json: {
      name: 'Shop',
      kind: 'http',
      service: 'shop',
      settings: { url: 'http://127.0.0.1:9/secret-path' },
      intervalSeconds: 3600,
    },
  });
  expect(made.status).toBe(201);
  const passedOn = { 'x-forwarded-for': '203.0.113.7' };
  const target = 'monitor_url="http://127.0.0.1:9"';
  expect((await ask('/metrics')).text).toContain(target);
  // As proxies pass it on: with one header of many, or with none but the name by which they were asked.
  for (const headers of [
    passedOn,
    { forwarded: 'for=203.0.113.7' },
    { 'x-real-ip': '203.0.113.7' },
    { via: '1.1 proxy' },
    { 'x-forwarded-proto': 'https' },
    { 'cf-connecting-ip': '203.0.113.7' },
    { host: 'muster.example.org' },
  ]) {
    const stranger = await ask('/metrics', headers);
    expect([headers, stranger.status]).toEqual([headers, 200]);
    expect(stranger.text, JSON.stringify(headers)).not.toContain('127.0.0.1:9');
    expect(stranger.text).toContain('monitor_name="Shop"');
  }
  expect((await ask('/metrics', { ...passedOn, authorization: 'Bearer nobody' })).text).not.toContain(
    'secret-path',
  );
  const known = await ask('/metrics', { ...passedOn, authorization: `Bearer ${server.ownerToken}` });
  expect(known.text).toContain(target);
});

test('[HT11] metrics have our prefix and base units, and what only grows is a counter', async () => {
  const { text } = await ask('/metrics');
  for (const name of ['muster_updates_total', 'muster_commits_total', 'muster_checks_skipped_total'])
    expect(text).toContain(`# TYPE ${name} counter`);
  expect(text).toMatch(/muster_monitor_status\{monitor="[^"]+",name="Shop",kind="http",service="shop"\} \d/);
  expect(text).toContain('# TYPE muster_monitor_response_seconds gauge');
  // Uptime Kuma's names stay for the dashboards that people have.
  expect(text).toMatch(/monitor_status\{monitor_id=/);
  expect(text).toContain('# TYPE monitor_response_time gauge');
  const ours = [...text.matchAll(/^# TYPE (muster_\w+) (\w+)/gmu)];
  for (const [, name = '', type] of ours) {
    expect(name).not.toMatch(/_ms$|milliseconds/);
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
  }
});

const readShipped = (name: string) => readFileSync(`assets/deploy/${name}`, 'utf8');

test('[OP28] the shipped dashboard and alerts ask for figures that this server has', async () => {
  // A request is counted once it was answered.
  await ask('/metrics');
  const { text } = await ask('/metrics');
  await using replica = await startServer({ upstreams: [server.url], upstreamToken: server.ownerToken });
  const there = new Set(
    [`${text}\n${(await replica.api<string>('/metrics')).body}`].flatMap((all) =>
      [...all.matchAll(/^(?:# TYPE )?(\w+)[{ ]/gmu)].map(([, name = '']) => name),
    ),
  );
  const dashboard = JSON.parse(readShipped('grafana-dashboard.json')) as {
    panels: { title: string; targets: { expr: string }[] }[];
  };
  const alerts = parse(readShipped('prometheus-alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string; annotations: { summary: string } }[] }[];
  };
  const rules = alerts.groups.flatMap((group) => group.rules);
  const asked = [...dashboard.panels.flatMap(({ targets }) => targets), ...rules].flatMap(({ expr }) =>
    [...expr.matchAll(/\b(?:muster|process)_\w+/gu)].map(([name]) => name),
  );
  expect(asked.length).toBeGreaterThan(30);
  expect(asked.filter((name) => !there.has(name))).toEqual([]);
  for (const name of ['Silent', 'CannotStore', 'PagesFail', 'StoreErrors', 'ConfigurationFaults'])
    expect(rules.some(({ alert }) => alert.endsWith(name))).toBe(true);
  // Every figure of an operator's is asked for by one of them.
  const ours = [
    ...text.matchAll(/^# TYPE (muster_(?:deliver|letter|pag|intake|store|database|build|ready)\w*)/gmu),
  ];
  expect(ours.length).toBeGreaterThan(12);
  expect(ours.map(([, name = '']) => name).filter((name) => !asked.includes(name))).toEqual([]);
  expect(text).toMatch(/muster_http_requests_total\{method="GET",area="metrics",status="2xx"\} [1-9]/u);
  expect(text).toMatch(/^muster_database_bytes [1-9]/mu);
  expect(text).toMatch(/^muster_paging_silent 0$/mu);
});

test('[OP29] with MUSTER_METRICS_TOKEN the figures are for who sends it, or may read monitors', async () => {
  const metricsToken = 'm3tr1cs-for-prometheus';
  await using guarded = await startServer({ environment: { MUSTER_METRICS_TOKEN: metricsToken } });
  const status = async (token: string | null) => (await guarded.api('/metrics', { token })).status;
  expect(await status(null)).toBe(401);
  expect(await status('wrong-token-of-prometheus')).toBe(401);
  expect(await status(metricsToken)).toBe(200);
  expect(await status(guarded.ownerToken)).toBe(200);
  expect((await guarded.api('/api/v1/me', { token: metricsToken })).status).toBe(401);
  expect((await guarded.api('/readyz', { token: null })).status).toBe(200);
});

test('[HT1] the log has no secret of an address, however that is written', async () => {
  const key = 'k3y0f5omebodyElse';
  for (const path of [
    `/beat/${key}`,
    `/%62eat/${key}`,
    `//beat/${key}`,
    `/./beat/${key}`,
    `/beat//${key}`,
    `/Beat/${key}`,
    `/intake/${key}/webhook/`,
    `/INTAKE/${key}`,
    `/report%2F${key}`,
    `/nowhere;beat=${key}`,
    `/sync/${key}`,
  ]) {
    const answer = await sendRaw(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 /);
  }
  await sendRaw(
    `GET /sync/${key} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await server.logged(/refused a socket to an unknown path/);
  expect(server.log().toLowerCase()).not.toContain(key.toLowerCase());
});

const refusedSince = (from: number) =>
  server
    .log()
    .slice(from)
    .match(/refused a request/g)?.length ?? 0;

test('[HT1] requests of one person that are refused fill the log only so fast as well', async () => {
  const before = server.log().length;
  for (let i = 0; i < 400; i++) {
    const { status } = await server.api('/api/v1/nothing');
    expect(status).toBe(404);
  }
  await server.logged(/refused a request/, before);
  expect(refusedSince(before)).toBeLessThan(300);
});

test('[HT1] requests without a token fill the log only so fast; what was left out is counted', async () => {
  const before = server.log().length;
  for (let i = 0; i < 400; i++) await ask('/api/v1/me');
  expect(refusedSince(before)).toBeLessThan(300);
  await expect
    .poll(async () => (await ask('/api/v1/me')).status === 401 && server.log().includes('"leftOut":'))
    .toBe(true);
});

const yamls: Record<string, string> = {
  'many keys in one map, some of them twice': Array.from(
    { length: 16_000 },
    (_none, i) => `key${i % 15_000}: 1`,
  ).join('\n'),
  'more values than anybody has': 'a,'.repeat(150_000),
  'aliases of aliases': [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`),
  ].join('\n'),
  'lists in lists, by brackets': '['.repeat(50_000),
  'lists in lists, by dashes': `${'- '.repeat(50_000)}x`,
  'maps in maps': Array.from({ length: 1_100 }, (_none, i) => `${' '.repeat(i)}k:`).join('\n'),
};
test('[SY16] one person follows the live feed only so often at once: 429, and others still do', async () => {
  const joined = await server.api<{ code: string }>('/api/v1/invitations', { json: { role: 'viewer' } });
  const { body: vera } = await server.api<{ token: string }>('/api/v1/invitations/accept', {
    token: null,
    json: { code: joined.body.code, name: 'Vera' },
  });
  const end = new AbortController();
  const follow = (token: string) =>
    fetch(`${server.url}/api/v1/live`, {
      headers: { authorization: `Bearer ${token}` },
      signal: end.signal,
    });
  // Kept until the end: a response that nobody holds any more is collected as garbage, and its connection ends.
  const feeds: Response[] = [];
  for (let n = 0; n < 64; n++) feeds.push(await follow(vera.token));
  const refused = await follow(vera.token);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
  expect((await follow(server.ownerToken)).status).toBe(200);
  expect(new Set(feeds.map(({ status }) => status))).toEqual(new Set([200]));
  end.abort();
  const again = new AbortController();
  await expect
    .poll(async () => {
      const answer = await fetch(`${server.url}/api/v1/live`, {
        headers: { authorization: `Bearer ${vera.token}` },
        signal: again.signal,
      });
      return answer.status;
    })
    .toBe(200);
  again.abort();
});

const lookInto = (format: string, text: string | undefined) =>
  server.api<{ errors: unknown[] }>('/api/v1/configuration/import', {
    json: { format, text, mode: 'keep', dryRun: true },
  });

describe.each(['muster', 'gatus'])('a YAML text for %s', (format) => {
  test.each(Object.keys(yamls))('[CF10] of %s is refused with 400, and the server goes on', async (name) => {
    expect((await lookInto(format, yamls[name])).status).toBe(400);
    expect((await ask('/healthz')).status).toBe(200);
  });
});

test('[CF10] a backup of Uptime Kuma that nests deeper than anybody writes is refused with 400', async () => {
  const text = `{"monitorList":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
  const { status, body } = await lookInto('uptime-kuma', text);
  expect(status).toBe(400);
  expect(body).toMatchObject({
    errors: [{ field: 'text', expected: 'JSON that nests at most 32 levels deep' }],
  });
});

test('[AT9] an owner sees every file that is kept, also those that no room names, and may erase them', async () => {
  const bytes = Buffer.from(`nobody names this ${Date.now()}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = `/api/v1/attachments/${sha256}`;
  const put = await server.api(path, {
    method: 'PUT',
    body: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(put.status).toBe(201);
  type Kept = { items: { sha256: string; bytes: number; isNamed: boolean }[] };
  const list = async () => (await server.api<Kept>('/api/v1/attachments')).body.items;
  expect(await list()).toEqual([{ sha256, bytes: bytes.length, keptAt: expect.any(Number), isNamed: false }]);
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'A file' },
  });
  const fact = { kind: 'attachment', name: 'a.txt', type: 'text/plain', bytes: bytes.length, sha256 };
  expect((await server.api(`/api/v1/incidents/${incident.id}/facts`, { json: fact })).status).toBe(201);
  expect((await list()).map(({ isNamed }) => isNamed)).toEqual([true]);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  expect(await list()).toEqual([]);
});

test('[AT9] one person sends only so many files, and others are not held up by it', () => {
  let time = 0;
  const uploads = openUploads(() => time);
  const file = 25 * 1024 * 1024;
  let kept = 0;
  while (kept < 1_000 && uploads.mayKeep('mallory', file)) kept += 1;
  expect(kept).toBe(Math.ceil(uploadLimits.burstBytes / file));
  expect(uploads.mayKeep('ana', file)).toBe(true);
  time += 3_600_000;
  for (kept = 0; kept < 1_000 && uploads.mayKeep('mallory', file);) kept += 1;
  expect(kept).toBeLessThanOrEqual(Math.ceil(uploadLimits.bytesPerHour / file));
});
