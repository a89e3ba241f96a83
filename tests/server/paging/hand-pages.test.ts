// PH: paging by hand over real HTTP, with real mail, and through a desktop whose team was away.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { mostTargetsInWindow } from '#sync-server/paging/by-hand/hand-routes.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Made = { id: string; token: string };
type Paged = { id: string; items: { name: string; problem: string | null; isDesktopOnly: boolean }[] };
type Refused = { detail: string; errors?: { field: string; expected: string }[] };

let server: RunningServer;
let mail: Mailbox;
let bo: Made;
let vera: Made;

const add = async (path: string, json: object) => (await server.api<Made>(`/api/v1/${path}`, { json })).body;
const declare = async (title: string) => (await add('incidents', { title, severity: 'P2' })).id;
const page = (incident: string, json: object, more: { token?: string; key?: string } = {}) =>
  server.api<Paged & Refused>(`/api/v1/incidents/${incident}/page`, {
    json,
    ...(more.token === undefined ? {} : { token: more.token }),
    ...(more.key === undefined ? {} : { headers: { 'idempotency-key': more.key } }),
  });
const facts = async (incident: string, on = server) =>
  (await on.api<{ timeline: { fact: Fact }[] }>(`/api/v1/incidents/${incident}`)).body.timeline.map(
    ({ fact }) => fact,
  );
const kinds = async (incident: string) => (await facts(incident)).map(({ kind }) => kind);
const mailTo = (address: string) => mail.received.filter(({ to }) => to.includes(address));
const untilMailed = (address: string, count: number) =>
  vi.waitFor(() => expect(mailTo(address)).toHaveLength(count), { timeout: 60_000 });
const plainText = (text: string) => text.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');

beforeAll(async () => {
  mail = await openMailbox();
  server = await startServer({ ownerName: 'Cy Owner' });
  await add('channels', {
    name: 'Mail',
    kind: 'email',
    settings: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' },
  });
  bo = await add('people', { name: 'Bo Lind', role: 'responder' });
  vera = await add('people', { name: 'Vera', role: 'viewer' });
  await server.api(`/api/v1/people/${bo.id}`, {
    method: 'PUT',
    json: { name: 'Bo Lind', contact: { email: 'bo@example.org' } },
  });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
});

test('[PH1] [PH3] [PH4] a person is paged with the words of who asks, comes, and all of it stands in the room', async () => {
  const incident = await declare('Orders fail');
  const asked = await page(incident, { targets: [{ person: bo.id }], text: 'The database is full' });
  expect([asked.status, asked.body.items]).toMatchObject([201, [{ name: 'Bo Lind', problem: null }]]);
  await untilMailed('bo@example.org', 1);
  const text = plainText(mailTo('bo@example.org')[0]?.text ?? '');
  expect(text).toMatch(/Bo Lind, Cy Owner asks for your help \(\d\d:\d\d UTC\): The database is full/);
  const open = await server.api<{ items: { id: string; by: string; text: string }[] }>('/api/v1/open-pages');
  expect(open.body.items).toMatchObject([{ by: expect.any(String), text: 'The database is full' }]);
  await vi.waitFor(
    async () =>
      expect((await facts(incident)).filter(({ kind }) => kind === 'paged')).toMatchObject([
        { channel: 'desktop', outcome: { ok: false } },
        { channel: 'Mail', person: bo.id, outcome: { ok: true } },
      ]),
    60_000,
  );
  const id = open.body.items[0]?.id ?? '';
  const answer = (token: string) =>
    server.api(`/api/v1/open-pages/${id}/answer`, { json: { answer: 'acknowledge' }, token });
  expect((await answer(server.ownerToken)).status).toBe(403);
  expect((await answer(bo.token)).status).toBe(204);
  expect(await facts(incident)).toContainEqual(expect.objectContaining({ kind: 'acknowledged', by: bo.id }));
  expect((await server.api<{ items: unknown[] }>('/api/v1/open-pages')).body.items).toEqual([]);
});

