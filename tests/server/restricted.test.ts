// TM: an incident that only a team may see, asked for at every door by people outside. The words planted in it must not
// come out anywhere; the same doors asked by the team show that the words were there to be found.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { routes } from '#sync-server/http/all-routes.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { connectRaw } from '../helpers/raw-client.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';

/** In everything that is written in the restricted incident. */
const planted = 'zebrafish';
type Member = { id: string; token: string };
type Inbox = Awaited<ReturnType<typeof openInbox>>;

let server: RunningServer;
let inbox: Inbox;
const people: Record<'bo' | 'cy' | 'vi' | 'di', Member> = {} as never;
let team = '';
let incident = '';
const file = Buffer.from(`${planted} in a file`);
const sha256 = createHash('sha256').update(file).digest('hex');
/** What each `:name` of an address may be, by the part of the address before it. */
const known: Record<string, string[]> = {};

async function post<T = { id: string }>(path: string, json: unknown, token = server.ownerToken): Promise<T> {
  const { status, body } = await server.api<T>(path, { json, token });
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

async function join(name: string, role: string): Promise<Member> {
  return post<Member>('/api/v1/people', { name, role });
}

async function openChannel(name: string, teams: readonly string[] = []): Promise<string> {
  const settings = { url: `${inbox.url}/${name.replaceAll(' ', '-')}` };
  const kind = 'slack';
  return (await post('/api/v1/channels', { name, kind, settings, teams, audiences: ['executives', 'internal'] })).id;
}

async function plant() {
  const { bo } = people;
  await server.api(`/api/v1/attachments/${sha256}`, {
    method: 'PUT',
    body: file,
    token: bo.token,
    headers: { 'content-type': 'application/octet-stream' },
  });
  const made = await post(
    '/api/v1/incidents',
    {
      title: `The ${planted} leaks`,
      severity: 'P1',
      summary: `${planted} in the summary`,
      service: `${planted} service`,
      restrict: { teams: [team], people: [] },
    },
    bo.token,
  );
  const checklist = '01JAAAAAAAAAAAAAAAAAAAAAAA';
  const facts = [
    { kind: 'claimed', role: 'commander', person: bo.id, as: 'primary' },
    { kind: 'note', text: `${planted} in a note`, mentions: [people.cy.id] },
    { kind: 'task', text: `${planted} in a task`, owner: people.cy.id, due: Date.now() + 1_000 },
    { kind: 'action-item', text: `${planted} in an item`, owner: people.cy.id, due: Date.now() + 86_400_000 },
    { kind: 'attachment', name: `${planted}.txt`, type: 'text/plain', bytes: file.length, sha256 },
    {
      kind: 'checklist',
      id: checklist,
      title: `${planted} list`,
      playbook: `${planted}-book`,
      steps: [{ id: 's1', text: `${planted} step` }],
    },
    { kind: 'acknowledged' },
    { kind: 'status', status: 'identified', why: `${planted} is the cause` },
  ];
  await post(`/api/v1/incidents/${made.id}/facts`, facts, bo.token);
  return made.id;
}

const problem = { incidents: [] as string[] };

beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  inbox = await openInbox();
  people.bo = await join('Bo', 'responder');
  people.cy = await join('Cy', 'responder');
  people.vi = await join('Vi', 'viewer');
  people.di = await join('Di', 'viewer');
  team = (await post('/api/v1/teams', { name: 'Payments', members: [people.bo.id, people.di.id] })).id;
  const everybodys = await openChannel('everybody');
  const teams = await openChannel('payments', [team]);
  const targets = [
    { kind: 'person', id: people.cy.id },
    { kind: 'channel', id: everybodys },
    { kind: 'channel', id: teams },
  ];
  const steps = [{ targets, waitMinutes: 30 }];
  known['policies'] = [
    (await post('/api/v1/policies', { name: 'Everything', severities: ['P1'], steps })).id,
  ];
  known['channels'] = [everybodys, teams];
  // What was changed goes there too, such as that somebody declared.
  await server.api('/api/v1/audit/settings', {
    method: 'PUT',
    json: { retentionDays: 400, channel: everybodys },
  });
  const page = {
    slug: 'company',
    name: 'Company',
    visibility: 'private',
    tellsIncidents: true,
    networks: ['127.0.0.1'],
    components: [{ name: 'Shop' }],
  };
  known['pages'] = [(await post('/api/v1/pages', page)).id];
  incident = await plant();
  known['incidents'] = [incident];
  problem.incidents = [incident];
  known['problems'] = [(await post('/api/v1/problems', { name: 'A problem', incidents: [incident] })).id];
  known['teams'] = [team];
  known['people'] = Object.values(people).map(({ id }) => id);
  known['attachments'] = [sha256];
  const monitor = { name: 'Shop', kind: 'http', settings: { url: 'http://127.0.0.1:9/' }, paused: true };
  known['monitors'] = [
    (await post('/api/v1/monitors', { ...monitor, intervalSeconds: 60, confirmations: 1, recoveries: 1 })).id,
  ];
}, 120_000);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await inbox[Symbol.asyncDispose]();
});

