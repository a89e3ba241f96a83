// Paging in the words of those who are paged: real checks, channels, mail and links; only the time is moved.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OpenPage } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { openInbox, type Inbox } from '#sync-server/paging/testing/inbox.ts';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { makeMovableClock, type MovableClock } from './helpers/clock.ts';
import { startDyingService, type DyingService } from './helpers/dying-service.ts';
import { followFeed } from './helpers/follow-feed.ts';
import { startOwnServer, type OwnServer } from './helpers/own-server.ts';
import { startServer, type RunningServer } from './helpers/server.ts';

const minute = 60_000;
const compareText = (a: string, b: string) => (a < b ? -1 : 1);
type Created = { id: string; token: string };
type TimelineFact = {
  kind: string;
  by: string;
  text?: string;
  person?: string;
  channel?: string;
  why?: string;
};
type Room = { timeline: { fact: TimelineFact }[]; status: { value: string } };
type Api = OwnServer['api'];

let slack: Inbox;
let mail: Mailbox;
let service: DyingService;
beforeEach(async () => {
  slack = await openInbox();
  mail = await openMailbox();
  service = await startDyingService();
});
afterEach(async () => {
  await service[Symbol.asyncDispose]();
  await mail[Symbol.asyncDispose]();
  await slack[Symbol.asyncDispose]();
});