test('[PH1] each kind of target is named by its kind and id, and means what its short form means', async () => {
  const incident = await declare('Kinds of targets');
  const service = await add('services', { name: 'Ledger', aliases: ['books'] });
  const rotation = { unit: 'day', every: 1, handoffAt: '09:00' };
  const layer = { name: 'day', people: [bo.id], rotation, startsOn: '2026-01-05' };
  const schedule = await add('schedules', {
    name: 'Ledger rota',
    timeZone: 'UTC',
    layers: [layer],
    service: 'Ledger',
  });
  const policy = await add('policies', {
    name: 'Ledger steps',
    services: ['Ledger'],
    steps: [{ targets: [{ kind: 'person', id: bo.id }], waitMinutes: 5 }],
  });
  const preview = async (target: object) =>
    (await server.api<Paged>(`/api/v1/incidents/${incident}/page/preview`, { json: { targets: [target] } }))
      .body.items;
  for (const [long, short] of [
    [{ kind: 'person', id: bo.id }, { person: bo.id }],
    [{ kind: 'service', id: service.id }, { onCallFor: 'Ledger' }],
    [{ kind: 'service', id: 'books' }, { onCallFor: 'books' }],
    [{ kind: 'schedule', id: schedule.id }, { schedule: schedule.id }],
    [{ kind: 'policy', id: policy.id }, { policy: policy.id }],
    [{ kind: 'address', id: 'dba@vendor.example' }, { address: 'dba@vendor.example' }],
  ]) {
    const items = await preview(long ?? {});
    expect(items).toMatchObject([{ problem: null }]);
    expect(items).toEqual(await preview(short ?? {}));
  }
  const asked = await page(incident, { targets: [{ kind: 'schedule', id: schedule.id }] });
  expect(asked.body.items).toMatchObject([{ name: 'Ledger rota', problem: null }]);
  await vi.waitFor(
    async () =>
      expect(await facts(incident)).toContainEqual(
        expect.objectContaining({ kind: 'paged', channel: 'Mail', person: bo.id }),
      ),
    60_000,
  );
  const refused = async (target: object) => (await page(incident, { targets: [target] })).body.errors?.[0];
  expect(await refused({ kind: 'team', id: 'x' })).toMatchObject({ field: 'targets.0.kind' });
  expect(await refused({ kind: 'person' })).toMatchObject({ field: 'targets.0' });
  expect(await refused({ kind: 'person', id: bo.id, policy: policy.id })).toMatchObject({
    field: 'targets.0',
  });
  expect(await refused({ kind: 'address', id: 'nobody' })).toMatchObject({
    expected: expect.stringContaining('this is not an e-mail address'),
  });
  expect(await refused({ kind: 'schedule', id: 'gone' })).toMatchObject({ field: 'targets.0' });
  // A room that no policy fits says so in a note.
  await server.api(`/api/v1/policies/${policy.id}`, { method: 'DELETE' });
});

test('[PH7] an outside address gets a link of one button; its answer is a line of the timeline, and stops it', async () => {
  const incident = await declare('Replication stopped');
  await page(incident, { targets: [{ address: 'dba@vendor.example' }], text: 'Please <look> at replica 2' });
  await untilMailed('dba@vendor.example', 1);
  const text = plainText(mailTo('dba@vendor.example')[0]?.text ?? '');
  expect(text).not.toContain('#/room/');
  const link = /https?:\/\/\S+\/acknowledge\/[\w-]+/.exec(text)?.[0] ?? '';
  const shown = await (await fetch(link)).text();
  expect(shown).toContain('Cy Owner asks for your help');
  expect(shown).toContain('Please &lt;look&gt; at replica 2');
  expect(await kinds(incident)).not.toContain('note');
  const done = await (await fetch(link, { method: 'POST', body: new URLSearchParams() })).text();
  expect(done).toContain('You have answered');
  await vi.waitFor(
    async () =>
      expect(await facts(incident)).toContainEqual(
        expect.objectContaining({
          kind: 'note',
          text: 'dba@vendor.example answered the page from Cy Owner and is coming.',
        }),
      ),
    60_000,
  );
  expect((await facts(incident)).find(({ kind }) => kind === 'paged')).toMatchObject({
    address: 'dba@vendor.example',
    outcome: { ok: true },
  });
});

test('[HT12] [PH1] the same Idempotency-Key pages once; for something else it is refused; a crooked one too', async () => {
  const incident = await declare('Twice');
  const body = { targets: [{ person: bo.id }] };
  const [one, two] = await Promise.all([
    page(incident, body, { key: 'k-1' }),
    page(incident, body, { key: 'k-1' }),
  ]);
  expect([one.status, two.status]).toEqual([201, 201]);
  expect(one.body.id).toBe(two.body.id);
  expect((await kinds(incident)).filter((kind) => kind === 'page-asked')).toHaveLength(1);
  expect((await page(incident, { ...body, text: 'other' }, { key: 'k-1' })).status).toBe(422);
  expect((await page(incident, body, { key: 'two words' })).body.errors).toMatchObject([
    { field: 'Idempotency-Key' },
  ]);
});

