// WP: a real server and a real push service on loopback; what it takes is opened as a browser opens it.
import { expect, test, vi } from 'vitest';
import { makeMovableClock } from '../../helpers/clock.ts';
import { openPushService, type Subscription } from '../../helpers/push-service.ts';
import { startOwnServer } from '../../helpers/own-server.ts';

type Made = { id: string; token: string };
type Device = { id: string; name: string; sentAt: number | null; goneAt: number | null };
type Entry = { kind: string; channel?: string; outcome?: { ok: boolean; reason?: string } };

const patience = { timeout: 60_000 };

async function prepare() {
  const push = await openPushService();
  const clock = makeMovableClock(() => Promise.resolve());
  const server = await startOwnServer({ clock });
  const person = async (name: string, role = 'responder') =>
    (await server.api<Made>('/api/v1/people', { name, role })).body;
  const devices = async ({ token }: Made) =>
    (await server.api<{ items: Device[]; publicKey: string }>('/api/v1/push-devices', undefined, { token }))
      .body;
  const allow = (token: string, name: string, subscription: Subscription) =>
    server.api<Device>('/api/v1/push-devices', { name, ...subscription }, { token });
  const pageEverybody = (people: readonly Made[]) =>
    server.api('/api/v1/policies', {
      name: 'Everything',
      steps: [{ targets: people.map(({ id }) => ({ kind: 'person', id })), waitMinutes: 30 }],
    });
  const declare = async (title: string) =>
    (await server.api<{ id: string }>('/api/v1/incidents', { title, severity: 'P1' })).body.id;
  const paged = async (incident: string) => {
    const { body } = await server.api<{ timeline: { fact: Entry }[] }>(`/api/v1/incidents/${incident}`);
    return body.timeline.map(({ fact }) => fact).filter(({ kind }) => kind === 'paged');
  };
  return {
    push,
    clock,
    server,
    person,
    devices,
    allow,
    pageEverybody,
    declare,
    paged,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await push[Symbol.asyncDispose]();
    },
  };
}

test('[WP1] [WP3] [WP5] a page reaches each device of a person, sealed for it and signed by this server, and its link acknowledges', async () => {
  await using all = await prepare();
  const { push, server, devices } = all;
  const ana = await all.person('Ana');
  for (const name of ['phone', 'laptop'])
    expect((await all.allow(ana.token, name, push.subscribe(name))).status).toBe(201);
  await all.pageEverybody([ana]);
  const id = await all.declare('Cards fail');
  await vi.waitFor(() => expect(push.taken).toHaveLength(2), patience);
  const { publicKey } = await devices(ana);
  for (const { headers, bytes, notice, claims, sender } of push.taken) {
    expect(headers).toMatchObject({
      'content-encoding': 'aes128gcm',
      urgency: 'high',
      ttl: '3600',
      topic: id,
    });
    expect(bytes).toBeLessThan(2_048);
    expect(sender).toBe(publicKey);
    expect(claims).toMatchObject({ aud: push.url, sub: expect.stringMatching(/^(https|mailto):/u) });
    expect(claims.exp * 1_000).toBeGreaterThan(Date.now());
    expect(notice).toMatchObject({
      title: 'P1 INC-1: Cards fail',
      body: expect.stringContaining('Ana, you are paged'),
      tag: id,
      purpose: 'page',
      incident: id,
    });
  }
  expect(new Set(push.taken.map(({ device }) => device))).toEqual(new Set(['laptop', 'phone']));
  await vi.waitFor(
    async () =>
      expect(
        new Set((await all.paged(id)).map(({ channel, outcome }) => `${channel}: ${outcome?.ok}`)),
      ).toEqual(new Set(['desktop: false', 'push notice on laptop: true', 'push notice on phone: true'])),
    patience,
  );
  const link = `${server.url}/acknowledge/${String(push.taken[0]?.notice['acknowledge'])}`;
  const answer = await fetch(link, { method: 'POST', body: new URLSearchParams() });
  expect(await answer.text()).toContain('INC-1 is acknowledged by Ana');
  expect((await devices(ana)).items.every(({ sentAt }) => sentAt !== null)).toBe(true);
  await server.restart();
  expect((await devices(ana)).publicKey, 'the same after a restart').toBe(publicKey);
});

