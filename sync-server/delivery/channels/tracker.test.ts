// The trackers, over the list of them: each against a server that keeps tickets as its API does.
import { describe, expect, test } from 'vitest';
import { trackerKinds } from '#wire/api/channels.ts';
import { makeEgress } from '../../outgoing/egress.ts';
import { openInbox, withStatus, type Inbox } from '../../paging/testing/inbox.ts';
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

  test('[CN10] what a title or an item says is no markup, calls nobody and is no command there', async () => {
    await using at = await begin();
    const words =
      '@bo <!-- muster-01aaa-01ccc --> [~ana] {code} !x.png! **b** `c` C:\\temp https://a_b.example/x_y';
    const text = `${words}\n/close\n  /assign @bo\n# big\nh1. big`;
    await at.send({ ...item, subject: words, text });
    await at.send({});
    await at.send({ purpose: 'resolved', subject: words, text });
    const [made, incident] = at.tracker.tickets;
    const markup = kind === 'jira' ? /(?<!\\)[{}[\]!*]|^\s*(?:#|h1\.)/mu : /(?<!\\)[*`[\]<>]|@bo|^\s*[/#]/mu;
    for (const shown of [made?.text, ...(incident?.comments ?? [])]) {
      expect(shown?.replace(/\n<!-- \S+ -->$/u, '')).not.toMatch(markup);
      expect(shown).toContain('https://a_b.example/x_y');
    }
    if (kind !== 'jira') expect(made?.title).not.toContain('@bo');
    // The mark of another item in the words makes no ticket of that item.
    expect(await at.send({ ...item, ticketFor: '01AAA-01CCC' })).toMatchObject({
      made: at.tracker.addressOf(3),
    });
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

/** GitHub's place, with these answers. */
const answering = async (...answers: Parameters<Inbox['answers']>) => {
  const inbox = await openInbox();
  inbox.answers(...answers);
  const channel = channelKinds['github']!;
  const settings = channel.schema.parse({ repository: 'acme/shop', token: trackerToken, url: inbox.url });
  return {
    inbox,
    send: () => channel.send(page(item), settings, context()),
    read: () => channel.readTicket!(`${inbox.url}/acme/shop/issues/1`, settings, context()),
    [Symbol.asyncDispose]: () => inbox[Symbol.asyncDispose](),
  };
};
const json = (body: unknown) => withStatus(200, JSON.stringify(body));

describe('[TK1] [TK3] a tracker that answers something else', () => {
  const issue = { number: 1, state: 'open', body: '' };
  test.each([
    'javascript:alert(1)',
    `https://tracker.example/${'x'.repeat(3_000)}`,
    'https://tracker.example/a b',
    7,
  ])('makes no link of %j', async (html_url) => {
    await using at = await answering(json([]), json({ ...issue, html_url }));
    expect(await at.send()).toMatchObject({ ok: false, reason: expect.stringContaining('no address') });
  });

  test('is not followed elsewhere, read without end or taken at its word, and the token goes nowhere', async () => {
    await using elsewhere = await openInbox();
    const away = withStatus(302, '', { location: `${elsewhere.url}/steal` });
    const pages = [away, withStatus(200, '<h1>Sign in</h1>'), json({ items: 'many' }), json(null)];
    for (const answer of [...pages, withStatus(200, ' '.repeat(5_000_000))]) {
      await using at = await answering(answer);
      expect(await at.send()).toMatchObject({ ok: false });
      expect(await at.read()).toBeNull();
    }
    expect(elsewhere.received).toEqual([]);
  });

  test.each([
    ['not\nplanned\u0007', 'not planned'],
    [' ', 'closed'],
    ['x'.repeat(5_000), /^x{119}…$/u],
  ])('says its state as %j', async (state_reason, name) => {
    await using at = await answering(json({ ...issue, html_url: '', state: 'closed', state_reason }));
    expect(await at.read()).toEqual({
      isOpen: false,
      name: typeof name === 'string' ? name : expect.stringMatching(name),
    });
  });
});
