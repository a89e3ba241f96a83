import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Component = { id: string; name: string; status: string; monitor?: string; group?: string };
type Page = { id: string; slug: string; components: Component[]; createdAt: number };
type Problem = { detail: string; errors?: { field: string; expected: string }[] };
type Update = { id: string; incident: string; by: string; at: number; title: string | null };
type Summary = {
  status: { indicator: string };
  components: Component[];
  incidents: { id: string; name: string; status: string; incident_updates: { body: string }[] }[];
};

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
});
afterAll(() => server[Symbol.asyncDispose]());

const path = '/api/v1/pages';
let count = 0;
async function open(more: Record<string, unknown> = {}): Promise<Page> {
  count += 1;
  const json = {
    slug: `page-${count}`,
    name: 'Acme',
    visibility: 'public',
    components: [{ name: 'Website' }, { name: 'API', group: 'Core' }],
    ...more,
  };
  const { status, body } = await server.api<Page>(path, { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const publish = (page: Page, json: Record<string, unknown>, token?: string) =>
  server.api<Update & Problem>(`${path}/${page.id}/updates`, { json, ...(token ? { token } : {}) });
const visit = (where: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(new URL(where, server.url), { redirect: 'manual', headers, method });
const summaryOf = async (page: Page) =>
  (await (await visit(`/status/${page.slug}/api/v2/summary.json`)).json()) as Summary;
async function tokenAs(role: string): Promise<string> {
  const { body } = await server.api<{ code: string }>('/api/v1/invitations', { json: { role } });
  const json = { code: body.code, name: `A ${role}` };
  return (await server.api<{ token: string }>('/api/v1/invitations/accept', { json, token: null })).body
    .token;
}
/** As it stands in the request line: `fetch` would tidy the path up. */
const raw = (where: string, headers: Record<string, string> | string[] = {}, method = 'GET') =>
  new Promise<{ status: number; type: string; bytes: Buffer; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const sent = request({ hostname, port, path: where, method, headers, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            bytes: Buffer.concat(chunks),
            headers: response.headers,
          }),
        );
      });
      sent.on('error', reject);
      sent.end();
    },
  );

