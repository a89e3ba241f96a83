// Tickets of action items, from the wish to the state that is read back, with trackers that keep real tickets.
import { expect, test } from 'vitest';
import { openTracker } from '#sync-server/delivery/testing/tracker.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Item = {
  id: string;
  ticket: string | null;
  asked: { tracker: string } | null;
  noTicket: string | null;
  ticketState: { isOpen: boolean; name: string } | null;
};

async function addTracker(server: RunningServer, kind: string, settings: object, more: object = {}) {
  const json = { name: `Our ${kind}`, kind, settings, ...more };
  const { status, body } = await server.api<{ id: string; settings: object }>('/api/v1/channels', { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}

async function promise(server: RunningServer, text: string, more: object = {}) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', {
    json: { title: 'Shop', ...more },
  });
  const facts = `/api/v1/incidents/${body.id}/facts`;
  const json = { kind: 'action-item', text };
  const added = await server.api<{ items: { id: string }[] }>(facts, { json });
  return { incident: body.id, item: added.body.items[0]?.id ?? '' };
}
type Promised = Awaited<ReturnType<typeof promise>>;

const change = (server: RunningServer, { incident, item }: Promised, what: object) =>
  server.api(`/api/v1/incidents/${incident}/facts`, {
    json: { kind: 'action-item-changed', target: item, ...what },
  });
const itemIn = async (server: RunningServer, { item }: Promised) => {
  const { body } = await server.api<{ items: Item[] }>('/api/v1/action-items?state=all');
  return body.items.find(({ id }) => id === item);
};

test('[TK2] [TK3] a wish for a ticket becomes one, with its state, and the key is never shown', async () => {
  await using tracker = await openTracker('github');
  await using server = await startServer({ ownerName: 'Ana' });
  const channel = await addTracker(server, 'github', tracker.settings);
  expect(JSON.stringify(channel)).not.toContain(String(tracker.settings['token']));
  const promised = await promise(server, 'Add an alert on the queue');
  await change(server, promised, { tracker: channel.id });
  await expect
    .poll(() => itemIn(server, promised))
    .toMatchObject({
      ticket: tracker.addressOf(1),
      asked: null,
      noTicket: null,
      ticketState: { isOpen: true, name: 'open' },
    });
  expect(tracker.tickets[0]?.text).toContain('Action item of INC-');
  // AI3: its end ends nothing here, and is read again after a restart.
  tracker.close(1);
  await server.restart();
  await expect
    .poll(() => itemIn(server, promised))
    .toMatchObject({ state: 'open', ticketState: { isOpen: false, name: 'completed' } });
  expect(tracker.tickets).toHaveLength(1);
  const review = await server.api<string>(`/api/v1/incidents/${promised.incident}/review.md`);
  expect(JSON.stringify(review.body)).toContain('(completed)');
});

test('[TK2] why there is no ticket stands at the item: refused, no tracker, removed, a drill', async () => {
  await using tracker = await openTracker('gitlab');
  tracker.refuse();
  await using server = await startServer({ ownerName: 'Ana' });
  const gitlab = await addTracker(server, 'gitlab', tracker.settings);
  const webhook = await addTracker(server, 'webhook', { url: 'http://127.0.0.1:9/' });
  const why = async (promised: Promised, id: string) => {
    await change(server, promised, { tracker: id });
    await expect.poll(async () => (await itemIn(server, promised))?.noTicket).toBeTruthy();
    const { noTicket, asked } = (await itemIn(server, promised))!;
    expect(asked).toBeNull();
    return noTicket;
  };
  const promised = await promise(server, 'Add an alert');
  expect(await why(promised, gitlab.id)).toContain('answered 401');
  expect(await why(await promise(server, 'Add a test'), webhook.id)).toBe('Our webhook is not a tracker');
  expect(await why(await promise(server, 'Add a page'), 'gone')).toBe('the tracker was removed');
  expect(await why(await promise(server, 'Add a drill', { drill: true }), gitlab.id)).toBe(
    'drills make no tickets',
  );
  expect(tracker.tickets).toEqual([]);
  // Asked again, it is made.
  tracker.refuse(false);
  await change(server, promised, { tracker: gitlab.id });
  await expect
    .poll(() => itemIn(server, promised))
    .toMatchObject({ ticket: tracker.addressOf(1), noTicket: null });
});

test('[TK2] a wish written without the team’s server is made once it is back', async () => {
  await using tracker = await openTracker('jira');
  await using server = await startServer({ ownerName: 'Ana' });
  await using replica = await startReplicaOf(server, 'Bo');
  const { id } = await addTracker(server, 'jira', tracker.settings);
  const promised = await promise(server, 'Add an alert');
  await untilUpstream(replica, isLive);
  await expect.poll(() => itemIn(replica, promised)).toBeDefined();
  await server.stop();
  expect((await change(replica, promised, { tracker: id })).status).toBe(201);
  await expect.poll(() => itemIn(replica, promised)).toMatchObject({ asked: { tracker: id }, ticket: null });
  expect(tracker.tickets).toEqual([]);
  await server.restart();
  const linked = { ticket: tracker.addressOf(1), ticketState: { isOpen: true, name: 'To Do' } };
  await expect.poll(() => itemIn(replica, promised)).toMatchObject(linked);
  expect(tracker.tickets).toMatchObject([{ title: 'Add an alert' }]);
});
