// Channels as an owner meets them: the API, its secrets, the test button, a replica in between.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { channelKinds } from '#sync-server/delivery/channels/index.ts';
import { openInbox, withStatus, type Inbox } from '#sync-server/paging/testing/inbox.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { canary } from '#sync-server/delivery/testing/receiver.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Channel = {
  id: string;
  settings: Record<string, unknown>;
  lastDelivery: { ok: boolean; reason: string | null } | null;
};
type Problem = { detail: string; errors?: { field: string; expected: string }[] };
const mask = '••••••••';

/** For the tests that page nobody. */
let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('[CN1] a channel is added, read, changed and removed, and the test button really sends', async () => {
  await using inbox = await openInbox();
  const channel = { name: 'Ops', kind: 'slack', settings: { url: `${inbox.url}/services/${canary}` } };
  const added = await server.api<Channel>('/api/v1/channels', { json: channel });
  expect(added.status).toBe(201);
  const at = added.headers.get('location') ?? '';
  expect(added.body).toMatchObject({
    paused: false,
    audiences: [],
    settings: { url: mask },
    lastDelivery: null,
  });
  expect((await server.api(`${at}/test`, { json: {} })).body).toEqual({ ok: true });
  expect(inbox.received[0]).toMatchObject({ path: `/services/${canary}` });
  expect(inbox.received[0]?.body).toContain('a test of this channel');

  // Sent back as it was read, the secret stays.
  const read = await server.api<Channel>(at);
  expect(read.body.lastDelivery).toMatchObject({ ok: true });
  const headers = { 'if-match': read.headers.get('etag') ?? '' };
  const put = await server.api(at, { method: 'PUT', json: { ...read.body, name: 'Operations' }, headers });
  expect(put.status).toBe(200);
  expect((await server.api(at, { method: 'PUT', json: read.body, headers })).status).toBe(412);
  inbox.answers(withStatus(403, `no_service for ${canary}`));
  expect((await server.api(`${at}/test`, { method: 'POST' })).body).toEqual({
    ok: false,
    reason: 'answered 403: no_service for ••••',
  });
  expect(inbox.received.at(-1)?.path).toBe(`/services/${canary}`);
  expect((await server.api(at, { method: 'DELETE' })).status).toBe(204);
  expect((await server.api(at)).status).toBe(404);
});

test('[EX1] [EX2] [EX3] executives hear in their own words that it is, and that it is over, once each', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  const add = async (path: string, json: object) => (await server.api<Channel>(path, { json })).body;
  const board = await add('/api/v1/channels', { name: 'Board', kind: 'slack', settings: { url: inbox.url } });
  // A policy that names it as well makes no second message of it, and no page.
  const steps = [{ targets: [{ kind: 'channel', id: board.id }], waitMinutes: 5 }];
  await add('/api/v1/policies', { name: 'Worst', severities: ['P1'], steps, repeat: 0, hours: 'always' });
  const { id } = await add('/api/v1/incidents', { title: 'Payments fail', severity: 'P3' });
  // Marked later than the incident is old.
  const marked = { name: 'Board', kind: 'slack', settings: { url: inbox.url }, audiences: ['executives'] };
  await server.api(`/api/v1/channels/${board.id}`, { method: 'PUT', json: marked });
  const write = (json: object) => server.api(`/api/v1/incidents/${id}/facts`, { json });
  await write({ kind: 'impact', text: 'Nobody can pay' });
  await write({ kind: 'severity', severity: 'P1' });
  await expect.poll(() => inbox.received.length).toBe(1);
  const told = inbox.received[0]?.body ?? '';
  expect(told).toContain('Payments fail');
  expect(told).toContain(
    'Critical: customers cannot use it, or money or data is being lost. Nobody can pay.',
  );
  expect(told).toContain('Nobody leads the response yet.');
  expect(told).not.toContain('acknowledge');
  await write({ kind: 'status', status: 'resolved' });
  await expect.poll(() => inbox.received.length).toBe(2);
  expect(inbox.received[1]?.body).toMatch(/is over: Payments fail.*It lasted 1 min/su);
  type Entry = { fact: { kind: string; channel?: string; person?: string } };
  const noted = async () => {
    const { body } = await server.api<{ timeline: Entry[] }>(`/api/v1/incidents/${id}`);
    return body.timeline.filter(({ fact }) => fact.kind === 'paged' && fact.channel === 'Board').length;
  };
  await expect.poll(noted).toBe(2);
  expect(inbox.received).toHaveLength(2);
});

