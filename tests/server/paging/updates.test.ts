// An approved text on its way to its readers: real SMTP and HTTP, real rooms, a server that is killed.
import { roomName } from '#wire/document-name.ts';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import { hashOf } from '#room/comms/hash.ts';
import { openInbox, withStatus, type Inbox } from '#sync-server/paging/testing/inbox.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { joinRoom } from '../../helpers/stock-client.ts';

type Problem = { detail: string; errors?: { field: string; expected: string }[] };
type Delivery = {
  id: string;
  state: string;
  reason: string | null;
  attempts: { ok: boolean }[];
  incident: string;
  channelName: string;
  to: string | null;
};
type Channel = { id: string; settings: Record<string, unknown>; lastDelivery: { ok: boolean } | null };
type Room = { drafts: { sent: (Fact<'sent'> & { delivery?: string })[] }[] };

const words = 'Some payments fail\n\nOne in four cards is refused.';
const draft = 'd1';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterEach(async () => {
  const { body } = await server.api<{ items: Channel[] }>('/api/v1/channels');
  for (const { id } of body.items) await server.api(`/api/v1/channels/${id}`, { method: 'DELETE' });
});
afterAll(() => server[Symbol.asyncDispose]());

async function addChannel(json: Record<string, unknown>): Promise<Channel> {
  const { status, body } = await server.api<Channel>('/api/v1/channels', {
    json: { audiences: ['customers'], ...json },
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const slackAt = ({ url }: Inbox) =>
  addChannel({ name: 'Status Slack', kind: 'slack', settings: { url: `${url}/services/x` } });

/** An incident with a draft for customers; `type` replaces its words, `approve` approves what stands there. */
async function openDraft(text = words) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Payments are down' },
  });
  const { id } = body;
  await fact({ kind: 'draft', draft, audience: 'customers' });
  async function fact(json: Record<string, unknown>) {
    expect((await server.api(`/api/v1/incidents/${id}/facts`, { json })).status).toBe(201);
  }
  const type = async (next: string) => {
    const client = joinRoom(server.url, server.ownerToken, roomName(id));
    await client.synced();
    const shared = client.doc.getText(`draft/${draft}`);
    client.doc.transact(() => {
      shared.delete(0, shared.length);
      shared.insert(0, next);
    });
    await client.until(() => client.saved() === client.sent(), 'the words to be saved');
    client.close();
  };
  await type(text);
  const deliveries = async () =>
    (await server.api<{ items: Delivery[] }>(`/api/v1/deliveries?incident=${id}`)).body.items;
  return {
    id,
    type,
    approve: (approved = text) => fact({ kind: 'approved', draft, hash: hashOf(approved), text: approved }),
    send: (channel: Channel, more: Record<string, unknown> = {}) =>
      server.api<Delivery & Problem>(`/api/v1/incidents/${id}/updates`, {
        json: { draft, channel: channel.id, ...more },
      }),
    deliveries,
    ends: async (state: string) => {
      await expect.poll(async () => (await deliveries()).map((each) => each.state)).toContain(state);
      return (await deliveries()).find((each) => each.state === state) as Delivery;
    },
    sent: async () => (await server.api<Room>(`/api/v1/incidents/${id}`)).body.drafts[0]?.sent ?? [],
  };
}

test('[CN8] an approved text goes out by e-mail and Slack as it was approved, and the room hears of it then', async () => {
  await using mailbox = await openMailbox();
  await using inbox = await openInbox();
  const slack = await slackAt(inbox);
  const mail = await addChannel({
    name: 'Customers',
    kind: 'email',
    settings: {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'none',
      from: 'status@example.org',
      to: 'customers@example.org\npartners@example.org',
    },
  });
  const room = await openDraft();
  await room.approve();
  for (const channel of [slack, mail])
    expect(await room.send(channel, { hash: hashOf(words) })).toMatchObject({ status: 201 });
  await expect.poll(async () => (await room.sent()).length).toBe(2);
  expect(inbox.received[0]?.json()).toMatchObject({ text: 'Some payments fail' });
  expect(mailbox.received).toMatchObject([
    { to: ['customers@example.org', 'partners@example.org'], text: 'One in four cards is refused.' },
  ]);
  const sent = await room.sent();
  const deliveries = await room.deliveries();
  expect(sent.map(({ channel }) => channel).toSorted()).toEqual(['Customers', 'Status Slack']);
  expect(new Set(sent.map(({ delivery }) => delivery))).toEqual(new Set(deliveries.map(({ id }) => id)));
  for (const each of sent) expect(each).toMatchObject({ hash: hashOf(words), approval: expect.any(String) });
  const readers = (channel: string) => sent.find((each) => each.channel === channel)?.readers;
  expect([readers('Customers'), readers('Status Slack')]).toEqual([2, undefined]);
  // PE2: the room, which viewers read, names no address; the delivery does.
  expect(JSON.stringify(sent)).not.toContain('@example.org');
  expect(deliveries.find(({ channelName }) => channelName === 'Customers')?.to).toContain('partners@');
});

