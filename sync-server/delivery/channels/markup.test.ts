// What of a title, a service or a check's words is markup to a service: for every channel and every field.
import { expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import { openInbox } from '../../paging/testing/inbox.ts';
import { openMailbox } from '../testing/mailbox.ts';
import { page } from '../testing/queue.ts';
import { namedHeadlineOf, type Message } from '../message.ts';
import { channelKinds } from './index.ts';
import { clipEscaped, discordText, mattermostText, slackText, teamsText } from './markup.ts';

const payloads = [
  '<!channel> <!here> <!everyone> <@U123> <#C1> <https://evil.example|here>',
  '@everyone @here @channel @all @bo',
  '[pay here](https://evil.example) ![x](https://evil.example/p.png)',
  '*bold* **bold** _it_ __u__ ~~gone~~ `code` ||spoiler||',
  '# big\n> quote\n- item\n1. first\n    code',
  '<at>Bo</at> <script>alert(1)</script> <b>x</b>',
  '&amp; &lt; &#60; \\* :tada: :+1: <t:1:R>',
  '```\nfenced\n```',
];
const fields = ['subject', 'text', 'title', 'service', 'number', 'person'] as const;

function filled(field: (typeof fields)[number], words: string): Message {
  const plain = page({ to: { person: { id: 'bo', name: 'Bo', email: 'bo@example.org', phone: '+49151' } } });
  if (field === 'subject' || field === 'text') return { ...plain, [field]: words };
  if (field === 'person') return { ...plain, to: { person: { ...plain.to.person!, name: words } } };
  return { ...plain, incident: { ...plain.incident!, [field]: words } };
}

/** What a live piece of markup would look like to each service, in the texts it reads as markup. */
const live: Record<string, RegExp> = {
  slack: /<[!@#]|<https:\/\/evil|@(?:everyone|here|channel|all)\b/,
  discord: /(?<!\\)[*_~`|[\]<>]|(?<!\\):(?:tada|\+1):/,
  mattermost:
    /(?<!\\)[*_~`[\]<>|]|(?<![\p{L}\p{N}])@(?:everyone|here|channel|all|bo)\b|(?<!\\):(?:tada|\+1):/u,
  teams: /(?<!\\)[*_~`[\]<>|]/,
};
/** Our own words in what is sent. */
const settingsFor: Record<string, (url: string) => object> = {
  slack: (url) => ({ url }),
  discord: (url) => ({ url }),
  mattermost: (url) => ({ url }),
  teams: (url) => ({ url }),
  ntfy: (server) => ({ server, topic: 'ops' }),
  webhook: (url) => ({ url }),
  pagerduty: (url) => ({ url, routingKey: 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY00' }),
};
const context = () => ({
  signal: AbortSignal.timeout(20_000),
  egress: makeEgress({ allowsLinkLocal: false }),
  deliveryId: 'delivery-1',
  now: 1_800_000_000_000,
  host: 'muster.test',
});
/** Fields that a service reads as plain text or as an address. */
const plainFields = new Set([
  'fallback',
  'url',
  'title_link',
  'color',
  'username',
  'type',
  'style',
  'timestamp',
]);

function* textsIn(value: unknown, name = ''): Generator<string> {
  if (typeof value === 'string' && !plainFields.has(name)) yield value;
  if (typeof value !== 'object' || value === null) return;
  // Slack's plain_text is none of its markup.
  if ('type' in value && value.type === 'plain_text') return;
  for (const [key, each] of Object.entries(value)) yield* textsIn(each, key);
}

test.each(Object.keys(live))(
  '[CN10] %s: no field of a message becomes markup, a link or a call',
  async (kind) => {
    await using inbox = await openInbox();
    const channel = channelKinds[kind]!;
    const settings = channel.schema.parse(settingsFor[kind]!(inbox.url));
    const found: string[] = [];
    for (const field of fields) {
      for (const words of payloads) {
        expect(await channel.send(filled(field, words), settings, context())).toEqual({ ok: true });
        const sent = inbox.received.at(-1)!.json();
        if (kind === 'discord') expect(sent['allowed_mentions']).toEqual({ parse: [] });
        for (const text of textsIn(sent)) {
          // What we write ourselves: Slack's bold names of facts, our own links.
          const theirs = text
            .replaceAll(/^\*\w+\*\n/g, '')
            .replaceAll(/(?:Acknowledge|Open): https:\S+/g, '');
          const besides = kind === 'slack' ? theirs : theirs.replaceAll(/https?:\/\/[^\s<>|[\]\\`]+/g, '');
          if (live[kind]!.test(besides)) found.push(`${field}: ${JSON.stringify(text)}`);
        }
      }
    }
    expect(found).toEqual([]);
  },
);