test('[WP3] a push service that is broken is tried again; one that knows the browser no more ends the device, and the room says so', async () => {
  await using all = await prepare();
  const { push, devices } = all;
  const ana = await all.person('Ana');
  await all.allow(ana.token, 'phone', push.subscribe('phone'));
  await all.pageEverybody([ana]);
  push.refuse(503, 2);
  const first = await all.declare('Cards fail');
  await vi.waitFor(() => expect(push.taken).toHaveLength(1), patience);
  expect(push.refusals()).toBe(2);
  push.refuse(410);
  const second = await all.declare('Logins fail');
  await vi.waitFor(
    async () =>
      expect(await all.paged(second)).toContainEqual(
        expect.objectContaining({
          channel: 'push notice on phone',
          outcome: { ok: false, reason: expect.stringContaining('no longer accepts notices') },
        }),
      ),
    patience,
  );
  expect((await devices(ana)).items).toMatchObject([{ name: 'phone', goneAt: expect.any(Number) }]);
  expect(await all.paged(first)).toHaveLength(2);
  // Push notices no longer reach a person who chose only them, and Muster says so before the night.
  await all.server.api(
    `/api/v1/people/${ana.id}`,
    { name: 'Ana', notify: [{ channel: 'push', afterMinutes: 0 }] },
    { method: 'PUT' },
  );
  const { body } = await all.server.api<{ items: unknown[] }>('/api/v1/policies/trouble');
  expect(body.items).toContainEqual({ kind: 'person', id: ana.id, trouble: 'unreachable' });
  const third = await all.declare('Search fails');
  await vi.waitFor(
    async () =>
      expect(await all.paged(third)).toMatchObject([
        {
          channel: 'push notice',
          outcome: { ok: false, reason: 'no phone or browser of Ana takes notices' },
        },
      ]),
    patience,
  );
});

test('[WP2] [WP4] devices are their person’s alone, take only addresses of push services, and end with what was signed in', async () => {
  await using all = await prepare();
  const { push, server, devices } = all;
  const [ana, bo] = [await all.person('Ana'), await all.person('Bo')];
  const vera = await all.person('Vera', 'viewer');
  const given = push.subscribe('phone');
  const made = await all.allow(ana.token, 'phone', given);
  const again = await all.allow(ana.token, 'my phone', given);
  expect(again.body).toMatchObject({ id: made.body.id, name: 'my phone' });
  expect((await devices(bo)).items).toEqual([]);
  const path = `/api/v1/push-devices/${made.body.id}`;
  const asBo = { token: bo.token };
  expect((await server.api(path, undefined, { ...asBo, method: 'DELETE' })).status).toBe(404);
  expect((await server.api(`${path}/test`, {}, asBo)).status).toBe(404);
  expect((await all.allow(vera.token, 'phone', push.subscribe('vera'))).status, 'viewers are not paged').toBe(
    403,
  );
  for (const endpoint of [
    'http://push.example.org/1',
    'http://127.0.0.1.example.org/1',
    'http://localhost.example.org/1',
    'https://[fd00:ec2::254]/1',
    'https://2852039166/1',
    'https://169.254.169.254/latest',
    'https://user@push.example.org/1',
    'ftp://push.example.org/1',
    'no address',
  ])
    expect((await all.allow(ana.token, 'other', { ...given, endpoint })).status, endpoint).toBe(400);
  const short = { ...given, keys: { ...given.keys, auth: 'abc' } };
  expect((await all.allow(ana.token, 'other', short)).status).toBe(400);
  for (const byte of [0, 4]) {
    const p256dh = Buffer.alloc(65, byte).toString('base64url');
    const noPoint = await all.allow(ana.token, 'other', { ...given, keys: { ...given.keys, p256dh } });
    expect(noPoint).toMatchObject({ status: 400, body: { errors: [{ field: 'keys.p256dh' }] } });
  }

  const test = await server.api<{ ok: boolean }>(`${path}/test`, {}, { token: ana.token });
  expect(test.body).toEqual({ ok: true });
  expect(push.taken[0]?.notice).toMatchObject({ purpose: 'test', acknowledge: null });
  const log = await server.api<{ items: { what: string }[] }>('/api/v1/audit');
  expect(log.body.items.map(({ what }) => what)).toContain('Allow notices on this browser');
  expect(JSON.stringify(log.body)).not.toContain(given.keys.auth);

  const tokens = await server.api<{ items: { id: string }[] }>(`/api/v1/tokens?person=${ana.id}`);
  for (const { id } of tokens.body.items)
    await server.api(`/api/v1/tokens/${id}`, undefined, { method: 'DELETE' });
  await all.pageEverybody([ana]);
  await all.declare('Cards fail');
  const trouble = await server.api<{ items: unknown[] }>('/api/v1/policies/trouble');
  expect(trouble.body.items).toContainEqual({ kind: 'person', id: ana.id, trouble: 'desktop-only' });
  expect(push.taken, 'the test alone').toHaveLength(1);
});

test('[WP3] a test page goes to the devices too, and says that it arrived', async () => {
  await using all = await prepare();
  const { push, server } = all;
  const ana = await all.person('Ana');
  await all.allow(ana.token, 'phone', push.subscribe('phone'));
  const asAna = { token: ana.token };
  await server.api('/api/v1/me/test-page', {}, asAna);
  await vi.waitFor(() => expect(push.taken).toHaveLength(1), patience);
  const link = `${server.url}/acknowledge/${String(push.taken[0]?.notice['acknowledge'])}`;
  await fetch(link, { method: 'POST', body: new URLSearchParams() });
  type Ways = { test: { people: { ways: { name: string; state: string; confirmedMs: number | null }[] }[] } };
  await vi.waitFor(async () => {
    const { body } = await server.api<Ways>('/api/v1/me/test-page', undefined, asAna);
    const way = body.test.people[0]?.ways.find(({ name }) => name === 'push notice');
    expect(way).toMatchObject({ state: 'sent', confirmedMs: expect.any(Number) });
  }, patience);
});