test('[EX1] a channel that is marked for executives, or no longer paused, during an incident hears of it at once, and once', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  await server.api('/api/v1/incidents', { json: { title: 'Payments fail', severity: 'P1' } });
  await server.api('/api/v1/incidents', { json: { title: 'A label is wrong', severity: 'P4' } });
  const board = { name: 'Board', kind: 'slack', settings: { url: inbox.url } };
  const { body } = await server.api<Channel>('/api/v1/channels', { json: board });
  const put = (more: object) =>
    server.api(`/api/v1/channels/${body.id}`, { method: 'PUT', json: { ...board, ...more } });
  await put({ audiences: ['executives'], paused: true });
  await put({ audiences: ['executives'] });
  await expect.poll(() => inbox.received.length).toBe(1);
  await put({ audiences: ['executives'], name: 'The board' });
  await server.api('/api/v1/incidents', { json: { title: 'A second one', severity: 'P1' } });
  await expect.poll(() => inbox.received.length).toBe(2);
  expect(inbox.received.map(({ body: text }) => text).join('\n')).toMatch(/Payments fail.*A second one/su);
});

/** Bo is paged by SMS alone; answers to these pages arrive at `path`'s address, which is `url`. */
async function pageBySms(server: RunningServer, inbox: Inbox) {
  const { body: sms } = await server.api<Channel>('/api/v1/channels', {
    json: { name: 'SMS', kind: 'gateway', settings: { url: inbox.url, headers: '' } },
  });
  const { body: bo } = await server.api<{ id: string; token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const notify = [{ channel: sms.id, afterMinutes: 0 }];
  const person = { name: 'Bo', contact: { phone: '+49 30 123456' }, notify };
  await server.api(`/api/v1/people/${bo.id}`, { method: 'PUT', json: person, token: bo.token });
  const path = `/api/v1/channels/${sms.id}/replies`;
  expect((await server.api(path, { json: {}, token: bo.token })).status).toBe(403);
  const { body: made } = await server.api<{ url: string }>(path, { json: {} });
  const steps = [{ targets: [{ kind: 'person', id: bo.id }], waitMinutes: 5 }];
  await server.api('/api/v1/policies', { json: { name: 'All', steps, repeat: 0, hours: 'always' } });
  return { bo, path, url: made.url };
}

const acknowledgedIn = async (server: RunningServer, { id }: { id: string }) =>
  (await server.api<{ acknowledged: { by: string } | null }>(`/api/v1/incidents/${id}`)).body.acknowledged;

test('[ES21] a person who replies 1 to a page by SMS has acknowledged it, by their number, and nobody else can', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  const { bo, path, url } = await pageBySms(server, inbox);
  const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Down & out', severity: 'P1' },
  });
  await expect.poll(() => inbox.received.length).toBe(1);
  expect(inbox.received[0]?.body).toContain('Reply 1 to acknowledge.');
  const reply = async (fields: Record<string, string>, address = url) => {
    const answer = await fetch(address, { method: 'POST', body: new URLSearchParams(fields) });
    return [answer.status, await answer.text()];
  };
  const acknowledged = () => acknowledgedIn(server, incident);
  expect(await reply({ From: '+4930123456', Body: 'what is it?' })).toEqual([
    200,
    expect.stringContaining('Not understood'),
  ]);
  expect(await reply({ From: '+49309999999', Body: '1' })).toEqual([
    200,
    expect.stringMatching(/<Response><\/Response>$/u),
  ]);
  expect((await reply({ From: '+4930123456', Body: '1' }, `${url.slice(0, -1)}_`))[0]).toBe(404);
  expect(await acknowledged()).toBeNull();
  // As Vonage sends it: without the plus, by other names.
  expect(await reply({ msisdn: '4930123456', text: ' 1 ' })).toEqual([
    200,
    expect.stringMatching(/Acknowledged: INC-\d+ Down &#38; out\./u),
  ]);
  expect(await acknowledged()).toMatchObject({ by: bo.id });
  expect((await reply({ From: '+4930123456', Body: '1' }))[1]).toContain('Nothing waits for you.');
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  expect((await reply({ From: '+4930123456', Body: '1' }))[0]).toBe(404);
});

