// Webhooks that hear of a page, and planned work that subscribers are told of; on real sockets.
import { createHmac } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { makeKeys, webs } from '#sync-server/checks/testing/targets.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { openInbox, withStatus } from '#sync-server/paging/testing/inbox.ts';
import { startServer } from '../../helpers/server.ts';
import { mailsTo, openMailingPage } from '../../helpers/subscribing.ts';

type Added = { id: string; secret: string };
type Body = {
  meta: { unsubscribe: string };
  page: { id: string; status_indicator: string };
  incident: { name: string; incident_updates: { id: string; body: string }[] };
};
type One = { state: string; letters: { state: string; attempts: number; reason: string | null }[] };

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

test('[SP95] a webhook gets the incident in Statuspage’s shape, signed; 410 ends it', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  await using inbox = await openInbox();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const { body: added } = await server.api<Added>(path, { json: { webhook: `${inbox.url}/hook` } });
  expect(added.secret).toMatch(/^whsec_/u);
  expect((await server.api<Partial<Added>>(`${path}/${added.id}`)).body.secret).toBeUndefined();
  const publish = (title: string) =>
    server.api<{ id: string }>(`/api/v1/pages/${page.id}/updates`, {
      json: {
        title,
        body: 'We look.',
        status: 'investigating',
        components: [{ id: page.components[0]?.id, status: 'major_outage' }],
      },
    });
  const { body: update } = await publish('Down');
  // The changed level of the component is a message of its own.
  const ofIncidents = () => inbox.received.filter(({ body }) => 'incident' in JSON.parse(body));
  await until(() => expect(ofIncidents()).toHaveLength(1));
  const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = ofIncidents();
  const said = JSON.parse(body) as Body;
  expect(said.page).toMatchObject({ id: page.id, status_indicator: 'major' });
  expect(said.incident.name).toBe('Down');
  expect(said.incident.incident_updates[0]).toMatchObject({ id: update.id, body: 'We look.' });
  const key = Buffer.from(added.secret.replace('whsec_', ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  );
  inbox.answers(withStatus(410));
  await publish('Down again');
  await until(async () =>
    expect((await server.api<One>(`${path}/${added.id}`)).body.state).toBe('unsubscribed'),
  );
});

test('[SP95] redirects are not followed, metadata services are not asked, failures are tried again', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  await using inbox = await openInbox();
  await using elsewhere = await openInbox();
  inbox.answers(withStatus(302, '', { location: elsewhere.url }));
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const add = async (webhook: string) => (await server.api<Added>(path, { json: { webhook } })).body.id;
  const moved = await add(inbox.url);
  const metadata = await add('http://169.254.169.254/latest/');
  const disguised = await add('http://[::ffff:169.254.169.254]/');
  await server.api(`/api/v1/pages/${page.id}/updates`, {
    json: { title: 'Down', body: 'x', status: 'investigating' },
  });
  const letterOf = async (id: string) => (await server.api<One>(`${path}/${id}`)).body.letters[0];
  await until(async () => expect((await letterOf(moved))?.reason).toContain('302'));
  for (const id of [metadata, disguised])
    await until(async () => expect((await letterOf(id))?.reason).toContain('metadata'));
  expect(await letterOf(moved)).toMatchObject({ state: 'queued' });
  expect(elsewhere.received).toEqual([]);
});

test('[SP95] a webhook whose TLS is broken gets nothing, says why, and is tried again', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  const heard: string[] = [];
  const hear = async (keys: Parameters<typeof webs>[0]) =>
    webs(keys, (request, response) => {
      heard.push(request.url ?? '');
      response.end();
    });
  // Nobody vouches for the first one, and the third speaks no TLS at all.
  await using selfSigned = await hear(await makeKeys());
  await using expired = await hear(await makeKeys({ until: Date.now() - 86_400_000 }));
  await using plain = await openInbox();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const add = async (webhook: string) => (await server.api<Added>(path, { json: { webhook } })).body.id;
  const broken = [
    [await add(`https://127.0.0.1:${selfSigned.port}/hook`), /certificate/u],
    [await add(`https://127.0.0.1:${expired.port}/hook`), /certificate/u],
    [await add(`${plain.url.replace('http:', 'https:')}/hook`), /TLS|SSL|protocol/iu],
  ] as const;
  await server.api(`/api/v1/pages/${page.id}/updates`, {
    json: { title: 'Down', body: 'x', status: 'investigating' },
  });
  for (const [id, why] of broken)
    await until(async () => {
      const [letter] = (await server.api<One>(`${path}/${id}`)).body.letters;
      expect(letter?.reason).toMatch(why);
      expect(letter).toMatchObject({ state: 'queued' });
    });
  expect([heard, plain.received]).toEqual([[], []]);
});