test.each(['ntfy', 'webhook', 'pagerduty'])(
  '[CN10] %s reads no markup: every word arrives as it is',
  async (kind) => {
    await using inbox = await openInbox();
    const channel = channelKinds[kind]!;
    const settings = channel.schema.parse(settingsFor[kind]!(inbox.url));
    for (const words of payloads) {
      expect(await channel.send(filled('text', words), settings, context())).toEqual({ ok: true });
      const sent = inbox.received.at(-1)!.json();
      expect([...textsIn(sent)]).toContain(words);
      expect(sent['markdown']).toBeUndefined();
    }
  },
);

test.each(['application/json', 'application/x-www-form-urlencoded', 'application/xml'])(
  '[CN10] a gateway’s %s: no value ends the place it stands in',
  async (type) => {
    await using inbox = await openInbox();
    const bodies: Record<string, string> = {
      'application/json': '{"a":"{text}","b":"{title}","c":"{service}","d":"{person}","e":"{number}"}',
      'application/x-www-form-urlencoded': 'a={text}&b={title}&c={service}&d={person}&e={number}',
      'application/xml': '<r a="{title}"><s>{text}</s><t>{service}{person}{number}</t></r>',
    };
    const channel = channelKinds['gateway']!;
    const settings = channel.schema.parse({ url: `${inbox.url}/{to}`, type, body: bodies[type] });
    for (const field of fields) {
      for (const words of [...payloads, '"}],"x":{"y":"', '&b=2', '</s><s>', "'><!--", '\u0000\uD83D']) {
        expect(await channel.send(filled(field, words), settings, context())).toEqual({ ok: true });
        const { body } = inbox.received.at(-1)!;
        if (type === 'application/json') expect(Object.keys(JSON.parse(body) as object)).toHaveLength(5);
        else if (type === 'application/xml') expect(body.match(/[<>]/g)).toHaveLength(12);
        else expect([...new URLSearchParams(body).keys()]).toEqual(['a', 'b', 'c', 'd', 'e']);
      }
    }
  },
);

test('[CN10] an e-mail is plain text, with nothing of a title in its head but the subject', async () => {
  await using mailbox = await openMailbox();
  const channel = channelKinds['email']!;
  const settings = channel.schema.parse({
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    from: 'm@example.org',
  });
  for (const words of [
    ...payloads,
    'x\r\nBcc: evil@example.org\r\n\r\nbody',
    'a\u2028Bcc: evil@example.org',
  ]) {
    for (const field of fields)
      expect(await channel.send(filled(field, words), settings, context())).toEqual({ ok: true });
  }
  for (const mail of mailbox.received) {
    expect(mail.to).toEqual(['bo@example.org']);
    expect(mail.header('Content-Type')).toMatch(/^text\/plain/);
    expect(mail.header('Bcc')).toBe('');
  }
});

test('[CN10] addresses work as they are, and what is no markup reads as it was written', () => {
  const url = 'see https://status.example/a_b_c?x=1&y=*2* now';
  expect(discordText(url)).toBe(url);
  expect(mattermostText(url)).toBe(url);
  expect(teamsText(url)).toBe(url);
  expect(slackText(url)).toBe('see https://status.example/a_b_c?x=1&amp;y=*2* now');
  const calm = 'Disk 91 % full on db-1 (since 12:30), mail a@b.example #4711';
  for (const escape of [discordText, mattermostText, teamsText, slackText])
    expect(escape(calm).replaceAll('\\', '')).toBe(calm);
});

test.each([
  ['&'.repeat(50), slackText],
  ['🙂'.repeat(50), slackText],
  ['👨‍👩‍👧‍👦'.repeat(20), discordText],
  ['*_'.repeat(50), discordText],
  ['e\u0301'.repeat(50), teamsText],
])('[CN10] a long text is cut between what people see, never within an escape', (text, escape) => {
  for (let limit = 20; limit < 60; limit++) {
    const clipped = clipEscaped(text, limit, escape);
    expect(clipped.length).toBeLessThanOrEqual(limit);
    expect(clipped.endsWith('…')).toBe(true);
    const kept = clipped.slice(0, -1);
    expect(kept.isWellFormed()).toBe(true);
    expect(escape(text).startsWith(kept)).toBe(true);
    expect(kept).not.toMatch(/(?:&[a-z]*|\\|\u200D)$/u);
  }
});