test('[ES21] an answer that Plivo, MessageBird or Bird passes on acknowledges the page that waits', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  const { bo, url } = await pageBySms(server, inbox);
  const contact = { identifierKey: 'phonenumber', identifierValue: '+4930123456' };
  const payload = { sender: { contact }, body: { type: 'text', text: { text: 'Ok' } } };
  const answers: [string, string, RequestInit][] = [
    ['Plivo', '', { body: new URLSearchParams({ From: '4930123456', To: '491', Type: 'sms', Text: '1' }) }],
    ['MessageBird', '?recipient=491&originator=4930123456&body=1', {}],
    [
      'Bird',
      '',
      {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ service: 'channels', event: 'sms.inbound', payload }),
      },
    ],
  ];
  for (const [title, query, answer] of answers) {
    // No title is a part of another.
    const shown = `Answered by ${title}`;
    const { body: incident } = await server.api<{ id: string }>('/api/v1/incidents', {
      json: { title: shown, severity: 'P1' },
    });
    await expect.poll(() => inbox.received.some(({ body }) => body.includes(shown))).toBe(true);
    const said = await fetch(url + query, { method: 'POST', ...answer });
    expect(await said.text()).toContain('Acknowledged: INC-');
    expect(await acknowledgedIn(server, incident)).toMatchObject({ by: bo.id });
  }
});

test('[CN7] secrets are in no answer, feed, log or metric', async () => {
  await using inbox = await openInbox();
  inbox.answers((response, { path, headers }) =>
    withStatus(500, `${path} ${JSON.stringify(headers)}`)(response),
  );
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const all = [
    { kind: 'slack', settings: { url: `${inbox.url}/${canary}` } },
    { kind: 'webhook', settings: { url: `${inbox.url}/${canary}`, secret: canary } },
    {
      kind: 'gateway',
      settings: { url: `${inbox.url}/?k=${canary}`, headers: `X-Key: ${canary}`, to: '+491' },
    },
    { kind: 'ntfy', settings: { server: inbox.url, topic: canary, token: canary } },
    { kind: 'pagerduty', settings: { routingKey: canary, url: inbox.url } },
    {
      kind: 'email',
      settings: { host: 'localhost', port: 1, user: 'u', password: canary, from: 'a@b.c', to: 'd@e.f' },
    },
  ];
  const said: unknown[] = [];
  for (const channel of all) {
    const { body } = await server.api<Channel>('/api/v1/channels', {
      json: { name: channel.kind, ...channel },
    });
    said.push(body, (await server.api(`/api/v1/channels/${body.id}/test`, { method: 'POST' })).body);
    const wrong = { name: 'x', ...channel, settings: { ...channel.settings, nonsense: canary.slice(1) } };
    said.push((await server.api('/api/v1/channels', { json: wrong })).body);
  }
  for (const path of ['/api/v1/channels', '/api/v1/deliveries', '/metrics', '/api/v1/openapi.json'])
    said.push((await server.api(path)).body);
  expect(said).toHaveLength(all.length * 3 + 4);
  expect(JSON.stringify(said)).not.toContain(canary.slice(1));
  expect(JSON.stringify(feed.messages)).not.toContain(canary.slice(1));
  expect(server.log()).toContain('not sent');
  expect(server.log()).not.toContain(canary.slice(1));
  feed.close();
});