/** Slack first, five minutes later the backup by e-mail; Bea is nobody's business here and must hear nothing. */
async function prepare(api: Api, waitMinutes: number, more: object = {}) {
  const add = async (path: string, body: object) => {
    const { body: made, status } = await api<Created>(path, body);
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(made)}`);
    return made;
  };
  const hook = await add('/api/v1/channels', { name: 'Slack', kind: 'slack', settings: { url: slack.url } });
  await add('/api/v1/channels', {
    name: 'Mail',
    kind: 'email',
    settings: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'muster@example.org' },
  });
  const person = async (name: string, email: string) => {
    const made = await add('/api/v1/people', { name, role: 'responder' });
    await api(
      `/api/v1/people/${made.id}`,
      { name, contact: { email } },
      { method: 'PUT', token: made.token },
    );
    return made;
  };
  const backup = await person('Cleo', 'cleo@example.org');
  await person('Bea', 'bea@example.org');
  await add('/api/v1/policies', {
    name: 'Checkout',
    steps: [
      { targets: [{ kind: 'channel', id: hook.id }], waitMinutes },
      { targets: [{ kind: 'person', id: backup.id }], waitMinutes },
    ],
    ...more,
  });
  return { backup };
}

const watchService = (api: Api) =>
  api('/api/v1/monitors', {
    name: 'Checkout',
    kind: 'http',
    settings: { url: service.url },
    intervalSeconds: 1,
    confirmations: 3,
  });
const incidentOf = async (api: Api) =>
  (await api<{ items: { id: string }[] }>('/api/v1/incidents?status=all')).body.items[0]?.id ?? '';
const roomOf = async (api: Api) => (await api<Room>(`/api/v1/incidents/${await incidentOf(api)}`)).body;
const facts = async (api: Api, kind: string) =>
  (await roomOf(api)).timeline.map(({ fact }) => fact).filter((fact) => fact.kind === kind);
const linkIn = (text: string) => /https?:\/\/\S+\/acknowledge\/[\w-]+/.exec(text)?.[0] ?? '';

async function expectMailed(count: number) {
  await vi.waitFor(() => expect(mail.received.length).toBe(count), { timeout: 60_000 });
}
async function expectSlack(count: number) {
  await vi.waitFor(() => expect(slack.received.length).toBe(count), { timeout: 60_000 });
}
const slackSaysOver = () => slack.received.filter(({ body }) => body.includes('is over'));
const fetchPage = async (link: string, init: RequestInit = {}) => {
  const response = await fetch(link, init);
  return { status: response.status, text: await response.text(), headers: response.headers };
};

const form = (body = '') => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body,
});

/** `url` is where the server is reached now, which after a restart on a free port is not where it was. */
async function acknowledgeFromMail(api: Api, backup: Created, url: string) {
  const link = new URL(new URL(linkIn(mail.received[0]?.text ?? '')).pathname, url).href;
  // A scanner follows the link: nothing happens.
  const looked = await fetchPage(link);
  expect(looked.text).toContain('Acknowledge as Cleo');
  expect(await facts(api, 'acknowledged')).toEqual([]);
  const done = await fetchPage(link, form());
  expect(done.text).toContain('is acknowledged by Cleo');
  expect(await facts(api, 'acknowledged')).toMatchObject([{ by: backup.id }]);
  return link;
}

/** The queue, mail, Slack and the room agree on what was sent: one message to Slack, one mail to the backup. */
async function expectNothingElse(api: Api, backup: Created, link: string, url: string) {
  // Pressed again, it is written once; the answer comes after the work that paging had begun.
  const again = new URL(new URL(link).pathname, url);
  await fetchPage(again.href, form());
  expect(await facts(api, 'acknowledged')).toHaveLength(1);
  const { items } = (await api<{ items: { state: string; to: string | null }[] }>('/api/v1/deliveries')).body;
  expect(items.map(({ state, to }) => [state, to])).toEqual([
    ['sent', 'cleo@example.org'],
    ['sent', null],
  ]);
  expect(slack.received).toHaveLength(1);
  expect(mail.received.map(({ to }) => to)).toEqual([['cleo@example.org']]);
  await vi.waitFor(
    async () =>
      expect(
        (await facts(api, 'paged'))
          // Where a start takes longer than a step, owners' desktops are asked as well.
          .filter(
            ({ person = '', channel }) => person === '' || person === backup.id || channel !== 'desktop',
          )
          .map(({ person = '', channel = '' }) => `${channel} ${person}`)
          .toSorted(compareText),
      ).toEqual(['Slack ', `Mail ${backup.id}`, `desktop ${backup.id}`].toSorted(compareText)),
    60_000,
  );
}

describe('a check fails three times, Slack gets it, nobody answers', () => {
  let clock: MovableClock;
  let server: OwnServer;
  const api: Api = (path, json, more) => server.api(path, json, more);
  beforeEach(async () => {
    clock = makeMovableClock(() => Promise.resolve());
    server = await startOwnServer({ clock });
  });
  afterEach(() => server[Symbol.asyncDispose]());

  test('[ES2] five minutes later the backup is e-mailed, acknowledges from the link, and paging stops', async () => {
    const { backup } = await prepare(api, 5);
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    expect(slack.received[0]?.body).toContain('Checkout is down');
    await clock.forward(4.9 * minute);
    expect(mail.received).toEqual([]);
    await clock.forward(0.2 * minute);
    await expectMailed(1);
    expect(mail.received[0]?.header('Subject')).toContain('Checkout is down');
    const pages = (await api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items;
    expect(pages).toMatchObject([{ person: backup.id, step: 2, reason: 'not-acknowledged-in-time' }]);
    const link = await acknowledgeFromMail(api, backup, server.url);
    expect((await api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items).toEqual([]);
    for (let hour = 0; hour < 6; hour++) await clock.forward(60 * minute);
    await expectNothingElse(api, backup, link, server.url);
  });

  test('[ES10] the same with the server restarted between all steps: nothing lost, nothing sent twice', async () => {
    const { backup } = await prepare(api, 5);
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    await server.restart();
    await clock.forward(3 * minute);
    await server.restart();
    await clock.forward(3 * minute);
    await expectMailed(1);
    await server.restart();
    const link = await acknowledgeFromMail(api, backup, server.url);
    await server.restart();
    await clock.forward(60 * minute);
    await expectNothingElse(api, backup, link, server.url);
  });

  test('[ES7] [ES23] when it is resolved, those who were paged hear of it once, and the room holds what they heard', async () => {
    await prepare(api, 5, { reminders: true });
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    await clock.forward(6 * minute);
    await expectMailed(1);
    await api(`/api/v1/incidents/${await incidentOf(api)}/facts`, { kind: 'status', status: 'resolved' });
    await expectMailed(2);
    await vi.waitFor(() => expect(slackSaysOver()).toHaveLength(1), { timeout: 60_000 });
    const told = async () => (await facts(api, 'note')).map(({ by, text }) => `${by}: ${text}`);
    await vi.waitFor(
      async () =>
        expect(await told()).toEqual(
          expect.arrayContaining([
            'server: Slack was reminded that nobody is in command.',
            'server: Slack was told that it is over.',
            'server: Cleo (Mail) was told that it is over.',
          ]),
        ),
      60_000,
    );
    const noted = (await told()).length;
    expect(mail.received[1]).toMatchObject({ to: ['cleo@example.org'] });
    expect(mail.received[1]?.header('Subject')).toContain('is over');
    await server.restart();
    await clock.forward(60 * minute);
    expect([slackSaysOver().length, mail.received.length, (await told()).length]).toEqual([1, 2, noted]);
  });

  test('[ES11] a link from Slack asks who it is; an old, foreign or broken one says plainly what it is', async () => {
    const { backup } = await prepare(api, 5);
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    const link = linkIn((slack.received[0]?.body ?? '').replaceAll('\\/', '/'));
    const page = await fetchPage(link);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('Who are you?');
    expect((await fetchPage(link, form('person=nobody'))).status).toBe(400);
    expect((await fetchPage(link, form(`person=${backup.id}`))).text).toContain('is acknowledged by Cleo');
    expect(await facts(api, 'acknowledged')).toMatchObject([{ by: backup.id }]);
    expect((await fetchPage(`${link}x`)).status).toBe(404);
    await clock.forward(25 * 60 * minute);
    const old = await fetchPage(link);
    expect([old.status, old.text.includes('expired')]).toEqual([410, true]);
  });

  test('[ES19] a key pressed in a call acknowledges; another key, or a link that is over, does not', async () => {
    await prepare(api, 5);
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    await clock.forward(6 * minute);
    await expectMailed(1);
    const link = linkIn(mail.received[0]?.text ?? '');
    const other = await fetchPage(link, form('CallSid=CA1&Digits=5'));
    expect([other.headers.get('content-type'), other.text]).toEqual([
      'text/xml; charset=utf-8',
      expect.stringContaining('<Say>It is not acknowledged.</Say>'),
    ]);
    expect(await facts(api, 'acknowledged')).toEqual([]);
    expect((await fetchPage(link, form('CallSid=CA1&Digits=1'))).text).toContain('It is acknowledged.');
    expect(await facts(api, 'acknowledged')).toHaveLength(1);
    await api(`/api/v1/incidents/${await incidentOf(api)}/facts`, { kind: 'status', status: 'resolved' });
    expect((await fetchPage(link, form('Digits=1'))).text).toContain('already over');
  });

  test('[ES13] a desktop shows the page until it is answered; declining pages the next at once', async () => {
    const { backup } = await prepare(api, 5);
    const ana = (await api<Created>('/api/v1/people', { name: 'Ana', role: 'responder' })).body;
    const policies = (await api<{ items: { id: string }[] }>('/api/v1/policies')).body.items;
    await api(
      `/api/v1/policies/${policies[0]?.id}`,
      {
        name: 'Two people',
        steps: [ana, backup].map(({ id }) => ({ targets: [{ kind: 'person', id }], waitMinutes: 5 })),
      },
      { method: 'PUT' },
    );
    const feed = await followFeed(server.url, server.ownerToken);
    const pageFor = async (person: string) => {
      const message = await feed.until(
        (each) => each.type === 'pages' && each.pages.some((page) => page.person === person),
      );
      return message.type === 'pages' ? (message.pages.find((page) => page.person === person)?.id ?? '') : '';
    };
    await api('/api/v1/incidents', { title: 'Checkout is slow', severity: 'P2' });
    const first = await pageFor(ana.id);
    const answer = (page: string, word: string, token: string) =>
      api(`/api/v1/open-pages/${page}/answer`, { answer: word }, { token });
    expect((await answer(first, 'decline', backup.token)).status).toBe(403);
    expect((await answer(first, 'decline', ana.token)).status).toBe(204);
    const second = await pageFor(backup.id);
    await expectMailed(1);
    expect((await answer(second, 'acknowledge', backup.token)).status).toBe(204);
    expect((await answer(second, 'acknowledge', backup.token)).status).toBe(404);
    const snapshot = await feed.until((each) => each.type === 'pages' && each.pages.length === 0);
    expect(snapshot).toBeDefined();
    expect(await facts(api, 'note')).toMatchObject([{ by: 'server', why: 'declined' }]);
    feed.close();
  });
});

describe('in a process of its own, killed between the steps', () => {
  test('[ES10] kill -9 before the mail and before the answer: nothing lost, nothing sent twice', async () => {
    await using server: RunningServer = await startServer();
    const api: Api = (path, json, more = {}) =>
      server.api(path, {
        ...(json === undefined ? {} : { json }),
        ...(more.method === undefined ? {} : { method: more.method }),
        ...(more.token === undefined ? {} : { token: more.token }),
      });
    const { backup } = await prepare(api, 0.1);
    await watchService(api);
    await service.kill();
    await expectSlack(1);
    await expectNoted(api, 1);
    await server.kill9();
    await server.restart();
    await expectMailed(1);
    await expectNoted(api, 2);
    await server.kill9();
    await server.restart();
    const link = await acknowledgeFromMail(api, backup, server.url);
    await server.kill9();
    await server.restart();
    const snapshot = await untilQuiet(server);
    expect(snapshot.pages).toEqual([]);
    await expectNothingElse(api, backup, link, server.url);
  });
});

/** The step is over once its outcome is on disk: what arrived and is not noted is sent again (CN4). */
async function expectNoted(api: Api, count: number): Promise<void> {
  await expect
    .poll(async () => (await api<{ items: unknown[] }>('/api/v1/deliveries?state=sent')).body.items.length)
    .toBe(count);
}

/** What the feed says once everything of the start is over. */
async function untilQuiet(server: RunningServer): Promise<FeedSnapshot> {
  const feed = await followFeed(server.url, server.ownerToken);
  const snapshot = await feed.snapshot();
  feed.close();
  return snapshot;
}