// What a feed says, and what a channel was sent.
const isIn = (person: string, id: string) => (message: FeedMessage) =>
  message.type === 'people' && message.people.some((each) => each.id === person && each.teams?.includes(id));
const isHidden = (id: string) => (message: FeedMessage) =>
  message.type === 'incident-hidden' && message.id === id;
const isShown = (id: string) => (message: FeedMessage) =>
  message.type === 'incident' && message.incident.id === id;
const sentTo = (name: string) =>
  inbox.received.flatMap(({ path, body }) => (path === `/${name}` ? [body] : []));

/** Each address that a pattern can stand for here. */
function addressesOf(pattern: string): string[] {
  const parts = pattern.split('/');
  return parts
    .reduce<string[]>(
      (made, part, index) => {
        if (!part.startsWith(':')) return made.map((each) => `${each}/${part}`);
        const ids = known[parts[index - 1] ?? ''] ?? [];
        const panels = part === ':panel' ? ['people', 'services'] : [];
        return made.flatMap((each) => [...ids, ...panels, 'nothing'].map((id) => `${each}/${id}`));
      },
      [''],
    )
    .map((each) => each.slice(1));
}

const questions: Record<string, string[]> = {
  '/api/v1/incidents': [
    '?status=all',
    `?status=all&q=${planted}`,
    `?status=all&service=${planted}%20service`,
  ],
  '/api/v1/action-items': ['?state=all', '?state=all&mine=true'],
  '/api/v1/reports': ['?state=all'],
};

const reading = routes.filter(({ method, path }) => method === 'GET' && path !== '/api/v1/live');

/** Every address that is read, and whether the answer tells of the incident. */
async function ask(token: string): Promise<{ leaks: string[]; asked: number }> {
  const leaks: string[] = [];
  let asked = 0;
  for (const { path } of reading)
    for (const address of addressesOf(path))
      for (const question of ['', ...(questions[path] ?? [])]) {
        const response = await fetch(`${server.url}${address}${question}`, {
          headers: { authorization: `Bearer ${token}` },
        });
        const text = Buffer.from(await response.arrayBuffer()).toString('utf8');
        asked += 1;
        const isOpened = response.ok && address.startsWith(`/api/v1/incidents/${incident}`);
        const isRefusal = response.status >= 400 && text.includes(`There is no incident ${incident}`);
        if (isOpened || text.toLowerCase().includes(planted) || (text.includes(incident) && !isRefusal))
          leaks.push(path);
      }
  return { leaks: [...new Set(leaks)], asked };
}

