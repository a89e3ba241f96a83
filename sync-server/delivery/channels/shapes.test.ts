// What exactly arrives, kind by kind, as the services document it.
import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeEgress } from '../../outgoing/egress.ts';
import type { Message } from '../message.ts';
import { openInbox, withStatus, type Inbox, type Received } from '../../paging/testing/inbox.ts';
import { openMailbox } from '../testing/mailbox.ts';
import { page } from '../testing/queue.ts';
import { channelKinds } from './index.ts';

const now = 1_800_000_000_000;
const bo = { id: 'bo', name: 'Bo Lind', email: 'bo@example.org', phone: '+49 (151) 000-1' };

function send(kind: string, settings: Record<string, unknown>, message: Message) {
  const channel = channelKinds[kind]!;
  return channel.send(message, channel.schema.parse(settings), {
    signal: AbortSignal.timeout(10_000),
    egress: makeEgress({ allowsLinkLocal: false }),
    deliveryId: 'delivery-1',
    now,
    host: 'muster.test',
  });
}

async function post(inbox: Inbox, kind: string, settings: Record<string, unknown>, message = page()) {
  expect(await send(kind, settings, message)).toEqual({ ok: true });
  return inbox.received.at(-1) as Received;
}

test('[CN7] Slack: header, text, fields and buttons, with its three characters escaped', async () => {
  await using inbox = await openInbox();
  const settings = { url: `${inbox.url}/services/a` };
  const body = (await post(inbox, 'slack', settings)).json();
  expect(body).toMatchObject({
    text: 'P1 INC-42: Payments are down',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'Payments are down' } },
      {
        type: 'section',
        text: { type: 'mrkdwn', text: 'payments-api is down: 503 &lt;b&gt;Service&lt;/b&gt; &amp; more' },
      },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*Incident*\nINC-42' },
          { text: '*Severity*\nP1' },
          { text: '*Status*\ninvestigating' },
          { text: '*Service*\npayments' },
        ],
      },
      { type: 'actions', elements: [{ text: { text: 'Acknowledge' } }, { text: { text: 'Open the room' } }] },
    ],
  });
  const long = await post(
    inbox,
    'slack',
    settings,
    page({ subject: '&'.repeat(500), text: '<'.repeat(9_000) }),
  );
  const { blocks } = long.json() as { blocks: { text: { text: string } }[] };
  expect(blocks[0]?.text.text).toHaveLength(150);
  expect(blocks[1]?.text.text.length).toBeLessThanOrEqual(3_000);
  expect(blocks[1]?.text.text).toMatch(/^(?:&lt;)+…$/);
});

test('[CM4] [CN7] an update is what was approved and nothing else', async () => {
  await using inbox = await openInbox();
  const rendered = 'Some payments fail\n\nOne in four <b>cards</b> is refused.';
  const update = page({ purpose: 'update', rendered, subject: 'Some payments fail', text: 'One in four.' });
  const slack = (await post(inbox, 'slack', { url: inbox.url }, update)).body;
  expect(slack).toContain('&lt;b&gt;cards');
  expect(slack).not.toContain('INC-42');
  const teams = (await post(inbox, 'teams', { url: inbox.url }, update)).body;
  expect(teams).toContain('Some payments fail');
  expect(teams).not.toContain('acknowledge');
  expect((await post(inbox, 'mattermost', { url: inbox.url }, update)).json().text).toBe(rendered);
  expect((await post(inbox, 'webhook', { url: inbox.url }, update)).json().text).toBe(rendered);
});

test('[CN7] Teams: an adaptive card for a Workflows webhook, of 28 KiB at most, with no link made of words', async () => {
  await using inbox = await openInbox();
  const card = await post(inbox, 'teams', { url: inbox.url }, page({ text: '[here](http://evil) *now*' }));
  expect(card.json()).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: [
            { type: 'TextBlock', text: 'Payments are down' },
            { text: String.raw`\[here\](http://evil) \*now\*` },
            { type: 'FactSet' },
          ],
          actions: [{ type: 'Action.OpenUrl', title: 'Acknowledge' }, { title: 'Open room' }],
        },
      },
    ],
  });
  const long = await post(inbox, 'teams', { url: inbox.url }, page({ text: 'ü🙂"'.repeat(20_000) }));
  expect(Buffer.byteLength(long.body)).toBeLessThanOrEqual(28 * 1024);
  expect(Buffer.byteLength(long.body)).toBeGreaterThan(18 * 1024);
});