test('[CN1] bad input names the field; only owners change channels, and everybody may read them', async () => {
  const post = (json: unknown) => server.api<Problem>('/api/v1/channels', { json });
  expect((await post({ name: 'x', kind: 'pigeon', settings: {} })).body.errors).toMatchObject([
    { field: 'kind' },
  ]);
  expect((await post({ name: 'x', kind: 'slack', settings: { url: 'ftp://x' } })).body.errors).toEqual([
    { field: 'settings.url', expected: 'an address starting with https:// or http://' },
  ]);
  const mail = { host: 'h', from: 'not an address', to: 'a@b.c\nnope' };
  const { errors = [] } = (await post({ name: 'x', kind: 'email', settings: mail })).body;
  expect(errors.map(({ field }) => field)).toEqual(['settings.from', 'settings.to']);
  const { body } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Bo', role: 'responder' },
  });
  const { token } = body;
  expect((await server.api('/api/v1/channels', { token })).status).toBe(200);
  const json = { name: 'x', kind: 'slack', settings: { url: 'http://127.0.0.1:1/' } };
  expect((await server.api('/api/v1/channels', { json, token })).status).toBe(403);
  const kinds = await server.api<{ items: { kind: string; fields: unknown[] }[] }>('/api/v1/channel-kinds', {
    token,
  });
  expect(kinds.body.items.map(({ kind }) => kind)).toEqual(Object.keys(channelKinds));
});

test('[CN2] a replica sends through the channels of its primary, and says so when that is away', async () => {
  await using team = await startServer();
  await using mailbox = await openMailbox();
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: team.ownerToken });
  const settings = { host: '127.0.0.1', port: mailbox.port, security: 'none', from: 'm@example.org' };
  const added = await desk.api<Channel>('/api/v1/channels', {
    json: { name: 'Mail', kind: 'email', settings },
  });
  expect(added.status).toBe(201);
  const test = `/api/v1/channels/${added.body.id}/test`;
  expect((await desk.api(test, { json: { to: 'bo@example.org' } })).body).toEqual({ ok: true });
  expect(mailbox.received).toHaveLength(1);
  expect((await team.api<{ items: unknown[] }>('/api/v1/deliveries')).body.items).toHaveLength(1);
  await team.stop();
  const away = await desk.api<Problem>(test, { json: { to: 'bo@example.org' } });
  expect(away).toMatchObject({ status: 503 });
  expect(away.body.detail).toContain('out of reach');
});

test('[ES22] a gateway with a secret takes only answers that its provider signed', async () => {
  await using server = await startServer();
  await using inbox = await openInbox();
  const settings = { url: inbox.url, headers: '', replySecret: 'auth token' };
  const { body: sms } = await server.api<Channel>('/api/v1/channels', {
    json: { name: 'SMS', kind: 'gateway', settings },
  });
  expect(JSON.stringify(sms)).not.toContain('auth token');
  const { body: made } = await server.api<{ url: string }>(`/api/v1/channels/${sms.id}/replies`, {
    json: {},
  });
  const fields = { From: '+4930123456', Body: '1' };
  const reply = async (signature: string | null) => {
    const headers = signature === null ? {} : { 'x-twilio-signature': signature };
    return (await fetch(made.url, { method: 'POST', headers, body: new URLSearchParams(fields) })).status;
  };
  const said = `${made.url}Body1From+4930123456`;
  expect(await reply(null)).toBe(403);
  expect(await reply(createHmac('sha1', 'guessed').update(said).digest('base64'))).toBe(403);
  expect(await reply(createHmac('sha1', 'auth token').update(said).digest('base64'))).toBe(200);
});
