// PT: test pages over real HTTP and real mail.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';

type Made = { id: string; token: string };
type Way = {
  name: string;
  state: string;
  reason: string | null;
  sentMs: number | null;
  confirmedMs: number | null;
};
type Test = { at: number; people: { person: string; ways: Way[] }[] };
type Page = { id: string; person: string; isTest?: boolean };

const minute = 60_000;
const linkIn = (text: string) =>
  /https?:\/\/\S+\/acknowledge\/[\w-]+/.exec(text.replaceAll(/=\r?\n/g, ''))?.[0] ?? '';

async function prepare() {
  const clock = makeMovableClock(() => Promise.resolve());
  const mail = await openMailbox();
  const server = await startOwnServer({ clock });
  const add = async (path: string, json: object) => (await server.api<Made>(`/api/v1/${path}`, json)).body;
  const channel = (name: string, paused: boolean) =>
    add('channels', {
      name,
      kind: 'email',
      paused,
      settings: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' },
    });
  const mine = await channel('Mail', false);
  const off = await channel('Old mail', true);
  const person = async (name: string, role = 'responder') => {
    const made = await add('people', { name, role });
    const notify = [
      { channel: 'desktop', afterMinutes: 0 },
      { channel: mine.id, afterMinutes: 10 },
      { channel: off.id, afterMinutes: 20 },
    ];
    const contact = { email: `${name.toLowerCase()}@example.org` };
    await server.api(`/api/v1/people/${made.id}`, { name, contact, notify }, { method: 'PUT' });
    return made;
  };
  const follow = async (token: string) => {
    const ending = new AbortController();
    const response = await fetch(new URL('/api/v1/live', server.url), {
      headers: { authorization: `Bearer ${token}` },
      signal: ending.signal,
    });
    await response.body!.getReader().read();
    return { [Symbol.dispose]: () => ending.abort() };
  };
  const waysOf = async ({ token, id }: Made) =>
    (
      await server.api<{ test: Test | null }>('/api/v1/me/test-page', undefined, { token })
    ).body.test?.people.find(({ person: each }) => each === id)?.ways ?? [];
  const pages = async () => (await server.api<{ items: Page[] }>('/api/v1/open-pages')).body.items;
  return {
    clock,
    mail,
    server,
    add,
    person,
    follow,
    waysOf,
    pages,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
}

test('[PT1] [PT2] [PT3] [PT4] each of my ways gets a test at once, and says what arrived and after how long', async () => {
  await using all = await prepare();
  const { server, clock, mail, follow, waysOf, pages } = all;
  const ana = await all.person('Ana');
  const begin = (token: string) => server.api<Test>('/api/v1/me/test-page', {}, { token });
  expect(await waysOf(ana)).toEqual([]);
  expect((await begin(ana.token)).body.people[0]?.ways).toMatchObject([
    { name: 'desktop', state: 'failed', reason: 'no desktop or browser of theirs is connected' },
    { name: 'Mail' },
    { name: 'Old mail', state: 'failed', reason: 'the channel is paused' },
  ]);
  expect((await begin(ana.token)).status).toBe(429);
  await vi.waitFor(() => expect(mail.received).toHaveLength(1), { timeout: 60_000 });
  await clock.forward(minute);
  using _client = await follow(ana.token);
  expect((await begin(ana.token)).status).toBe(201);
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), { timeout: 60_000 });
  await vi.waitFor(
    async () => expect((await waysOf(ana))[1]).toMatchObject({ state: 'sent', confirmedMs: null }),
    60_000,
  );
  const link = linkIn(mail.received[1]?.text ?? '');
  expect(await (await fetch(link)).text()).toContain('This is a test page');
  expect((await waysOf(ana))[1]?.confirmedMs).toBeNull();
  await clock.forward(30_000);
  expect(await (await fetch(link, { method: 'POST', body: new URLSearchParams() })).text()).toContain(
    'The test page arrived',
  );
  expect((await waysOf(ana))[1]?.confirmedMs).toBeGreaterThanOrEqual(30_000);
  const [shown] = await pages();
  expect(shown).toMatchObject({ person: ana.id, isTest: true });
  const answered = await server.api(
    `/api/v1/open-pages/${shown?.id}/answer`,
    { answer: 'acknowledge' },
    { token: ana.token },
  );
  expect(answered.status).toBe(204);
  expect((await waysOf(ana))[0]?.confirmedMs).toBeGreaterThanOrEqual(30_000);
  expect(await pages()).toEqual([]);
  await clock.forward(minute);
  await begin(ana.token);
  expect(await pages()).toHaveLength(1);
  await clock.forward(11 * minute);
  expect(await pages()).toEqual([]);
});

