import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import type { Delivery, DeliveryOutcome } from './deliveries.ts';
import { openInbox, withStatus } from '../paging/testing/inbox.ts';
import { openStage, order, page } from './testing/queue.ts';

const minuteMs = 60_000;
const statesOf = (items: readonly Delivery[]) => items.map(({ state }) => state);

test('[CN2] a message is sent once, and its outcome is told with its context', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const told: DeliveryOutcome[] = [];
  stage.deliveries.onOutcome((outcome) => void told.push(outcome));
  const first = stage.deliveries.enqueue(order(hook, { context: { step: 2 } }));
  const again = stage.deliveries.enqueue(order(hook));
  expect(again.id).toBe(first.id);
  await stage.deliveries.runDue();
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(1);
  expect(inbox.received[0]?.headers['x-muster-delivery']).toBe(first.id);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({ delivery: { state: 'sent', reason: null }, context: { step: 2 } });
  expect(stage.deliveries.list({})[0]?.attempts).toEqual([{ at: stage.now(), ok: true, reason: null }]);
});

test('[CN3] a failure is tried again later and later, every attempt is kept, and it is given up with a reason', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(503, 'on fire'));
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.enqueue(order(hook));
  const waits: number[] = [];
  for (let turn = 0; turn < 100; turn++) {
    await stage.deliveries.runDue();
    const [{ nextAt, state } = { nextAt: null, state: 'queued' }] = stage.deliveries.list({});
    if (state !== 'queued') break;
    waits.push((nextAt ?? 0) - stage.now());
    stage.forward((nextAt ?? 0) - stage.now());
  }
  expect(waits.slice(0, 4)).toEqual([1_998, 3_996, 7_992, 15_984]);
  expect(Math.max(...waits)).toBeLessThanOrEqual(5 * minuteMs);
  const [delivery] = stage.deliveries.list({});
  expect(delivery).toMatchObject({ state: 'failed', nextAt: null });
  expect(delivery?.reason).toMatch(/^given up after \d+ attempts: answered 503: on fire$/);
  expect(delivery?.attempts).toHaveLength(inbox.received.length);
  expect(stage.now()).toBeLessThanOrEqual(delivery!.createdAt + 60 * minuteMs);
});

test('[CN3] a message that the other side will never take is not sent to it again', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(410, 'gone'));
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  expect(stage.deliveries.list({})[0]).toMatchObject({ state: 'failed', reason: 'answered 410: gone' });
});

test('[CN3] Retry-After is waited for, by everything that goes through that channel', async () => {
  await using inbox = await openInbox();
  inbox.answers(withStatus(429, '', { 'retry-after': '90' }), withStatus(200));
  await using stage = await openStage({ random: () => 0 });
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  stage.deliveries.enqueue(order(hook, { dedupKey: 'page:2' }));
  stage.forward(89_000);
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(1);
  stage.forward(1_000);
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(3);
  expect(statesOf(stage.deliveries.list({}))).toEqual(['sent', 'sent']);
});

/** A channel that takes 60 a minute. */
async function addChat({ channels }: Awaited<ReturnType<typeof openStage>>, url: string) {
  const added = await channels.add({
    name: 'Chat',
    kind: 'slack',
    settings: { url },
    paused: false,
    audiences: [],
  });
  if (typeof added === 'string') throw new Error(added);
  return added;
}

test('[CN3] a channel takes no more a minute than its service does', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const added = await addChat(stage, inbox.url);
  for (let each = 0; each < 20; each++) stage.deliveries.enqueue(order(added, { dedupKey: `page:${each}` }));
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(6);
  stage.forward(5_000);
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(11);
  stage.forward(minuteMs);
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(17);
});

test('[CN3] a page goes before what others are told, however much of that waits', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const added = await addChat(stage, inbox.url);
  const over = { ...order(added).message, purpose: 'resolved', subject: 'It is over' } as const;
  for (let each = 0; each < 40; each++)
    stage.deliveries.enqueue(order(added, { dedupKey: `over:${each}`, message: over }));
  await stage.deliveries.runDue();
  stage.forward(1_000);
  stage.deliveries.enqueue(order(added, { dedupKey: 'page:1' }));
  await stage.deliveries.runDue();
  expect(inbox.received.at(-1)?.body).toContain(order(added).message.subject);
  expect(stage.deliveries.list({}).find(({ dedupKey }) => dedupKey === 'page:1')?.state).toBe('sent');
});

test('[CN4] killed between any two steps nothing is lost and nothing is sent twice', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const told: string[] = [];
  const listen = () => stage.deliveries.onOutcome(({ delivery }) => void told.push(delivery.id));
  const { id } = stage.deliveries.enqueue(order(hook));
  await stage.crash();
  listen();
  expect(stage.deliveries.enqueue(order(hook)).id).toBe(id);
  await stage.deliveries.runDue();
  await stage.crash();
  listen();
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(1);
  expect(told).toEqual([id]);
});

test('[CN4] an outcome whose listener was cut short is told again until it is done', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.onOutcome(() => Promise.reject(new Error('no disk')));
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  await stage.crash();
  const told: string[] = [];
  stage.deliveries.onOutcome(({ delivery }) => void told.push(delivery.state));
  await stage.deliveries.runDue();
  await stage.crash();
  await stage.deliveries.runDue();
  expect(told).toEqual(['sent']);
  expect(inbox.received).toHaveLength(1);
});