test('[CN8] nothing goes out that was not approved as it stands, unless a reason is given', async () => {
  await using inbox = await openInbox();
  const slack = await slackAt(inbox);
  const room = await openDraft();
  const early = await room.send(slack);
  expect(early).toMatchObject({ status: 409, body: { errors: [{ field: 'override' }] } });
  await room.approve();
  await room.type(`${words} Promise.`);
  const edited = await room.send(slack);
  expect(edited.status).toBe(409);
  expect(edited.body.detail).toContain('nobody approved it as it stands now');
  // What one saw is what one sends, also with a reason.
  const unseen = await room.send(slack, { override: 'urgent', hash: hashOf(words) });
  expect(unseen).toMatchObject({ status: 409, body: { errors: [{ field: 'hash' }] } });
  expect(inbox.received).toHaveLength(0);
  expect((await room.send(slack, { override: 'Ana is on the phone' })).status).toBe(201);
  await expect.poll(room.sent).toMatchObject([{ override: 'Ana is on the phone' }]);
  expect((await room.sent())[0]?.approval).toBeUndefined();
  // A viewer may not approve, and a fact that claims approval of another text is no approval.
  const { body: vi } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  const json = { draft, channel: slack.id };
  const asked = await server.api(`/api/v1/incidents/${room.id}/updates`, { json, token: vi.token });
  expect(asked.status).toBe(403);
});

test('[CN8] the same text goes through a channel once, however often and at once it is asked for', async () => {
  await using inbox = await openInbox();
  const slack = await slackAt(inbox);
  const room = await openDraft();
  await room.approve();
  const answers = await Promise.all([room.send(slack), room.send(slack), room.send(slack)]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  await expect.poll(async () => (await room.sent()).length).toBe(1);
  expect((await room.send(slack)).body).toMatchObject({ id: answers[0]?.body.id, state: 'sent' });
  expect(inbox.received).toHaveLength(1);
  expect(await room.sent()).toHaveLength(1);
});

test('[CN8] a failed message is no sent update, says why, and may be sent again', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(404, 'no_team'));
  const slack = await slackAt(inbox);
  const room = await openDraft();
  await room.approve();
  await room.send(slack);
  expect((await room.ends('failed')).reason).toBe('answered 404: no_team');
  expect(await room.sent()).toEqual([]);
  inbox.answers(withStatus(200, 'ok'));
  await room.send(slack);
  await expect.poll(async () => (await room.sent()).length).toBe(1);
});

test('[CN8] a message that waits is dropped when its text changes meanwhile', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(429, '', { 'retry-after': '1' }));
  const slack = await slackAt(inbox);
  const room = await openDraft();
  await room.approve();
  expect((await room.send(slack)).body.state).toBe('queued');
  await expect.poll(() => inbox.received.length).toBeGreaterThan(0);
  await room.type('All payments fail');
  expect((await room.ends('dropped')).reason).toContain('nobody approved it as it stands now');
  expect(await room.sent()).toEqual([]);
});

test('[CN8] a channel carries only updates for the audiences it is marked for', async () => {
  await using inbox = await openInbox();
  const pages = await addChannel({
    name: 'Ops',
    kind: 'slack',
    settings: { url: inbox.url },
    audiences: [],
  });
  const room = await openDraft();
  await room.approve();
  expect(await room.send(pages)).toMatchObject({ status: 409, body: { errors: [{ field: 'channel' }] } });
  expect(await room.send({ ...pages, id: 'gone' })).toMatchObject({ status: 409 });
  const nowhere = { name: 'SMS', kind: 'gateway', settings: { url: inbox.url }, audiences: ['customers'] };
  expect(await server.api('/api/v1/channels', { json: nowhere })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'settings.to' }] },
  });
});

// It restarts the server of the others.
test('[CN4] [CN8] killed while it waits, the update goes out once and is noted once', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(503));
  const slack = await slackAt(inbox);
  const room = await openDraft();
  await room.approve();
  const { body } = await room.send(slack);
  await expect.poll(async () => (await room.deliveries())[0]?.attempts.length).toBeGreaterThan(0);
  await server.kill9();
  const tried = inbox.received.length;
  inbox.answers(withStatus(200, 'ok'));
  await server.restart();
  await expect.poll(async () => (await room.sent()).length).toBe(1);
  await server.kill9();
  await server.restart();
  expect((await room.send(slack)).body).toMatchObject({ id: body.id, state: 'sent' });
  expect(inbox.received).toHaveLength(tried + 1);
  expect(await room.sent()).toMatchObject([{ delivery: body.id }]);
});