test('[CN7] Discord and Mattermost call nobody that a title names', async () => {
  await using inbox = await openInbox();
  const loud = page({ subject: '@everyone @channel look', text: '@all' });
  const discord = (await post(inbox, 'discord', { url: inbox.url }, loud)).json();
  expect(discord).toMatchObject({
    username: 'Muster',
    allowed_mentions: { parse: [] },
    embeds: [{ title: '@everyone @channel look', color: 0xe5484d, timestamp: new Date(now).toISOString() }],
  });
  const mattermost = (await post(inbox, 'mattermost', { url: inbox.url }, loud)).body;
  expect(mattermost).not.toMatch(/@(?:all|channel)/);
  expect(JSON.parse(mattermost)).toMatchObject({
    attachments: [{ color: '#e5484d', fields: [{ short: true }, {}, {}, {}] }],
  });
});

test('[CN7] ntfy: priority by severity, the topic in the body, never so long that it becomes a file', async () => {
  await using inbox = await openInbox();
  const settings = { server: inbox.url, topic: 'ops', token: 'tk_secret' };
  const sent = await post(inbox, 'ntfy', settings, page({ text: 'ü'.repeat(9_000) }));
  expect(sent.path).toBe('/');
  expect(sent.headers.authorization).toBe('Bearer tk_secret');
  const body = sent.json();
  expect(body).toMatchObject({ topic: 'ops', title: 'P1 INC-42 Payments are down', priority: 5 });
  expect(Buffer.byteLength(String(body.message))).toBeLessThanOrEqual(4_096);
  const over = await post(inbox, 'ntfy', settings, page({ purpose: 'resolved' }));
  expect(over.json()).toMatchObject({ priority: 2, tags: ['white_check_mark'] });
});

test('[CN7] a webhook is signed over the bytes that are sent', async () => {
  await using inbox = await openInbox();
  const { body, headers } = await post(
    inbox,
    'webhook',
    { url: inbox.url, secret: 'shared' },
    page({ text: 'ü🙂' }),
  );
  const signature = createHmac('sha256', 'shared').update(body).digest('hex');
  expect(headers['x-muster-signature']).toBe(`v1=${signature}`);
  expect(headers['x-muster-delivery']).toBe('delivery-1');
  expect(JSON.parse(body)).toMatchObject({
    version: 1,
    id: 'delivery-1',
    at: now,
    purpose: 'page',
    text: 'ü🙂',
  });
  const unsigned = await post(inbox, 'webhook', { url: inbox.url });
  expect(unsigned.headers['x-muster-signature']).toBeUndefined();
});

test('[CN7] a gateway gets its template filled in, and no value can end what it stands in', async () => {
  await using inbox = await openInbox();
  const url = `${inbox.url}/sms/{to}?from=muster`;
  const message = page({ to: { person: bo }, text: 'he said "no"\n\\ & <x>', links: {} });
  const json = await post(inbox, 'gateway', { url, headers: 'X-Key: abc' }, message);
  expect(json.path).toBe('/sms/%2B491510001?from=muster');
  expect(json.headers['x-key']).toBe('abc');
  expect(json.json()).toEqual({
    to: '+491510001',
    text: 'P1 INC-42 Payments are down\nhe said "no"\n\\ & <x>',
  });
  const type = 'application/x-www-form-urlencoded';
  const form = await post(inbox, 'gateway', { url, type, body: 'To={to}&Body={text}&x={nothing}' }, message);
  expect(form.headers['content-type']).toContain(type);
  const fields = new URLSearchParams(form.body);
  expect(fields.get('Body')).toContain('\\ & <x>');
  expect(fields.get('x')).toBe('{nothing}');
  const twiml = '<Response><Say>{text}</Say></Response>';
  const voice = await post(inbox, 'gateway', { url, type: 'application/xml', body: twiml }, message);
  expect(voice.body).toContain('&#60;x&#62;');
  const spoken = '<Response><Say>{spoken}</Say></Response>';
  const said = await post(
    inbox,
    'gateway',
    { url, type: 'application/xml', body: spoken },
    page({ subject: 'A & B <x>' }),
  );
  expect(said.body).toBe('<Response><Say>P1 INC-42 A &#38; B &#60;x&#62;</Say></Response>');
  const long = await post(inbox, 'gateway', { url }, page({ to: { person: bo }, text: 'x'.repeat(2_000) }));
  const { text } = long.json();
  expect(String(text)).toHaveLength(459);
  expect(String(text)).toMatch(/… https:\/\/muster\.example\.org\/acknowledge\/abc$/);
  const { schema } = channelKinds.gateway!;
  expect(schema.safeParse({ url: 'https://{to}.example.org/' }).success).toBe(false);
  expect(await send('gateway', { url, body: '{"text": {text}}' }, message)).toMatchObject({
    ok: false,
    retry: false,
  });
});