test('[TM1] teams are kept, named once, and travel with the people; who is removed is in none', async () => {
  const eve = await join('Eve', 'responder');
  const feed = await followFeed(server.url, people.cy.token);
  const before = await feed.snapshot();
  expect(before.teams).toEqual([{ id: team, name: 'Payments' }]);
  const add = (name: string, members: readonly string[], token = server.ownerToken) =>
    server.api<{ id: string; errors?: { field: string }[] }>('/api/v1/teams', {
      json: { name, members },
      token,
    });
  expect((await add(' payments ', [])).body.errors?.[0]?.field).toBe('name');
  expect((await add('Search', ['nobody'])).body.errors?.[0]?.field).toBe('members.0');
  expect((await add('Search', [], people.bo.token)).status).toBe(403);
  const made = (await add('Search', [eve.id, people.bo.id])).body;
  await feed.until(isIn(eve.id, made.id));
  await server.api(`/api/v1/people/${eve.id}`, { method: 'DELETE' });
  const path = `/api/v1/teams/${made.id}`;
  await expect
    .poll(async () => (await server.api<{ members: string[] }>(path)).body.members)
    .toEqual([people.bo.id]);
  const channel = await openChannel('search', [made.id]);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(409);
  await server.api(`/api/v1/channels/${channel}`, { method: 'DELETE' });
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  await feed.until((message) => message.type === 'teams' && message.teams.every(({ id }) => id !== made.id));
  expect(JSON.stringify((await server.api('/api/v1/audit?area=teams')).body)).toContain('Search');
  feed.close();
});

test('[TM1] [CF1] teams come from the configuration file, members and channels by name, and go into its export', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-teams-'));
  const file = path.join(folder, 'muster.yaml');
  const write = (teams: readonly object[]) =>
    writeFileSync(
      file,
      JSON.stringify({
        teams,
        channels: [
          {
            name: 'pay',
            kind: 'slack',
            settings: { url: 'http://127.0.0.1:9/' },
            teams: [teams.length > 0 ? 'Payroll' : 'Search'],
          },
        ],
      }),
    );
  write([{ name: 'Payroll', members: ['Ana'] }]);
  await using own = await startServer({ ownerName: 'Ana', flags: ['--config', file] });
  const { items } = (
    await own.api<{ items: { id: string; members: string[]; managedBy: string }[] }>('/api/v1/teams')
  ).body;
  const me = (await own.api<Member>('/api/v1/me')).body;
  expect(items).toMatchObject([{ name: 'Payroll', members: [me.id], managedBy: 'config' }]);
  const channels = await own.api<{ items: { teams: string[] }[] }>('/api/v1/channels');
  expect(channels.body.items[0]?.teams).toEqual([items[0]?.id]);
  const removed = await own.api(`/api/v1/teams/${items[0]?.id}`, { method: 'DELETE' });
  expect(removed.status).toBe(409);
  const exported = (await own.api<string>('/api/v1/configuration/export.yaml')).body;
  expect(exported).toMatch(/teams:\n {2}- name: Payroll\n {4}members:\n {6}- Ana/u);
  expect(exported).toMatch(/teams:\n {6}- Payroll/u);
  write([]);
  const wrong = await own.api<{ errors?: { field: string }[] }>('/api/v1/configuration/reload', {
    method: 'POST',
  });
  expect(JSON.stringify(wrong.body)).toContain('channels.0.teams.0');
  rmSync(folder, { recursive: true });
});