test('[PT5] a check pages everybody on call and who comes next, and says who confirmed; nobody else is told', async () => {
  await using all = await prepare();
  const { server, mail } = all;
  const [ana, bo] = [await all.person('Ana'), await all.person('Bo')];
  const cy = await all.person('Cy');
  const vera = await all.person('Vera', 'viewer');
  const check = (token?: string) =>
    server.api<Test>('/api/v1/communication-checks', {}, token === undefined ? {} : { token });
  expect((await check()).status).toBe(409);
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  const layers = [{ name: 'all', people: [ana.id, bo.id], rotation, startsOn: '2026-01-05' }];
  await all.add('schedules', { name: 'Shop', timeZone: 'UTC', layers });
  expect((await check(cy.token)).status).toBe(403);
  expect((await check()).body.people.map(({ person }) => person).toSorted()).toEqual(
    [ana.id, bo.id].toSorted(),
  );
  expect((await check()).status).toBe(429);
  await vi.waitFor(() => expect(mail.received).toHaveLength(2), { timeout: 60_000 });
  const toAna = mail.received.find(({ to }) => to.includes('ana@example.org'));
  await fetch(linkIn(toAna?.text ?? ''), { method: 'POST', body: new URLSearchParams() });
  const list = await server.api<{ items: Test[] }>('/api/v1/communication-checks', undefined, {
    token: vera.token,
  });
  const confirmed = list.body.items[0]?.people.map(({ person, ways }) => [
    person,
    ways.some(({ confirmedMs }) => confirmedMs !== null),
  ]);
  expect(Object.fromEntries(confirmed ?? [])).toEqual({ [ana.id]: true, [bo.id]: false });
});

test('[PT1] [PT5] four people are checked through mail, SMS, a webhook and the desktop, and who does not answer stays named', async () => {
  await using all = await prepare();
  await using sms = await openInbox();
  await using hook = await openInbox();
  const { server, mail, add } = all;
  const texts = { name: 'SMS', kind: 'gateway', settings: { url: `${sms.url}/send` } };
  const calls = { name: 'Hook', kind: 'webhook', settings: { url: `${hook.url}/in`, secret: '' } };
  const channels = (await server.api<{ items: Made[] }>('/api/v1/channels')).body.items;
  const ways = {
    Ana: channels[0]!.id,
    Bo: (await add('channels', texts)).id,
    Cy: 'desktop',
    Dee: (await add('channels', calls)).id,
  };
  const people: (Made & { name: string })[] = [];
  for (const [name, channel] of Object.entries(ways)) {
    const made = await all.person(name);
    const contact = { email: `${name.toLowerCase()}@example.org`, phone: '+4930123456' };
    const notify = [{ channel, afterMinutes: 0 }];
    await server.api(`/api/v1/people/${made.id}`, { name, contact, notify }, { method: 'PUT' });
    people.push({ ...made, name });
  }
  const cy = people[2]!;
  using _client = await all.follow(cy.token);
  const rotation = { unit: 'week', every: 1, handoffAt: '09:00' };
  for (const [index, pair] of [people.slice(0, 2), people.slice(2)].entries()) {
    const layers = [{ name: 'all', people: pair.map(({ id }) => id), rotation, startsOn: '2026-01-05' }];
    await add('schedules', { name: `Schedule ${index}`, timeZone: 'UTC', layers });
  }
  await server.api<Test>('/api/v1/communication-checks', {});
  await vi.waitFor(
    () => expect([mail.received.length, sms.received.length, hook.received.length]).toEqual([1, 1, 1]),
    { timeout: 60_000 },
  );
  expect(mail.received[0]!.text).toContain('It arrived: http');
  // Ana and Bo press the link in their message, Cy answers on the desktop, and Dee does nothing.
  for (const text of [mail.received[0]!.text, sms.received[0]!.body])
    await fetch(linkIn(text.replaceAll('\\n', ' ')), { method: 'POST', body: new URLSearchParams() });
  const shown = (await all.pages()).find(({ person }) => person === cy.id);
  const answer = { answer: 'acknowledge' };
  await server.api(`/api/v1/open-pages/${shown?.id}/answer`, answer, { token: cy.token });
  const { body } = await server.api<{ items: Test[] }>('/api/v1/communication-checks');
  const confirmed = people.map(({ id, name }) => {
    const found = body.items[0]?.people.find(({ person }) => person === id)?.ways ?? [];
    return [name, found.map((way) => [way.name, way.state, way.confirmedMs !== null])];
  });
  expect(confirmed).toEqual([
    ['Ana', [['Mail', 'sent', true]]],
    ['Bo', [['SMS', 'sent', true]]],
    ['Cy', [['desktop', 'sent', true]]],
    ['Dee', [['Hook', 'sent', false]]],
  ]);
});