test('[SP60] a page is opened, changed and closed; components keep their ids when they are renamed', async () => {
  const page = await open();
  expect(page.components.map(({ id }) => id).every((id) => /^[a-z0-9]{10,}$/.test(id))).toBe(true);
  const read = await server.api<Page>(`${path}/${page.id}`);
  const tag = read.headers.get('etag') ?? '';
  const [website, api] = page.components;
  const renamed = {
    ...read.body,
    components: [{ ...api, name: 'Public API' }, { name: 'Website' }, { name: 'New' }],
  };
  const changed = await server.api<Page>(`${path}/${page.id}`, {
    method: 'PUT',
    json: renamed,
    headers: { 'if-match': tag },
  });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect(changed.body.components.map(({ id }) => id).slice(0, 2)).toEqual([api?.id, website?.id]);
  expect(new Set(changed.body.components.map(({ id }) => id)).size).toBe(3);
  const late = { method: 'PUT', json: renamed, headers: { 'if-match': tag } };
  expect((await server.api(`${path}/${page.id}`, late)).status).toBe(412);
  expect((await summaryOf(page)).components.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Public API', 'Website', 'New']),
  );
  expect((await server.api(`${path}/${page.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await visit(`/status/${page.slug}/`)).status).toBe(404);
});

test('[SP60] what is wrong is named by its field, and only owners write', async () => {
  const { slug } = await open();
  const good = { slug: 'other', name: 'x', visibility: 'public', components: [] };
  const wrong: [Record<string, unknown>, string][] = [
    [{ slug }, 'slug'],
    [{ slug: 'UPPER' }, 'slug'],
    [{ slug: '../x' }, 'slug'],
    [{ name: '  ' }, 'name'],
    [{ visibility: 'password' }, 'visibility'],
    [{ colour: 'red' }, 'colour'],
    [{ components: [{ name: 'a', monitor: 'nobody' }] }, 'components.0.monitor'],
    [{ components: [{ name: 'a' }, { name: 'b', uptime: 1 }] }, 'components.1.uptime'],
    [
      {
        components: [
          { id: 'a', name: 'a' },
          { id: 'a', name: 'b' },
        ],
      },
      'components.1.id',
    ],
    [{ timeZone: 'Mars/Base' }, 'timeZone'],
    [{ targets: [{ kind: 'folder', path: 'relative' }] }, 'targets.0.path'],
    [{ targets: [{ kind: 'ftp' }] }, 'targets.0.kind'],
    [{ targets: [{ kind: 'git', repository: '--upload-pack=id', branch: 'x' }] }, 'targets.0.repository'],
    [{ targets: [{ kind: 'git', repository: 'ext::sh -c id', branch: 'x' }] }, 'targets.0.repository'],
    [{ targets: [{ kind: 'git', repository: 'https://a:b@c/x.git', branch: 'x' }] }, 'targets.0.repository'],
    [{ targets: [{ kind: 'git', repository: '/srv/x.git', branch: '-f' }] }, 'targets.0.branch'],
    [{ targets: Array.from({ length: 6 }, () => ({ kind: 'folder', path: '/srv/x' })) }, 'targets'],
    [{ visibility: 'private', targets: [{ kind: 'folder', path: '/srv/x' }] }, 'targets'],
    [{ targets: [{ kind: 'put', url: 'http://a:b@c/' }] }, 'targets.0.url'],
  ];
  for (const [more, field] of wrong) {
    const { status, body } = await server.api<Problem>(path, { json: { ...good, ...more } });
    expect(status, field).toBe(400);
    expect(
      body.errors?.map((each) => each.field),
      field,
    ).toContain(field);
  }
  const token = await tokenAs('responder');
  expect((await server.api(path, { json: good, token })).status).toBe(403);
  expect((await server.api(path, { token })).status).toBe(200);
});

test('[SP61] an update stands on the page once it is answered; resolving gives the components back', async () => {
  const page = await open();
  const [website, api] = page.components;
  const token = await tokenAs('responder');
  const first = await publish(
    page,
    {
      title: 'Payments fail',
      body: 'We look into it.',
      status: 'investigating',
      components: [{ id: api?.id, status: 'major_outage' }],
    },
    token,
  );
  expect(first.status, JSON.stringify(first.body)).toBe(201);
  let summary = await summaryOf(page);
  expect(summary.incidents).toMatchObject([
    { id: first.body.incident, name: 'Payments fail', status: 'investigating' },
  ]);
  const statusOf = (id: string | undefined) => summary.components.find((each) => each.id === id)?.status;
  expect([statusOf(api?.id), statusOf(website?.id)]).toEqual(['major_outage', 'operational']);
  expect(await (await visit(`/status/${page.slug}/`)).text()).toContain('Payments fail');

  const second = await publish(page, { body: 'Fixed.', status: 'resolved', incident: first.body.incident });
  expect(second.body.incident).toBe(first.body.incident);
  summary = await summaryOf(page);
  expect(summary.incidents).toEqual([]);
  expect(statusOf(api?.id)).toBe('operational');
  expect(await (await visit(`/status/${page.slug}/history.rss`)).text()).toContain('Fixed.');
  const { body } = await server.api<{ items: Update[] }>(`${path}/${page.id}/updates`);
  expect(body.items.map(({ id }) => id)).toEqual([second.body.id, first.body.id]);
  expect(body.items.every(({ by, at }) => by !== '' && at > 0)).toBe(true);
});

test('[SP61] an update of an incident stands on the timeline of its room', async () => {
  const page = await open();
  const { body: room } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Inside' } });
  const words = { title: 'Outside', body: 'We are on it.', status: 'identified', incident: room.id };
  expect((await publish(page, words)).body.incident).toBe(room.id);
  const { body } = await server.api<{
    timeline: { fact: { kind: string; channel?: string; text?: string } }[];
  }>(`/api/v1/incidents/${room.id}`);
  const sent = body.timeline.map(({ fact }) => fact).filter(({ kind }) => kind === 'sent');
  expect(sent).toMatchObject([{ text: 'Outside\n\nWe are on it.' }]);
  expect(sent[0]?.channel).toContain('Acme');
});

test('[SP61] [CM9] a bad update, or one with something left to fill in, is refused by its field, and nothing is published', async () => {
  const page = await open();
  const good = { title: 'a', body: 'b', status: 'investigating' };
  const first = page.components[0]?.id;
  const wrong: [Record<string, unknown>, string][] = [
    [{ title: undefined }, 'title'],
    [{ body: ' ' }, 'body'],
    [{ status: 'broken' }, 'status'],
    [{ impact: 'huge' }, 'impact'],
    [{ incident: 'nobody' }, 'incident'],
    [{ components: [{ id: 'nobody', status: 'operational' }] }, 'components.0.id'],
    [{ components: [{ id: page.components[0]?.id, status: 'down' }] }, 'components.0.status'],
    [{ mood: 'bad' }, 'mood'],
    [
      { components: ['operational', 'major_outage'].map((status) => ({ id: first, status })) },
      'components.1.id',
    ],
    [{ startedAt: Date.now() + 3_600_000 }, 'startedAt'],
    [{ title: { '<script>': 'x' } }, 'title.<script>'],
    [{ body: 5 }, 'body'],
    [{ body: 'We look into a problem with [what is affected].' }, 'body'],
    [{ title: '{components} fail' }, 'title'],
    [{ body: { '': 'b', de: 'Wir sehen [was]' } }, 'body'],
  ];
  for (const [more, field] of wrong) {
    const { status, body } = await publish(page, { ...good, ...more });
    // In words of ours, not of the library that checks it.
    expect(JSON.stringify(body.errors)).not.toMatch(/Invalid|record/u);
    expect(status, field).toBe(400);
    expect(
      body.errors?.map((each) => each.field),
      field,
    ).toContain(field);
  }
  expect((await publish(page, good, await tokenAs('viewer'))).status).toBe(403);
  expect((await server.api(`${path}/nobody/updates`, { json: good })).status).toBe(404);
  expect((await server.api<{ items: [] }>(`${path}/${page.id}/updates`)).body.items).toEqual([]);
});

test('[SP62] every file has its type, a strong tag, and is answered 304 while it is the same', async () => {
  const { slug } = await open();
  const types: [string, RegExp, boolean][] = [
    ['', /^text\/html/, false],
    ['history/', /^text\/html/, false],
    ['de/', /^text\/html/, false],
    ['api/v2/summary.json', /^application\/json/, true],
    ['api/v2/status.json', /^application\/json/, true],
    ['api/v2/components.json', /^application\/json/, true],
    ['api/v2/incidents.json', /^application\/json/, true],
    ['api/v2/scheduled-maintenances.json', /^application\/json/, true],
    ['history.rss', /^application\/rss\+xml/, false],
    ['history.atom', /^application\/atom\+xml/, false],
    ['maintenance.ics', /^text\/calendar/, false],
    ['badge.svg', /^image\/svg\+xml/, true],
    ['widget.js', /^text\/javascript/, true],
  ];
  for (const [file, type, isForAll] of types) {
    const where = `/status/${slug}/${file}`;
    const { status, headers } = await visit(where);
    expect(status, file).toBe(200);
    expect(headers.get('content-type'), file).toMatch(type);
    expect(headers.get('cache-control')).toBe(
      'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400',
    );
    expect(headers.get('access-control-allow-origin'), file).toBe(isForAll ? '*' : null);
    const tag = headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]+"$/);
    const again = await visit(where, { 'if-none-match': `"x", ${tag}` });
    expect([again.status, await again.text()], file).toEqual([304, '']);
    const head = await visit(where, {}, 'HEAD');
    expect([head.status, head.headers.get('etag'), await head.text()]).toEqual([200, tag, '']);
  }
  // A feed keeps its bytes while nothing happens.
  const feed = `/status/${slug}/history.rss`;
  const dated = (await visit(feed)).headers.get('last-modified') ?? '';
  const since = async (more: Record<string, string>) => (await visit(feed, more)).status;
  expect(await since({ 'if-modified-since': dated })).toBe(304);
  expect(await since({ 'if-modified-since': dated, 'if-none-match': '"x"' })).toBe(200);
  for (const other of [new Date(Date.parse(dated) - 1_000).toUTCString(), dated.replace(' GMT', '')])
    expect(await since({ 'if-modified-since': other }), other).toBe(200);
  const plain = await raw(`/status/${slug}/`);
  const brotli = await raw(`/status/${slug}/`, { 'accept-encoding': 'gzip, br' });
  const zipped = await raw(`/status/${slug}/`, { 'accept-encoding': 'br;q=0.5, gzip' });
  expect([brotli.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes);
  expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes);
  expect(new Set([plain, brotli, zipped].map(({ headers }) => headers['etag'])).size).toBe(3);
});

test('[SP62] the first caller and the one who finds it ready are answered alike', async () => {
  const { slug } = await open();
  const asks = [{}, { 'accept-encoding': 'br' }, { 'accept-encoding': 'gzip' }, { 'if-none-match': '*' }];
  for (const file of ['', 'api/v2/summary.json', 'badge.svg']) {
    for (const asked of asks) {
      const answers: { status: number; told: NodeJS.Dict<string | string[]>; bytes: string }[] = [];
      for (let turn = 0; turn < 3; turn++) {
        const { status, headers, bytes } = await raw(`/status/${slug}/${file}`, asked);
        const { date: _date, connection: _connection, ...told } = headers;
        answers.push({ status, told, bytes: bytes.toString('base64') });
      }
      expect(answers[0]?.told['x-content-type-options']).toBe('nosniff');
      expect(answers.slice(1), file).toEqual([answers[0], answers[0]]);
    }
  }
  // A page that is closed, or no longer public, is not served from memory any more.
  const { id, slug: closing } = await open();
  const statusOf = async () => (await raw(`/status/${closing}/`)).status;
  expect([await statusOf(), await statusOf()]).toEqual([200, 200]);
  const { body } = await server.api<Page>(`${path}/${id}`);
  await server.api(`${path}/${id}`, { method: 'PUT', json: { ...body, visibility: 'private' } });
  expect(await statusOf()).toBe(401);
  await server.api(`${path}/${id}`, { method: 'DELETE' });
  expect(await statusOf()).toBe(404);
});

test('[SP62] addresses are forgiving where that is safe, and what is not there is a plain 404', async () => {
  const { slug } = await open();
  expect((await raw('/status/%ff')).status).toBe(400);
  for (const [from, to] of [
    [`/status/${slug}`, `/status/${slug}/`],
    [`/status/${slug}?x=1`, `/status/${slug}/?x=1`],
    [`/status/${slug.toUpperCase()}/history.rss`, `/status/${slug}/history.rss`],
    [`/status/${slug}/history`, `/status/${slug}/history/`],
  ] as const) {
    const { status, headers } = await visit(from);
    expect([status, headers.get('location')]).toEqual([308, to]);
  }
  for (const where of [
    '/status',
    '/status/',
    '/status/nobody',
    '/status/nobody/api/v2/summary.json',
    `/status/${slug}/../../healthz/x`,
    `/status/${slug}/..%2f..%2fmuster.db`,
    `/status/${slug}/%2e%2e/`,
    `/status/${slug}//evil.test`,
    '/status//evil.test',
    `/status/${'a'.repeat(10_000)}`,
    `/status/${slug}/${'a'.repeat(10_000)}`,
    `/status/__proto__/`,
  ]) {
    const { status, type, bytes } = await raw(where);
    expect(status, where.slice(0, 60)).toBe(404);
    expect(type, where.slice(0, 60)).toMatch(/^text\/html/);
    expect(bytes.toString()).not.toMatch(/id="root"|evil/);
  }
});

test('[SP64] a page with a domain of its own is found by it, and a proxy may ask for it', async () => {
  const own = await open({ name: 'Own domain', url: 'https://status.acme.test' });
  onTestFinished(async () => {
    await server.api(`${path}/${own.id}`, { method: 'DELETE' });
  });
  const host = { host: 'STATUS.acme.test.:443' };
  expect((await raw('/', host)).bytes.toString()).toContain('Own domain');
  expect((await raw('/api/v2/status.json', host)).type).toMatch(/^application\/json/);
  expect((await raw('/nothing', host)).status).toBe(404);
  const posted = await raw('/', host, 'POST');
  expect([posted.status, posted.headers['allow']]).toEqual([405, 'GET, HEAD']);
  // A page cannot claim the names by which this computer is always reached.
  const greedy = await open({ name: 'Greedy', url: 'http://localhost' });
  expect((await raw('/', { host: `localhost:${server.port}` })).bytes.toString()).not.toContain('Greedy');
  await server.api(`${path}/${greedy.id}`, { method: 'DELETE' });
  expect((await raw('/api/v1/pages', host)).status).not.toBe(200);
  expect((await raw('/', { host: 'other.test' })).bytes.toString()).not.toContain('Own domain');
  expect((await raw('http://status.acme.test/', { host: 'other.test' })).status).toBe(200);
  expect((await raw('http://other.test/', { host: 'status.acme.test' })).status).toBe(421);
  expect((await raw('/', ['Host', 'status.acme.test', 'Host', 'other.test'])).status).toBe(400);
  const ask = async (domain: string) =>
    (await server.api(`${path}/ask?domain=${domain}`, { token: null })).status;
  expect([await ask('status.acme.test'), await ask('other.test'), await ask('127.0.0.1')]).toEqual([
    200, 404, 404,
  ]);
  const twice = {
    slug: 'twice',
    name: 'x',
    visibility: 'public',
    components: [],
    url: 'http://status.acme.test/',
  };
  const { body } = await server.api<Problem>(path, { json: twice });
  expect(body.errors?.[0]?.field).toBe('url');
});

test('[SP62] a replica passes the API on and has no pages of its own to show', async () => {
  const page = await open();
  await using replica = await startReplicaOf(server, 'Bo');
  await untilUpstream(replica, isLive);
  const { body } = await replica.api<{ items: Page[] }>(path);
  expect(body.items.map(({ id }) => id)).toContain(page.id);
  const answer = await fetch(`${replica.url}/status/${page.slug}/`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  expect(await answer.text()).toContain('copy');
});

test('[SP65] the sequence rises over kill -9, and the page comes back as it was', async () => {
  const page = await open();
  await publish(page, { title: 'Kept', body: 'b', status: 'investigating' });
  const sequence = async () =>
    ((await (await visit(`/status/${page.slug}/generation.json`)).json()) as { sequence: number }).sequence;
  const before = await sequence();
  await server.kill9();
  await server.restart();
  expect((await summaryOf(page)).incidents).toMatchObject([{ name: 'Kept' }]);
  expect(await sequence()).toBeGreaterThan(before);
});