test('[CN13] a gateway that answers 200 to what it refuses is believed only when its answer says so', async () => {
  await using inbox = await openInbox();
  const message = page({ to: { person: bo } });
  const settings = { url: `${inbox.url}/sms/json`, proof: '"status": "0"' };
  inbox.answers(
    withStatus(200, '{"messages": [{"status": "4", "error-text": "Bad Credentials"}]}'),
    withStatus(200, '{"messages": [{"status": "0"}]}'),
  );
  expect(await send('gateway', settings, message)).toEqual({
    ok: false,
    retry: false,
    reason: expect.stringMatching(/answered 200 without .*Bad Credentials/),
  });
  expect(await send('gateway', settings, message)).toEqual({ ok: true });
});

const presets = channelKinds.gateway!.presets.map((preset) => [preset.name, preset.settings] as const);
test.each(presets)(
  '[CN13] the form for %s is accepted, and sends number and words whole',
  async (_, given) => {
    await using inbox = await openInbox();
    const { proof = '' } = given;
    inbox.answers(withStatus(200, proof));
    const { pathname, search } = new URL(
      given.url!.replaceAll(/[{}]/g, (brace) => encodeURIComponent(brace)),
    );
    const url =
      inbox.url + decodeURIComponent(pathname) + search.replaceAll('%7B', '{').replaceAll('%7D', '}');
    const message = page({ to: { person: bo }, subject: 'Cards "fail" & <b>more</b>' });
    const sent = await post(inbox, 'gateway', { ...given, url }, message);
    const isForm = sent.headers['content-type']?.includes('urlencoded') === true;
    const fields = isForm ? Object.fromEntries(new URLSearchParams(sent.body)) : sent.json();
    const said = `${sent.path} ${JSON.stringify(fields)}`;
    expect(said).toMatch(/491510001/);
    expect(said).not.toMatch(/\{\w+\}/);
    const spoken = 'Twiml' in fields ? String(fields['Twiml']) : null;
    if (spoken === null) return expect(said).toContain('Cards');
    expect(spoken).toContain('action="https://muster.example.org/acknowledge/abc"');
    expect(spoken).toContain('Cards &#34;fail&#34; &#38; &#60;b&#62;more&#60;/b&#62;. Press 1');
  },
);

test('[CN7] PagerDuty: one incident is one alert, from trigger to resolve', async () => {
  await using inbox = await openInbox();
  const settings = { routingKey: 'R0UT1NGKEYR0UT1NGKEYR0UT1NGKEY00', url: `${inbox.url}/v2/enqueue` };
  const key = 'muster-01HZZZZZZZZZZZZZZZZZZZZZZZ';
  const trigger = await post(inbox, 'pagerduty', settings);
  expect(trigger.json()).toMatchObject({
    routing_key: settings.routingKey,
    event_action: 'trigger',
    dedup_key: key,
    client: 'Muster',
    payload: { summary: 'Payments are down', source: 'payments', severity: 'critical' },
  });
  const acknowledge = await post(inbox, 'pagerduty', settings, page({ purpose: 'acknowledged' }));
  expect(acknowledge.json()).toMatchObject({ event_action: 'acknowledge', dedup_key: key });
  const resolve = await post(inbox, 'pagerduty', settings, page({ purpose: 'resolved' }));
  expect(resolve.json()).toEqual({
    routing_key: settings.routingKey,
    event_action: 'resolve',
    dedup_key: key,
  });
  await post(inbox, 'pagerduty', settings, page({ purpose: 'test', incident: null }));
  expect(inbox.received.slice(-2).map((each) => each.json().event_action)).toEqual(['trigger', 'resolve']);
  expect(await send('pagerduty', settings, page({ purpose: 'update' }))).toMatchObject({
    ok: false,
    retry: false,
  });
});