test('[PH3] people who cannot be reached are named, in the room too, and paged unless that was not wanted', async () => {
  const cut = await add('people', { name: 'Cut Off', role: 'responder' });
  const incident = await declare('Nobody there');
  const targets = [{ person: bo.id }, { person: cut.id }, { onCallFor: 'search' }];
  const preview = await server.api<Paged>(`/api/v1/incidents/${incident}/page/preview`, {
    json: { targets },
  });
  expect(preview.body.items).toMatchObject([
    { name: 'Bo Lind', problem: null },
    { name: 'Cut Off', problem: expect.stringContaining('no desktop or browser of theirs is connected') },
    { name: 'search', problem: expect.stringContaining('nobody is on call for search') },
  ]);
  const strict = await page(incident, { targets, anyway: false });
  expect(strict.body.errors?.map(({ field }) => field)).toEqual(['targets.1', 'targets.2']);
  // Nobody is on call for it at all, so going on does not help.
  expect((await page(incident, { targets: targets.slice(2) })).status).toBe(400);
  expect(await kinds(incident)).not.toContain('page-asked');
  const addresses = ['dba at vendor', 'a@b.example\nBcc: all@b.example'].map((address) => ({ address }));
  const going = await page(incident, { targets: [...targets, { policy: 'gone' }, ...addresses] });
  expect(going.status).toBe(201);
  expect(going.body.items).toMatchObject([
    { problem: null },
    { problem: expect.stringContaining('Cut Off') },
    { problem: expect.stringContaining('nobody is on call for search') },
    { problem: 'there is no such policy' },
    { name: 'dba at vendor', problem: 'this is not an e-mail address' },
    { problem: 'this is not an e-mail address' },
  ]);
  await expect
    .poll(async () => (await facts(incident)).map((fact) => (fact.kind === 'note' ? fact.text : '')))
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Nobody was paged for .*search: nobody is on call for search/),
        expect.stringMatching(/^Nobody was paged for .*gone.*: there is no such policy\.$/),
        'Nobody was paged for dba at vendor: this is not an e-mail address.',
      ]),
    );
  await expect
    .poll(async () => JSON.stringify((await server.api(`/api/v1/incidents/${incident}`)).body))
    .toContain('"reason":"no desktop or browser of theirs is connected"');
});

test('[PH1] bad targets are named; viewers are refused; an incident that is over pages nobody', async () => {
  const incident = await declare('Over');
  const wrong: [object, string][] = [
    [{}, 'targets'],
    [{ targets: [] }, 'targets'],
    [{ targets: [{}] }, 'targets.0'],
    [{ targets: [{ person: bo.id, address: 'a@b.example' }] }, 'targets.0'],
    [{ targets: [{ address: 'nobody' }] }, 'targets.0'],
    [{ targets: Array.from({ length: 21 }, () => ({ person: bo.id })) }, 'targets'],
    [{ targets: [{ person: bo.id }], text: 'x'.repeat(4_001) }, 'text'],
    [{ targets: [{ person: 'nobody' }] }, 'targets.0'],
  ];
  for (const [body, field] of wrong) {
    const refused = await page(incident, body);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, field]);
  }
  expect((await page(incident, { targets: [{ person: bo.id }] }, { token: vera.token })).status).toBe(403);
  await server.api(`/api/v1/incidents/${incident}/facts`, { json: { kind: 'status', status: 'resolved' } });
  expect((await page(incident, { targets: [{ person: bo.id }] })).status).toBe(409);
});

test('[PH8] one person pages at most 60 within ten minutes', async () => {
  const dan = await add('people', { name: 'Dan', role: 'responder' });
  const incident = await declare('Much');
  const targets = Array.from({ length: 20 }, () => ({ address: 'many@vendor.example' }));
  for (let named = 0; named < mostTargetsInWindow; named += 20)
    expect((await page(incident, { targets }, { token: dan.token })).status).toBe(201);
  expect((await page(incident, { targets }, { token: dan.token })).status).toBe(429);

  // The same for somebody from whom an incident is hidden.
  const fay = await add('people', { name: 'Fay', role: 'responder' });
  const restrict = { teams: [], people: [] };
  await server.api('/api/v1/incidents', { json: { title: 'Hidden', restrict } });
  for (let named = 0; named < mostTargetsInWindow; named += 20)
    expect((await page(incident, { targets }, { token: fay.token })).status).toBe(201);
  expect((await page(incident, { targets }, { token: fay.token })).status).toBe(429);
  await server.api(`/api/v1/incidents/${incident}/facts`, { json: { kind: 'status', status: 'resolved' } });
});

test('[PH5] written down while the team was away, it goes out once the server is back; the API says that it cannot', async () => {
  const incident = await declare('Cut off');
  await using desktop = await startReplicaOf(server, 'Eve Desk');
  await untilUpstream(desktop, isLive);
  await vi.waitFor(async () => expect((await facts(incident, desktop)).length).toBeGreaterThan(0), {
    timeout: 60_000,
  });
  await server.stop();
  await untilUpstream(desktop, ({ state }) => state === 'away');
  const before = mailTo('bo@example.org').length;
  const targets = [{ person: bo.id }];
  const refused = await desktop.api<Refused>(`/api/v1/incidents/${incident}/page`, { json: { targets } });
  expect([refused.status, refused.body.detail]).toEqual([503, expect.stringContaining('out of reach')]);
  const written = await desktop.api(`/api/v1/incidents/${incident}/facts`, {
    json: { kind: 'page-asked', targets: [{ person: bo.id }], text: 'We are cut off' },
  });
  expect(written.status).toBe(201);
  await server.restart();
  await untilMailed('bo@example.org', before + 1);
  expect(plainText(mailTo('bo@example.org').at(-1)?.text ?? '')).toContain('We are cut off');
});
