// The trackers, over the list of them: each against a server that keeps tickets as its API does.
import { describe, expect, test } from 'vitest';
import { trackerKinds } from '#wire/api/channels.ts';
import { makeEgress } from '../../outgoing/egress.ts';
import type { Message } from '../message.ts';
import { page } from '../testing/queue.ts';
import { openTracker, trackerToken } from '../testing/tracker.ts';
import { channelKinds } from './index.ts';

const item: Partial<Message> = {
  purpose: 'ticket',
  incident: null,
  subject: 'Add an alert on the queue',
  text: 'Add an alert on the queue\n\nAction item of INC-7 Shop',
  links: { open: 'http://muster.test/#/room/1/2' },
  ticketFor: '01AAA-01BBB',
};
const context = () => ({
  signal: AbortSignal.timeout(10_000),
  egress: makeEgress({ allowsLinkLocal: false }),
  deliveryId: '01JZZZZZZZZZZZZZZZZZZZZZZZ',
  now: 1_800_000_000_000,
  host: 'muster.test',
});

test('[TK1] the clients know which kinds are trackers', () => {
  expect(Object.keys(channelKinds).filter((kind) => channelKinds[kind]?.readTicket)).toEqual(trackerKinds);
});

describe.each(trackerKinds)('%s', (kind) => {
  const channel = channelKinds[kind]!;
  const begin = async () => {
    const tracker = await openTracker(kind);
    const settings = channel.schema.parse(tracker.settings);
    return {
      tracker,
      send: (what: Partial<Message>) => channel.send(page(what), settings, context()),
      read: (address: string) => channel.readTicket!(address, settings, context()),
      [Symbol.asyncDispose]: () => tracker[Symbol.asyncDispose](),
    };
  };

  test('[TK1] a ticket has the title, the text and the way back, and is made once', async () => {
    await using at = await begin();
    const made = await at.send(item);
    expect(made).toEqual({ ok: true, made: at.tracker.addressOf(1) });
    expect(at.tracker.tickets).toMatchObject([{ title: 'Add an alert on the queue', comments: [] }]);
    expect(at.tracker.tickets[0]?.text).toContain(
      'Action item of INC-7 Shop\n\nOpen: http://muster.test/#/room/1/2',
    );
    // The answer may have been lost: the same ticket is found again.
    expect(await at.send(item)).toEqual(made);
    expect(await at.send({ ...item, ticketFor: '01AAA-01CCC' })).toMatchObject({
      made: at.tracker.addressOf(2),
    });
    expect(at.tracker.tickets).toHaveLength(2);
  });

  test('[TK4] an incident that a policy brings here is one ticket, which hears of its end', async () => {
    await using at = await begin();
    expect(await at.send({})).toMatchObject({ ok: true });
    expect(await at.send({ purpose: 'nag' })).toEqual({ ok: true });
    expect(await at.send({ purpose: 'resolved', subject: 'P1 INC-7 is resolved' })).toEqual({ ok: true });
    expect(at.tracker.tickets).toHaveLength(1);
    expect(at.tracker.tickets[0]?.comments).toEqual([expect.stringContaining('P1 INC-7 is resolved')]);
    expect(await at.send({ purpose: 'reminder', incident: null })).toMatchObject({ ok: false, retry: false });
  });

  test('[TK3] the state is read, and only of tickets of this project', async () => {
    await using at = await begin();
    await at.send(item);
    expect(await at.read(at.tracker.addressOf(1))).toMatchObject({ isOpen: true });
    at.tracker.close(1);
    expect(await at.read(at.tracker.addressOf(1))).toMatchObject({ isOpen: false });
    const asked = at.tracker.requests();
    for (const address of [
      'https://elsewhere.example/acme/shop/issues/1',
      at.tracker.addressOf(1, 'other'),
      'no',
    ])
      expect(await at.read(address), address).toBeNull();
    expect(at.tracker.requests()).toBe(asked);
    expect(await at.read(at.tracker.addressOf(99))).toBeNull();
  });

  test('[TK1] a test makes no ticket, and a wrong token is named without the token', async () => {
    await using at = await begin();
    expect(await at.send({ purpose: 'test', incident: null })).toEqual({ ok: true });
    expect(at.tracker.tickets).toEqual([]);
    at.tracker.refuse();
    const refused = await at.send(item);
    expect(refused).toMatchObject({ ok: false, retry: false, reason: expect.stringContaining('401') });
    expect(JSON.stringify(refused)).not.toContain(trackerToken);
  });
});