test('[CN4] [CN7] an e-mail has a Message-ID that stays, gathers under its incident, and comes over STARTTLS', async () => {
  await using mailbox = await openMailbox();
  const settings = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'starttls',
    from: 'Muster <muster@example.org>',
    checksCertificate: false,
  };
  expect(
    await send(
      'email',
      settings,
      page({ to: { person: bo }, subject: 'Down\r\nBcc: x@evil.org', text: 'ü' }),
    ),
  ).toEqual({ ok: true });
  const [mail] = mailbox.received;
  expect(mail).toMatchObject({ from: 'muster@example.org', to: ['bo@example.org'] });
  expect(mail?.header('Subject')).toBe('P1 INC-42: Down Bcc: x@evil.org');
  expect(mail?.header('Message-ID')).toBe('<delivery-1@example.org>');
  expect(mail?.header('References')).toBe('<incident-01HZZZZZZZZZZZZZZZZZZZZZZZ@example.org>');
  expect(mail?.header('Auto-Submitted')).toBe('auto-generated');
  expect(mail?.raw).toContain('Acknowledge: https://muster.example.org/acknowledge/abc');
  // A certificate that nobody vouches for is refused unless the owner says otherwise.
  const strict = await send('email', { ...settings, checksCertificate: true }, page({ to: { person: bo } }));
  expect(strict).toMatchObject({ ok: false });
  if (!strict.ok) expect(strict.reason).toMatch(/certificate/);
  expect(mailbox.received).toHaveLength(1);
});

/** What a mail program shows of a header (RFC 2047): encoded words in quoted-printable, in UTF-8. */
const shown = (header: string): string =>
  header.replaceAll(/\?=\s+=\?/gu, '?==?').replaceAll(/=\?UTF-8\?Q\?([^?]*)\?=/giu, (_, word: string) =>
    Buffer.from(
      word
        .replaceAll('_', ' ')
        .replaceAll(/=([0-9A-F]{2})/gu, (_sign, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      'latin1',
    ).toString('utf8'),
  );

test('[CN7] a title that looks like an encoded word is shown as it was typed', async () => {
  await using mailbox = await openMailbox();
  const settings = { host: '127.0.0.1', port: mailbox.port, security: 'none', from: 'm@example.org' };
  const typed = '=?utf-8?Q?All_is_well?= =?utf-8?B?QUJD?=';
  await send('email', settings, page({ to: { person: bo }, subject: typed }));
  await send('email', settings, page({ purpose: 'update', rendered: `${typed}\n\nNo.`, to: { person: bo } }));
  for (const mail of mailbox.received) {
    expect(shown(mail.header('Subject')).replaceAll('\u2060', '')).toContain(typed);
  }
  expect(mailbox.received).toHaveLength(2);
});

test('[CN7] readers of an update do not learn of one another', async () => {
  await using mailbox = await openMailbox();
  const update = page({ purpose: 'update', rendered: 'Some payments fail\n\nOne in four cards.', to: {} });
  const settings = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    from: 'status@example.org',
    to: 'a@example.org\nb@example.org',
  };
  expect(await send('email', settings, update)).toEqual({ ok: true });
  const [mail] = mailbox.received;
  expect(mail?.to.toSorted()).toEqual(['a@example.org', 'b@example.org']);
  expect(mail?.header('Subject')).toBe('Some payments fail');
  expect(mail?.text).toBe('One in four cards.');
  expect(mail?.raw).not.toContain('a@example.org');
});

test('[CN7] a mail server that wants a password and gets a wrong one is not asked again, nor repeated', async () => {
  await using mailbox = await openMailbox({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(new Error('Invalid credentials hunter2hunter2')),
  });
  const settings = {
    host: '127.0.0.1',
    port: mailbox.port,
    security: 'none',
    user: 'u',
    password: 'hunter2hunter2',
    from: 'm@example.org',
  };
  const outcome = await send('email', settings, page({ to: { person: bo } }));
  expect(outcome).toEqual({
    ok: false,
    retry: false,
    reason: 'the mail server refused user and password (535)',
  });
});