test('[SP96] planned work is told to those who follow its component, and its moving once with both times', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const monitor = await server.api<{ id: string }>('/api/v1/monitors', {
    json: {
      name: 'db',
      kind: 'tcp',
      settings: { host: '127.0.0.1', port: 9 },
      intervalSeconds: 3600,
      paused: true,
    },
  });
  const page = await openMailingPage(server, mailbox, {
    components: [{ name: 'Database', monitor: monitor.body.id }, { name: 'Website' }],
  });
  const path = `/api/v1/pages/${page.id}/subscribers`;
  for (const [email, component] of [
    ['db@example.org', 0],
    ['web@example.org', 1],
  ] as const)
    await server.api(path, { json: { email, components: [page.components[component]?.id] } });
  const hour = 3_600_000;
  const from = Date.now() + 72 * hour;
  const window = { kind: 'once', from, to: from + hour };
  const planned = await server.api<{ id: string }>('/api/v1/maintenance', {
    json: { name: 'Bigger disks', monitors: [monitor.body.id], window },
  });
  expect(planned.status, JSON.stringify(planned.body)).toBe(201);
  await until(() => expect(mailsTo(mailbox, 'db@example.org')).toHaveLength(1));
  expect(mailsTo(mailbox, 'db@example.org')[0]?.header('Subject')).toBe('[Acme] Planned: Bigger disks');
  const moved = { kind: 'once', from: from + hour, to: from + 3 * hour };
  await server.api(`/api/v1/maintenance/${planned.body.id}`, {
    method: 'PUT',
    json: { name: 'Bigger disks', monitors: [monitor.body.id], window: moved },
  });
  await until(() => expect(mailsTo(mailbox, 'db@example.org')).toHaveLength(2));
  const [, told] = mailsTo(mailbox, 'db@example.org');
  expect(told?.header('Subject')).toBe('[Acme] Moved: Bigger disks');
  expect(told?.text).toMatch(/Before: From .*\nNow: From /u);
  await server.api(`/api/v1/maintenance/${planned.body.id}`, { method: 'DELETE' });
  await until(() => expect(mailsTo(mailbox, 'db@example.org')).toHaveLength(3));
  expect(mailsTo(mailbox, 'db@example.org')[2]?.header('Subject')).toBe('[Acme] Cancelled: Bigger disks');
  expect(mailsTo(mailbox, 'web@example.org')).toEqual([]);
});

test('[SP98] a Slack and a Teams channel are asked first, told in their own shape, and shown to nobody', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  await using inbox = await openInbox();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const publish = (title: string) =>
    server.api(`/api/v1/pages/${page.id}/updates`, {
      json: { title, body: 'Ask <!channel> & @here.', status: 'investigating' },
    });
  const at = (kind: string) => inbox.received.filter((each) => each.path === `/secret-${kind}`);
  for (const kind of ['slack', 'teams']) {
    const added = await server.api<One & { id: string; address: string }>(path, {
      json: { [kind]: `${inbox.url}/secret-${kind}` },
    });
    expect(added.body).toMatchObject({ state: 'pending', address: `${inbox.url}/••••••••` });
    await until(() => expect(at(kind)).toHaveLength(1));
  }
  expect((await server.api(path, { json: { slack: `${inbox.url}/secret-slack` } })).status).toBe(409);
  await publish('Not yet');
  for (const kind of ['slack', 'teams']) {
    const link = /http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]+/u.exec(at(kind)[0]?.body ?? '')?.[0] ?? '';
    // A chat looks at every link by itself.
    const looked = await (await fetch(link)).text();
    expect(looked).not.toContain(`secret-${kind}`);
    const pressed = await fetch(link, { method: 'POST', body: new URLSearchParams({ do: 'confirm' }) });
    expect(pressed.status).toBe(200);
  }
  await publish('Down');
  await until(() => expect([at('slack').length, at('teams').length]).toEqual([2, 2]));
  const [slack, teams] = ['slack', 'teams'].map((kind) => at(kind)[1]?.json());
  expect(slack).toMatchObject({ blocks: [{ type: 'header' }, { type: 'section' }] });
  expect(JSON.stringify(slack)).toContain('&lt;!channel&gt; &amp; @\u200B'.replace('\\u200B', '\u200B'));
  expect(JSON.stringify(slack)).not.toContain('<!channel>');
  expect(teams).toMatchObject({ type: 'message', attachments: [{ content: { type: 'AdaptiveCard' } }] });
  expect(JSON.stringify([slack, teams])).not.toMatch(/secret-(?:slack|teams)/u);
  const end = new RegExp(`${server.url}/u/[\\w-]+`, 'u').exec(JSON.stringify(slack))?.[0] ?? '';
  await fetch(end, { method: 'POST', body: new URLSearchParams({ do: 'end' }) });
  inbox.answers(withStatus(404, 'no_service'));
  await publish('Down again');
  await until(async () => {
    const { body } = await server.api<{ items: { kind: string; state: string }[] }>(path);
    expect(body.items.map(({ kind, state }) => [kind, state])).toEqual([
      ['slack', 'unsubscribed'],
      ['teams', 'quarantined'],
    ]);
  });
  expect(at('slack')).toHaveLength(2);
});

