import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isLive, startReplicaOf, untilUpstream } from '../helpers/replicas.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

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
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
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
const raw = (where: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; type: string; bytes: Buffer; headers: NodeJS.Dict<string | string[]> }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const sent = request({ hostname, port, path: where, headers, agent: false }, (response) => {
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

test('[SP61] a bad update is refused by its field, and nothing is published', async () => {
  const page = await open();
  const good = { title: 'a', body: 'b', status: 'investigating' };
  const wrong: [Record<string, unknown>, string][] = [
    [{ title: undefined }, 'title'],
    [{ body: ' ' }, 'body'],
    [{ status: 'broken' }, 'status'],
    [{ impact: 'huge' }, 'impact'],
    [{ incident: 'nobody' }, 'incident'],
    [{ components: [{ id: 'nobody', status: 'operational' }] }, 'components.0.id'],
    [{ components: [{ id: page.components[0]?.id, status: 'down' }] }, 'components.0.status'],
    [{ mood: 'bad' }, 'mood'],
  ];
  for (const [more, field] of wrong) {
    const { status, body } = await publish(page, { ...good, ...more });
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
  const plain = await raw(`/status/${slug}/`);
  const brotli = await raw(`/status/${slug}/`, { 'accept-encoding': 'gzip, br' });
  const zipped = await raw(`/status/${slug}/`, { 'accept-encoding': 'br;q=0, gzip' });
  expect([brotli.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual(['br', 'gzip']);
  expect(brotliDecompressSync(brotli.bytes)).toEqual(plain.bytes);
  expect(gunzipSync(zipped.bytes)).toEqual(plain.bytes);
  expect(new Set([plain, brotli, zipped].map(({ headers }) => headers['etag'])).size).toBe(3);
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

test('[SP63] a page that is not public is refused alike at every address, and shown to the team', async () => {
  const { slug } = await open({ visibility: 'private', name: 'Secret name' });
  const token = await tokenAs('viewer');
  for (const file of [
    '',
    'api/v2/summary.json',
    'history.rss',
    'history.atom',
    'badge.svg',
    'badge.json',
    'widget.js',
    'embed.html',
    'maintenance.ics',
    'generation.json',
    'favicon.svg',
    'not-there',
    'history/',
  ]) {
    const { status, bytes, headers } = await raw(`/status/${slug}/${file}`);
    expect([status, headers['etag'], headers['access-control-allow-origin']], file).toEqual([
      401,
      undefined,
      undefined,
    ]);
    expect(bytes.toString()).not.toContain('Secret');
    if (file === 'not-there') continue;
    const seen = await visit(`/status/${slug}/${file}`, { authorization: `Bearer ${token}` });
    expect([seen.status, seen.headers.get('cache-control')], file).toEqual([200, 'private, no-store']);
  }
});

test('[SP130] a member’s browser is let in by a link that works once, or by a token as the password', async () => {
  const { slug, id } = await open({ visibility: 'private' });
  const other = await open({ visibility: 'private' });
  const token = await tokenAs('viewer');
  const link = await server.api<{ address: string }>(`${path}/${id}/visit`, { json: {}, token });
  const { pathname, search } = new URL(link.body.address);
  expect(pathname).toBe(`/status/${slug}/`);
  expect((await visit(`/status/${other.slug}/${search}`)).status).toBe(401);
  const entered = await visit(`${pathname}${search}&x=1`);
  expect([entered.status, entered.headers.get('location')]).toEqual([303, `/status/${slug}/?x=1`]);
  const [cookie = '', ...traits] = (entered.headers.get('set-cookie') ?? '').split('; ');
  expect(traits).toEqual([`Path=/status/${slug}/`, 'Max-Age=43200', 'HttpOnly', 'SameSite=Lax']);
  for (const file of ['', 'api/v2/summary.json', 'history.rss', 'badge.svg', 'favicon.svg'])
    expect((await visit(`/status/${slug}/${file}`, { cookie })).status, file).toBe(200);
  expect((await visit(`/status/${other.slug}/`, { cookie })).status).toBe(401);
  // Once is once; a browser that came in stays in.
  expect((await visit(`${pathname}${search}`)).status).toBe(401);
  expect((await visit(`/status/${slug}/`, { authorization: basic(token) })).status).toBe(200);
  // Whoever leaves the team leaves the page.
  const me = await server.api<{ id: string }>('/api/v1/me', { token });
  await server.api(`/api/v1/people/${me.body.id}`, { method: 'DELETE' });
  expect((await visit(`/status/${slug}/`, { cookie })).status).toBe(401);
});

test('[SP130] a secret link opens the page, its feeds and its JSON until there is another', async () => {
  const linkKey = 'k'.repeat(32);
  const { slug, id } = await open({ visibility: 'private', linkKey });
  const at = (file: string, key = linkKey) => visit(`/status/${slug}/${file}?key=${key}`);
  expect((await at('', 'x'.repeat(32))).status).toBe(401);
  for (const file of ['history.rss', 'api/v2/summary.json', 'badge.svg', 'embed.html'])
    expect((await at(file)).status, file).toBe(200);
  const entered = await at('history/');
  expect([entered.status, entered.headers.get('location')]).toEqual([303, `/status/${slug}/history/`]);
  const cookie = (entered.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect((await visit(`/status/${slug}/`, { cookie })).status).toBe(200);
  const stored = (await server.api<Record<string, unknown>>(`${path}/${id}`)).body;
  expect(stored['linkKey']).toBe('••••••••');
  const put = (json: object) => server.api<Problem>(`${path}/${id}`, { method: 'PUT', json });
  expect((await put(stored)).status).toBe(200);
  expect((await at('history.rss')).status).toBe(200);
  expect((await put({ ...stored, linkKey: 'n'.repeat(32) })).status).toBe(200);
  expect((await at('history.rss')).status).toBe(401);
  expect((await visit(`/status/${slug}/`, { cookie })).status).toBe(401);
  expect((await put({ ...stored, visibility: 'public' })).body.errors?.[0]?.field).toBe('linkKey');
});

test('[SP131] a page for the company tells the team’s open incidents, and a public one never does', async () => {
  const { slug, id } = await open({ visibility: 'private', tellsIncidents: true, networks: ['127.0.0.1'] });
  const summary = async () =>
    (await (await visit(`/status/${slug}/api/v2/summary.json`)).json()) as {
      muster: { team_incidents: { title: string; commanders: string[]; update_due_at: string | null }[] };
    };
  const declare = (json: object) => server.api('/api/v1/incidents', { json: { severity: 'P2', ...json } });
  await declare({ title: 'Payments <stuck>' });
  await declare({ title: 'A drill', drill: true });
  await until(async () => {
    const titles = (await summary()).muster.team_incidents.map(({ title }) => title);
    expect(titles).toContain('Payments <stuck>');
    expect(titles).not.toContain('A drill');
  });
  const html = await (await visit(`/status/${slug}/`)).text();
  expect(html).toContain('Payments &lt;stuck&gt;');
  expect(html).toContain('Nobody commands yet');
  const stored = (await server.api<Record<string, unknown>>(`${path}/${id}`)).body;
  const { body } = await server.api<Problem>(`${path}/${id}`, {
    method: 'PUT',
    json: { ...stored, visibility: 'public', networks: [] },
  });
  expect(body.errors?.[0]?.field).toBe('tellsIncidents');
});

const basic = (password: string, name = 'anybody') =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

test('[SP69] a page with a password asks for it everywhere alike, and lets networks in without it', async () => {
  const secret = 'pässword: 1';
  const { slug, id } = await open({ visibility: 'private', name: 'Secret name', password: secret });
  const stored = (await server.api<Record<string, unknown>>(`/api/v1/pages/${id}`)).body;
  expect(stored['password']).toBe('••••••••');
  for (const file of ['', 'api/v2/summary.json', 'history.rss', 'badge.svg', 'not-there']) {
    const path = `/status/${slug}/${file}`;
    const asked = await raw(path);
    expect([asked.status, asked.headers['www-authenticate']], file).toEqual([
      401,
      'Basic realm="Status page", charset="UTF-8"',
    ]);
    expect(asked.bytes.toString()).not.toContain('Secret');
    for (const wrong of ['passwort', '', `${secret} `])
      expect((await visit(path, { authorization: basic(wrong) })).status, file).toBe(401);
    const seen = await visit(path, { authorization: basic(secret, '') });
    expect([seen.status, seen.headers.get('cache-control')], file).toEqual([
      file === 'not-there' ? 404 : 200,
      file === 'not-there' ? 'no-store' : 'private, no-store',
    ]);
  }
  const file = (
    await raw('/api/v1/configuration/export.yaml', { authorization: `Bearer ${server.ownerToken}` })
  ).bytes;
  expect(file.toString()).toMatch(/password: \$\{MUSTER_PAGE_SECRET_NAME_PASSWORD/);
  expect(file.toString()).not.toContain(secret);
  // Sent back as it was read it stays; the mask itself is nobody's password.
  const put = (json: object) => server.api<Problem>(`/api/v1/pages/${id}`, { method: 'PUT', json });
  const { id: _id, address: _address, createdAt: _made, updatedAt: _changed, ...settings } = stored;
  expect((await put(settings)).status).toBe(200);
  expect((await visit(`/status/${slug}/`, { authorization: basic(secret) })).status).toBe(200);
  expect((await put({ ...settings, networks: ['127.0.0.0/8', '::1'] })).status).toBe(200);
  expect((await visit(`/status/${slug}/`)).status).toBe(200);
  for (const [wrong, field] of [
    [{ visibility: 'public' }, 'password'],
    [{ visibility: 'public', password: undefined, networks: ['10.0.0.0/8'] }, 'networks'],
    [{ password: 'short' }, 'password'],
    [{ networks: ['everywhere'] }, 'networks.0'],
  ] as const) {
    const { status, body } = await put({ ...settings, ...wrong });
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  }
});

test('[SP64] a page with a domain of its own is found by it, and a proxy may ask for it', async () => {
  await open({ name: 'Own domain', url: 'https://status.acme.test' });
  const host = { host: 'STATUS.acme.test:443' };
  expect((await raw('/', host)).bytes.toString()).toContain('Own domain');
  expect((await raw('/api/v2/status.json', host)).type).toMatch(/^application\/json/);
  expect((await raw('/nothing', host)).status).toBe(404);
  expect((await raw('/api/v1/pages', host)).status).not.toBe(200);
  expect((await raw('/', { host: 'other.test' })).bytes.toString()).not.toContain('Own domain');
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
