// Who sees a status page that is not public: one rule for HTML, JSON, feeds, badges, widget and images.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Page = { id: string; slug: string };
type Problem = { detail: string; errors?: { field: string; expected: string }[] };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana', flags: ['--trusted-proxies', '127.0.0.1'] });
});
afterAll(() => server[Symbol.asyncDispose]());

const path = '/api/v1/pages';
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
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
const visit = (where: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(new URL(where, server.url), { redirect: 'manual', headers, method });
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

const everyFile = [
  '',
  'history/',
  'de/',
  'api/v2/summary.json',
  'api/v2/incidents/unresolved.json',
  'history.rss',
  'history.atom',
  'maintenance.ics',
  'badge.svg',
  'badge.json',
  'widget.js',
  'embed.html',
  'favicon.svg',
  'generation.json',
];

test('[SP63] [SP69] [SP130] every way in opens every file, nothing else does, and none is kept by a cache', async () => {
  const linkKey = 'm'.repeat(32);
  const settings = { visibility: 'private', password: 'correct horse', networks: ['10.1.0.0/16'], linkKey };
  const { slug, id } = await open(settings);
  const token = await tokenAs('viewer');
  const { body } = await server.api<{ address: string }>(`${path}/${id}/visit`, { json: {}, token });
  const visited = await visit(body.address);
  const cookie = (visited.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const ways: [string, Record<string, string>, number][] = [
    ['a token', { authorization: `Bearer ${token}` }, 200],
    ['a token as the password', { authorization: basic(token) }, 200],
    ['the password', { authorization: basic('correct horse') }, 200],
    ['a network', { 'x-forwarded-for': '10.1.2.3' }, 200],
    ['a network, with a port', { 'x-forwarded-for': '10.1.2.3:4711' }, 200],
    ['a member’s cookie', { cookie }, 200],
    ['the link’s cookie', { cookie: `muster-page=k.${linkKey}` }, 200],
    ['nothing', {}, 401],
    ['another network', { 'x-forwarded-for': '10.1.2.3, 10.2.0.1' }, 401],
    ['another cookie', { cookie: 'muster-page=k.wrong' }, 401],
  ];
  for (const [way, headers, status] of ways)
    for (const file of everyFile) {
      const answer = await visit(`/status/${slug}/${file}`, headers);
      const said = `${way}, ${file}`;
      expect(answer.status, said).toBe(status);
      expect(answer.headers.get('cache-control'), said).toContain('no-store');
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
  // A person who leaves the team leaves the page.
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
  expect(html).not.toContain('All Systems Operational');
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

test('[SP69] who guesses too often learns nothing more, whatever the network; tokens still open the page', async () => {
  const { slug } = await open({ visibility: 'private', password: 'correct horse' });
  const from = async (address: string, password: string) =>
    (await visit(`/status/${slug}/`, { authorization: basic(password), 'x-forwarded-for': address })).status;
  const guesses = Array.from({ length: 100 }, (_, index) => from('198.51.100.7', `guess ${index}`));
  expect(new Set(await Promise.all(guesses))).toEqual(new Set([401]));
  expect(await from('198.51.100.7', 'correct horse')).toBe(429);
  // A forged beginning of the header changes nothing.
  expect(await from('203.0.113.1, 198.51.100.7', 'correct horse')).toBe(429);
  expect(await from('198.51.100.7', server.ownerToken)).toBe(200);
  expect(await from('198.51.100.8', 'correct horse')).toBe(200);
});