test('[CN4] killed during an attempt a page goes again under the same name, an update waits for a person', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const arrived = Promise.withResolvers<void>();
  let count = 0;
  inbox.answers(() => ++count === 2 && arrived.resolve());
  stage.deliveries.enqueue(order(hook));
  stage.deliveries.enqueue(order(hook, { dedupKey: 'update:1', message: page({ purpose: 'update' }) }));
  const cut = stage.deliveries.runDue();
  await arrived.promise;
  await stage.crash();
  inbox.answers(withStatus(200));
  stage.deliveries.start();
  await stage.deliveries.runDue();
  const [update, paged] = stage.deliveries.list({});
  expect(paged).toMatchObject({ state: 'sent', attempts: [{ ok: false }, { ok: true }] });
  expect(paged?.attempts[0]?.reason).toContain('the server ended during this attempt');
  expect(update).toMatchObject({ state: 'failed', attempts: [{ ok: false }] });
  const names = inbox.received.map(({ headers }) => headers['x-muster-delivery']);
  expect(names).toEqual([paged?.id, update?.id, paged?.id]);
  await cut;
});

test('[CN5] a delivery that is cancelled, paused, without an address or for no channel ends at once with its reason', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const { deliveries, channels } = stage;
  deliveries.enqueue(order(hook, { dedupKey: 'page:x:1' }));
  deliveries.enqueue(order(hook, { dedupKey: 'page:y:1' }));
  expect(deliveries.cancel('page:x:', 'acknowledged')).toBe(1);
  await deliveries.runDue();
  expect(inbox.received).toHaveLength(1);
  await channels.change(hook.id, { ...hook.settings, paused: true }, null);
  expect(deliveries.enqueue(order(hook, { dedupKey: 'p' }))).toMatchObject({
    state: 'dropped',
    reason: 'the channel is paused',
  });
  const nowhere = { ...order(hook, { dedupKey: 'q' }), channel: 'gone' };
  expect(deliveries.enqueue(nowhere)).toMatchObject({ state: 'failed', reason: 'there is no such channel' });
  const gateway = await channels.add({
    name: 'SMS',
    kind: 'gateway',
    settings: { url: inbox.url, to: '' },
    paused: false,
    audiences: [],
  });
  if (typeof gateway === 'string') throw new Error(gateway);
  const message = page({ to: { person: { id: 'bo', name: 'Bo Lind', email: 'bo@example.org' } } });
  expect(deliveries.enqueue(order(gateway, { dedupKey: 'r', message }))).toMatchObject({
    state: 'failed',
    reason: 'Bo Lind has no address for this channel',
  });
  expect(deliveries.list({ channel: hook.id, state: 'dropped' }).map(({ reason }) => reason)).toEqual([
    'the channel is paused',
    'acknowledged',
  ]);
});

test('[CN5] a message that could not go out while it was of use does not go out late', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.enqueue(order(hook, { notAfter: stage.now() + 1_000 }));
  stage.forward(2_000);
  await stage.deliveries.runDue();
  expect(inbox.received).toHaveLength(0);
  expect(stage.deliveries.list({})[0]).toMatchObject({
    state: 'dropped',
    reason: 'it could not be sent while it was still useful',
  });
});

test('[OB6] messages that hang in a channel hold up no page through it', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const held: ServerResponse[] = [];
  const hang = (response: ServerResponse) => void held.push(response);
  const attemptsWhenPaged: number[] = [];
  inbox.answers(hang, hang, hang, hang, (response) => {
    attemptsWhenPaged.push(...stage.deliveries.list({}).map(({ attempts }) => attempts.length));
    response.end();
  });
  const message = page({ purpose: 'resolved' });
  const told = Array.from({ length: 20 }, (_, index) => `over:${index}`);
  for (const dedupKey of told) stage.deliveries.enqueue(order(hook, { dedupKey, message }));
  stage.deliveries.start();
  await expect.poll(() => held.length).toBe(4);
  stage.deliveries.enqueue(order(hook));
  await expect.poll(() => attemptsWhenPaged.length).toBeGreaterThan(0);
  // Nothing had come to an end when the page arrived.
  expect(attemptsWhenPaged.slice(0, 21)).toEqual(Array.from({ length: 21 }, () => 0));
  expect(inbox.received[4]?.json()).toMatchObject({ purpose: 'page' });
  for (const response of held) response.end();
  await expect.poll(() => stage.deliveries.counts().queued).toBe(0);
});

test('[CN5] cancelled while it is asked whether it is still wanted, it does not leave', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<null>();
  stage.deliveries.onAttempt(() => {
    asked.resolve();
    return answer.promise;
  });
  stage.deliveries.enqueue(order(hook));
  const run = stage.deliveries.runDue();
  await asked.promise;
  expect(stage.deliveries.cancel('page:', 'acknowledged')).toBe(1);
  answer.resolve(null);
  await run;
  expect(inbox.received).toEqual([]);
  expect(stage.deliveries.find('page:1')).toMatchObject({ state: 'dropped', reason: 'acknowledged' });
});

test('[CN6] deliveries are kept for 30 days, and what is still queued for longer', async () => {
  await using inbox = await openInbox();
  await using stage = await openStage();
  const hook = await stage.addWebhook(inbox.url);
  stage.deliveries.enqueue(order(hook));
  await stage.deliveries.runDue();
  stage.forward(31 * 24 * 3_600_000);
  stage.deliveries.start();
  expect(stage.deliveries.list({})).toEqual([]);
});