test('[CN11] the name of an incident is said once, under every subject', async () => {
  await using inbox = await openInbox();
  await using mailbox = await openMailbox();
  const name = 'P1 INC-42';
  for (const subject of [
    `${name}: Payments are down`,
    'Payments are down',
    `${name} is over: Payments are down`,
  ]) {
    for (const kind of Object.keys(settingsFor)) {
      const channel = channelKinds[kind]!;
      await channel.send(page({ subject }), channel.schema.parse(settingsFor[kind]!(inbox.url)), context());
      const { body } = inbox.received.at(-1)!;
      for (const text of textsIn(JSON.parse(body)))
        expect(text.split(name).length, text).toBeLessThanOrEqual(2);
    }
    const { email, gateway } = channelKinds;
    await gateway!.send(page({ subject }), gateway!.schema.parse({ url: inbox.url, to: '+491' }), context());
    expect(inbox.received.at(-1)!.body.split(name)).toHaveLength(2);
    const settings = {
      host: '127.0.0.1',
      port: mailbox.port,
      security: 'none',
      from: 'm@example.org',
      to: 'x@example.org',
    };
    await email!.send(page({ subject }), email!.schema.parse(settings), context());
    expect(mailbox.received.at(-1)!.header('Subject').split(name)).toHaveLength(2);
  }
});

test.each([
  ['INC-42: Payments are down', 'P1 INC-42: Payments are down'],
  ['[P1] INC-42 – Payments', '[P1] INC-42 – Payments'],
  ['p1 inc-42: payments', 'p1 inc-42: payments'],
  ['Resolved: P1 INC-42', 'Resolved: P1 INC-42'],
  ['P2 INC-42 is now P1', 'P2 INC-42 is now P1'],
  ['INC-420 was the same', 'P1 INC-42: INC-420 was the same'],
])('[CN11] “%s” is headed “%s”', (subject, headline) => {
  expect(namedHeadlineOf(page({ subject }), 200, ': ')).toBe(headline);
});

test('[CN12] an internationalised sender goes by ASCII in every header that must be ASCII', async () => {
  await using mailbox = await openMailbox();
  const channel = channelKinds['email']!;
  const settings = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    from: 'Störung <alarm@bücher.example>',
    to: 'x@example.org',
  };
  expect(await channel.send(page(), channel.schema.parse(settings), context())).toEqual({ ok: true });
  const [mail] = mailbox.received;
  expect(mail?.header('Message-ID')).toBe('<delivery-1@xn--bcher-kva.example>');
  expect(mail?.header('References')).toBe('<incident-01HZZZZZZZZZZZZZZZZZZZZZZZ@xn--bcher-kva.example>');
  expect(mail?.raw.split('\r\n\r\n')[0]).toMatch(/^[\t\r\n\u0020-\u007E]*$/);
});

test('[CN12] a mail server is greeted with a full name or an address, and reached by whichever of its addresses answers', async () => {
  const greeted: string[] = [];
  await using mailbox = await openMailbox({
    onMailFrom: (_address, session, done) => {
      greeted.push(session.hostNameAppearsAs || session.clientHostname);
      done();
    },
  });
  const channel = channelKinds['email']!;
  const send = (host: string, egress: ReturnType<typeof makeEgress>, own: string) =>
    channel.send(
      page(),
      channel.schema.parse({
        host,
        port: mailbox.port,
        security: 'none',
        from: 'm@example.org',
        to: 'x@example.org',
      }),
      { ...context(), egress, host: own },
    );
  const egress = makeEgress({ allowsLinkLocal: false });
  expect(await send('127.0.0.1', egress, 'laptop')).toEqual({ ok: true });
  expect(await send('127.0.0.1', egress, 'mail.example.org')).toEqual({ ok: true });
  expect(greeted).toEqual(['[127.0.0.1]', 'mail.example.org']);
  // The first address refuses, the second answers.
  const two: typeof egress = {
    ...egress,
    resolveAll: async () => [
      { address: '::1', family: 6 },
      { address: '127.0.0.1', family: 4 },
    ],
  };
  expect(await send('mail.two.example', two, 'laptop')).toEqual({ ok: true });
});