describe('[TM2] a restricted incident', () => {
  test('comes out of no address that is read, for somebody outside and for a viewer', async () => {
    // It counts in the numbers once it rests, a moment after its last fact.
    await expect
      .poll(async () => JSON.stringify((await server.api('/api/v1/insights')).body), { timeout: 30_000 })
      .toContain(incident);
    await expect
      .poll(async () => (await ask(people.bo.token)).leaks.toSorted(), { timeout: 30_000 })
      .toEqual(
        expect.arrayContaining([
          '/api/v1/action-items',
          '/api/v1/attachments/:sha256',
          '/api/v1/deliveries',
          '/api/v1/incidents',
          '/api/v1/incidents/:id',
          '/api/v1/incidents/:id/history',
          '/api/v1/incidents/:id/record.muster',
          '/api/v1/incidents/:id/review.md',
          '/api/v1/insights',
          '/api/v1/insights.csv',
          '/api/v1/playbooks/statistics',
          '/api/v1/problems',
          '/api/v1/problems/:id',
        ]),
      );
    for (const { token } of [people.cy, people.vi]) {
      const { leaks, asked } = await ask(token);
      expect(asked).toBeGreaterThan(reading.length);
      expect(leaks).toEqual([]);
    }
    expect((await ask(people.di.token)).leaks).toContain('/api/v1/incidents/:id');
  });

  test('takes nothing from somebody outside, and answers as if it were not there', async () => {
    const writing = routes.filter(({ method, path }) => method !== 'GET' && path.includes('/incidents/:id'));
    expect(writing.length).toBeGreaterThan(4);
    const bodies: Record<string, unknown> = {
      '/api/v1/incidents/:id/facts': { kind: 'note', text: 'from outside' },
      '/api/v1/incidents/:id/page': { targets: [{ person: people.cy.id }] },
      '/api/v1/incidents/:id/page/preview': { targets: [{ person: people.cy.id }] },
      '/api/v1/incidents/:id/updates': { draft: 'x', channel: 'y' },
      '/api/v1/incidents/:id/restriction': { teams: [], people: [people.cy.id] },
    };
    for (const { method, path } of writing) {
      const address = path.replace(':id', incident);
      const json = method === 'DELETE' ? undefined : (bodies[path] ?? {});
      const { status, body } = await server.api(address, { method, json, token: people.cy.token });
      expect(status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
      expect(JSON.stringify(body), `${method} ${path}`).not.toContain(planted);
      const other = address.replace(incident, '01JZZZZZZZZZZZZZZZZZZZZZZZ');
      const absent = await server.api(other, { method, json, token: people.cy.token });
      expect(absent.status, `${method} ${path}`).toBe(status);
    }
    const room = await server.api(`/api/v1/incidents/${incident}`, { token: people.bo.token });
    expect(JSON.stringify(room.body)).not.toContain('from outside');
  });

  test('[TM2] somebody outside changes a problem and loses none of its incidents', async () => {
    const [id] = known['problems'] ?? [];
    const path = `/api/v1/problems/${id}`;
    const read = await server.api<{ incidents: string[] }>(path, { token: people.cy.token });
    expect(read.body.incidents).toEqual([]);
    const changed = { ...read.body, notes: 'seen again' };
    await server.api(path, { method: 'PUT', json: changed, token: people.cy.token });
    const whole = await server.api(path);
    expect(whole.body).toMatchObject({ notes: 'seen again', incidents: problem.incidents });
  });

  test('is in no feed and no room of somebody outside', async () => {
    for (const { token } of [people.cy, people.vi]) {
      const feed = await followFeed(server.url, token);
      const snapshot = await feed.snapshot();
      const own = snapshot.pages?.filter(({ person }) => person === people.cy.id) ?? [];
      expect(own.every(({ text = null }) => text === null)).toBe(true);
      const { pages: _pages, ...rest } = snapshot;
      expect(JSON.stringify(rest)).not.toContain(planted);
      expect(JSON.stringify(rest)).not.toContain(incident);
      feed.close();
      const room = await connectRaw(server.url, token, `room-${incident}`);
      expect(await room.closed).toBe(closeCodes.restricted);
      expect(room.frames).toEqual([]);
    }
    const inside = await connectRaw(server.url, people.di.token, `room-${incident}`);
    await inside.frame(() => true);
    inside.close();
  });

  test('[TM4] is told whole to channels of its team alone, and without its words to everybody else', async () => {
    await expect.poll(() => sentTo('payments').length, { timeout: 20_000 }).toBeGreaterThan(0);
    await expect.poll(() => sentTo('everybody').length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(sentTo('payments').join('\n')).toContain(planted);
    const outside = sentTo('everybody').join('\n');
    expect(outside).not.toContain(planted);
    expect(outside).toContain('restricted incident');
    expect(outside).toContain('Bo: Declare an incident');
    expect(server.log()).not.toContain(planted);

    // The doors without a token: the link that many read, the page of the company, the figures of the operator.
    const [link] = /\/acknowledge\/[\w-]+/u.exec(outside) ?? [];
    const doors = [
      link ?? 'no link',
      '/status/company/',
      '/status/company/api/v2/summary.json',
      '/metrics',
      '/healthz',
    ];
    for (const door of doors) {
      const response = await fetch(`${server.url}${door}`);
      expect(response.status, door).toBe(200);
      expect(await response.text(), door).not.toContain(planted);
    }
    expect(await (await fetch(`${server.url}${link}`)).text()).toContain('A restricted incident');
  });

  test('[TM2] only its commander and owners say who may see it', async () => {
    const path = `/api/v1/incidents/${incident}/restriction`;
    const json = { teams: [team], people: [] };
    const others = { teams: ['nothing'], people: [] };
    const eve = await join('Eve', 'responder');
    const both = [people.bo.id, people.di.id];
    await server.api(`/api/v1/teams/${team}`, {
      method: 'PUT',
      json: { name: 'Payments', members: [...both, eve.id] },
    });
    expect((await server.api(path, { method: 'PUT', json, token: eve.token })).status).toBe(403);
    expect((await server.api(path, { method: 'PUT', json: others, token: people.bo.token })).status).toBe(
      400,
    );
    expect((await server.api(path, { method: 'PUT', json, token: people.bo.token })).status).toBe(200);
    await server.api(`/api/v1/teams/${team}`, { method: 'PUT', json: { name: 'Payments', members: both } });
  });
});

describe('[TM3] sight that comes and goes', () => {
  test('whoever loses sight is put out of the room and told by the feed; a page by hand lets in', async () => {
    const made = await post('/api/v1/incidents', { title: 'Open at first' }, people.bo.token);
    const feed = await followFeed(server.url, people.cy.token);
    await feed.snapshot();
    const room = await connectRaw(server.url, people.cy.token, `room-${made.id}`);
    await room.frame(() => true);
    const path = `/api/v1/incidents/${made.id}/restriction`;
    await server.api(path, { method: 'PUT', json: { teams: [team], people: [] } });
    expect(await room.closed).toBe(closeCodes.restricted);
    await feed.until(isHidden(made.id));
    expect((await server.api(`/api/v1/incidents/${made.id}`, { token: people.cy.token })).status).toBe(404);

    const before = feed.messages.length;
    await post(`/api/v1/incidents/${made.id}/page`, {
      targets: [{ person: people.cy.id }],
      anyway: true,
    });
    await expect
      .poll(() => feed.messages.slice(before).some(isShown(made.id)), { timeout: 20_000 })
      .toBe(true);
    expect((await server.api(`/api/v1/incidents/${made.id}`, { token: people.cy.token })).status).toBe(200);
    feed.close();
  });

  test('joining and leaving a team changes what is seen at once', async () => {
    const feed = await followFeed(server.url, people.vi.token);
    await feed.snapshot();
    const members = [people.bo.id, people.di.id];
    const change = (with_: readonly string[]) =>
      server.api(`/api/v1/teams/${team}`, { method: 'PUT', json: { name: 'Payments', members: with_ } });
    await change([...members, people.vi.id]);
    await feed.until(isShown(incident));
    const room = await connectRaw(server.url, people.vi.token, `room-${incident}`);
    await room.frame(() => true);
    await change(members);
    await feed.until(isHidden(incident));
    expect(await room.closed).toBe(closeCodes.restricted);
    feed.close();
  });
});