test('[SP99] a telephone is asked first, told of beginning and end alone, and STOP is the end', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  await using inbox = await openInbox();
  const opened = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${opened.id}`;
  const add = (sms: string) =>
    server.api<One & { errors?: { field: string }[] }>(`${path}/subscribers`, { json: { sms } });
  expect((await add('+43 660 5550100')).body.errors?.[0]?.field).toBe('sms');
  const { body: channel } = await server.api<{ id: string }>('/api/v1/channels', {
    json: {
      name: 'SMS',
      kind: 'gateway',
      settings: { url: `${inbox.url}/sms`, body: '{"to":"{to}","text":"{text}"}' },
    },
  });
  const { body: page } = await server.api<Record<string, unknown>>(path);
  await server.api(path, { method: 'PUT', json: { ...page, smsChannel: channel.id } });
  expect((await add('0660 5550100')).body.errors?.[0]?.field).toBe('sms');
  expect((await add('+43 660 5550100')).body.state).toBe('pending');
  const texts = () => inbox.received.map((each) => each.json() as { to: string; text: string });
  await until(() => expect(texts()).toHaveLength(1));
  expect(texts()[0]?.to).toBe('+436605550100');
  const link = /http:\S+\/u\/[\w-]+/u.exec(texts()[0]?.text ?? '')?.[0] ?? '';
  await fetch(link, { method: 'POST', body: new URLSearchParams({ do: 'confirm' }) });
  const say = (json: object) =>
    server.api<{ incident: string }>(`${path}/updates`, { json: { body: 'x', ...json } });
  const { incident } = (await say({ title: 'Down', status: 'investigating' })).body;
  await say({ incident, status: 'identified' });
  await say({ incident, status: 'resolved' });
  await until(() => expect(texts()).toHaveLength(3));
  expect(texts()[1]?.text).toContain('Down');
  expect(texts()[1]?.text).toContain('STOP');
  const { smsAddress, items } = (
    await server.api<{ smsAddress: string; items: { state: string }[] }>(`${path}/subscribers`)
  ).body;
  expect(items).toMatchObject([{ state: 'active' }]);
  const inbound = (fields: Record<string, string>, at = smsAddress) =>
    fetch(at, { method: 'POST', body: new URLSearchParams(fields) });
  const state = async () =>
    (await server.api<{ items: { state: string }[] }>(`${path}/subscribers`)).body.items[0]?.state;
  expect((await inbound({ From: '+436605550100', Body: 'Stop' }, `${smsAddress}x`)).status).toBe(404);
  await inbound({ From: '+436605550100', Body: 'Thank you, do not stop' });
  await inbound({ From: '+436605550199', Body: 'STOP' });
  expect(await state()).toBe('active');
  const ended = await inbound({ From: '+436605550100', Body: ' Stop. ' });
  expect([ended.status, await ended.text()]).toEqual([200, expect.stringContaining('<Response/>')]);
  expect(await state()).toBe('unsubscribed');
  await say({ title: 'Down again', status: 'investigating' });
  await until(async () => {
    const { body } = await server.api<{ letters: Record<string, number> }>(`${path}/subscribers`);
    expect(body.letters.queued ?? 0).toBe(0);
  });
  expect(texts()).toHaveLength(3);
});
