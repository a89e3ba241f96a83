// Subscribers of a status page against a real mail server on loopback.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openMailbox, type Mail, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import {
  askToSubscribe,
  linkIn,
  mailsTo,
  oneClickOf,
  openMailingPage,
  press,
  subscribe,
  type SubscribedPage,
} from '../../helpers/subscribing.ts';

type Listed = {
  items: { id: string; address: string; state: string; components: string[] | null; reason: string | null }[];
  counts: Record<string, number>;
  letters: Record<string, number>;
};
type History = {
  events: { what: string; by: string }[];
  letters: { id: string; state: string; kind: string }[];
};
type Problem = { detail: string; errors?: { field: string; expected: string }[] };

let server: RunningServer;
let mailbox: Mailbox;
let answerWith: { code: number; words: string } | null = null;
let page: SubscribedPage;
let count = 0;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana', flags: ['--trusted-proxies', '127.0.0.1'] });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  answerWith = null;
  mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100, answer: () => answerWith });
  count += 1;
  page = await openMailingPage(server, mailbox, { slug: `acme-${count}` });
});
afterEach(() => mailbox[Symbol.asyncDispose]());

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const path = () => `/api/v1/pages/${page.id}/subscribers`;
const list = async () => (await server.api<Listed>(path())).body;
const stateOf = async (address: string) =>
  (await list()).items.find((each) => each.address === address)?.state;
const historyOf = async (address: string) => {
  const id = (await list()).items.find((each) => each.address === address)?.id;
  return (await server.api<History>(`${path()}/${id}`)).body;
};
const publish = async (json: Record<string, unknown>) => {
  const answer = await server.api<{ id: string; incident: string }>(`/api/v1/pages/${page.id}/updates`, {
    json,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
};
const idOf = (name: string) => page.components.find((each) => each.name === name)?.id ?? '';
const join = (email: string, components: readonly string[] = []) =>
  subscribe(server, mailbox, page, { email, components, until });
const ask = (fields: Record<string, string>) => askToSubscribe(server, page, fields);

test('[SP90] the page has a form that works without script, and its files on other places lead here too', async () => {
  const html = await (await fetch(new URL(`/status/${page.slug}/`, server.url))).text();
  const action = `${server.url}/status/${page.slug}/subscribe`;
  expect(html).toContain(`<form method="post" action="${action}"`);
  expect(html).toContain(`form-action ${new URL(server.url).origin}`);
  const choose = await (await fetch(new URL(`/status/${page.slug}/de/subscribe/`, server.url))).text();
  expect(choose).toContain(`value="${idOf('API')}"`);
  expect(choose).toContain('Abonnieren');
  const without = await server.api<SubscribedPage>('/api/v1/pages', {
    json: { slug: `plain-${count}`, name: 'Plain', visibility: 'public', components: [] },
  });
  expect(await (await fetch(new URL(`/status/plain-${count}/`, server.url))).text()).not.toContain('<form');
  const refused = await askToSubscribe(server, without.body, { email: 'a@example.org' });
  expect(refused.status).toBe(404);
  expect(refused.html).toContain('Plain takes no subscribers.');
});

test('[SP90] a channel that is no mail server is refused by its name', async () => {
  const hook = await server.api<{ id: string }>('/api/v1/channels', {
    json: { name: 'Hook', kind: 'webhook', settings: { url: 'http://127.0.0.1:1/', secret: '' } },
  });
  for (const mailChannel of [hook.body.id, 'nobody']) {
    const { status, body } = await server.api<Problem>('/api/v1/pages', {
      json: { slug: 'wrong', name: 'Wrong', visibility: 'public', components: [], mailChannel },
    });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.field).toBe('mailChannel');
  }
});

test('[SP91] nothing is sent before the button behind the link is pressed, and a scanner presses none', async () => {
  expect((await askToSubscribe(server, page, { email: 'Bo@Example.org' })).status).toBe(200);
  await until(() => expect(mailsTo(mailbox, 'Bo@example.org')).toHaveLength(1));
  const link = linkIn(mailsTo(mailbox, 'Bo@example.org')[0] as Mail);
  for (const method of ['GET', 'HEAD']) expect((await fetch(link, { method })).status).toBe(200);
  expect(await stateOf('Bo@example.org')).toBe('pending');
  await publish({ title: 'Slow', body: 'We look.', status: 'investigating' });
  expect((await press(link, { do: 'confirm' })).status).toBe(200);
  expect(await stateOf('Bo@example.org')).toBe('active');
  await publish({ title: 'Slower', body: 'Still.', status: 'investigating' });
  await until(() => expect(mailsTo(mailbox, 'Bo@example.org')).toHaveLength(2));
  expect(mailsTo(mailbox, 'Bo@example.org')[1]?.header('Subject')).toBe('[Acme] Slower: Investigating');
  // Pressed twice it is pressed once.
  expect((await press(link, { do: 'confirm' })).status).toBe(200);
  expect((await historyOf('Bo@example.org')).events.map(({ what }) => what)).toEqual(['confirmed']);
});

test('[SP91] the answer is the same for an address that is new, subscribed, unsubscribed, quarantined or asked for too often', async () => {
  await join('known@example.org');
  await join('gone@example.org');
  await press(oneClickOf(await lastUpdateTo('gone@example.org')));
  await join('bad@example.org');
  answerWith = { code: 550, words: '5.1.1 no such user' };
  await publish({ title: 'Bounce', body: 'x', status: 'investigating' });
  await until(async () => expect(await stateOf('bad@example.org')).toBe('quarantined'));
  answerWith = null;
  const addresses = ['known', 'gone', 'bad', 'never-seen', 'known', 'known', 'known', 'known'];
  const answers = [];
  for (const name of addresses) answers.push(await ask({ email: `${name}@example.org` }));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.status).toBe(200);
});

async function lastUpdateTo(address: string): Promise<Mail> {
  const before = mailsTo(mailbox, address).length;
  await publish({ title: 'Update', body: 'Something.', status: 'investigating' });
  await until(() => expect(mailsTo(mailbox, address).length).toBeGreaterThan(before));
  return mailsTo(mailbox, address).at(-1) as Mail;
}

test('[SP91] a multipart form and JSON are the same form, with the same choice', async () => {
  const address = new URL(`/status/${page.slug}/subscribe`, server.url);
  const parts = new FormData();
  parts.append('email', 'parts@example.org');
  parts.append('components', idOf('API'));
  const json = JSON.stringify({ email: 'json@example.org', components: ['API'] });
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': '198.51.99.1' };
  expect((await fetch(address, { method: 'POST', body: parts })).status).toBe(200);
  expect((await fetch(address, { method: 'POST', body: json, headers })).status).toBe(200);
  for (const email of ['parts@example.org', 'json@example.org']) {
    await until(() => expect(mailsTo(mailbox, email)).toHaveLength(1));
    await press(linkIn(mailsTo(mailbox, email)[0] as Mail), { do: 'confirm' });
    const { items } = await list();
    expect(items.find((each) => each.address === email)).toMatchObject({
      state: 'active',
      components: [idOf('API')],
    });
  }
});

test('[SP91] one address gets at most three links an hour, over all who ask', async () => {
  for (let turn = 0; turn < 6; turn++) await ask({ email: 'often@example.org' });
  await ask({ email: 'last@example.org' });
  // They are worked on in order: when the last one has its mail, the others are decided.
  await until(() => expect(mailsTo(mailbox, 'last@example.org')).toHaveLength(1));
  await until(() => expect(mailsTo(mailbox, 'often@example.org')).toHaveLength(3));
});

test('[SP91] one network asks ten times at once, then once a minute', async () => {
  const statuses = [];
  for (let turn = 0; turn < 11; turn++) {
    const response = await fetch(new URL(`/status/${page.slug}/subscribe`, server.url), {
      method: 'POST',
      body: new URLSearchParams({ email: `n${turn}@example.org` }),
      headers: { 'x-forwarded-for': `2001:db8:1:${count}::${turn}` },
    });
    statuses.push(response.status);
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.at(-1)).toBe(429);
});

test.each([
  ['words', 'no address'],
  ['a bare name', 'a@b'],
  ['a space', 'a b@example.org'],
  ['a header', 'a@example.org\r\nBcc: everybody@example.org'],
  ['script', '<script>alert(1)</script>@example.org'],
  ['markup', '"><script>alert(1)</script>'],
  ['a list', 'a@example.org,b@example.org'],
  ['an IP address', 'a@127.0.0.1'],
  ['an IP address in brackets', 'a@[127.0.0.1]'],
  ['a name that is too long', `${'x'.repeat(300)}@example.org`],
  ['5,000 characters', 'x'.repeat(5_000)],
])('[SP91] %s is no address, and is not told back as markup', async (_what, email) => {
  const { status, html } = await ask({ email });
  expect(status).toBe(400);
  expect(html).not.toContain('<script');
  expect(html).toContain('role="alert"');
});

test('[SP91] a body that is too large is refused, and what a machine fills in does nothing', async () => {
  expect((await ask({ email: 'a@example.org', website: 'x'.repeat(64 * 1024) })).status).toBe(413);
  expect((await ask({ email: 'robot@example.org', website: 'http://spam' })).status).toBe(200);
  await join('person@example.org');
  expect(await stateOf('robot@example.org')).toBeUndefined();
});

test('[SP93] they hear of the components that they chose alone, and the whole story once when it widens', async () => {
  await join('web@example.org', [idOf('Website')]);
  await join('api@example.org', [idOf('API')]);
  await join('all@example.org');
  const first = await publish({
    title: 'Checkout is slow',
    body: 'The website is slow.',
    status: 'investigating',
    components: [{ id: idOf('Website'), status: 'degraded_performance' }],
  });
  await until(() => expect(mailsTo(mailbox, 'all@example.org')).toHaveLength(2));
  await until(() => expect(mailsTo(mailbox, 'web@example.org')).toHaveLength(2));
  expect(mailsTo(mailbox, 'api@example.org')).toHaveLength(1);
  await publish({
    incident: first.incident,
    body: 'The API is slow too.',
    status: 'identified',
    components: [{ id: idOf('API'), status: 'partial_outage' }],
  });
  await until(() => expect(mailsTo(mailbox, 'api@example.org')).toHaveLength(2));
  await until(() => expect(mailsTo(mailbox, 'web@example.org')).toHaveLength(3));
  const [, widened] = mailsTo(mailbox, 'api@example.org');
  expect(widened?.text).toContain('The website is slow.');
  expect(mailsTo(mailbox, 'web@example.org')[2]?.text).not.toContain('The website is slow.');
  await publish({ incident: first.incident, body: 'All is well.', status: 'resolved' });
  await until(() => expect(mailsTo(mailbox, 'api@example.org')).toHaveLength(3));
  expect(mailsTo(mailbox, 'api@example.org')[2]?.text).not.toContain('The website is slow.');
  // One incident is one thread.
  const threads = mailsTo(mailbox, 'all@example.org')
    .slice(1)
    .map((mail) => mail.header('References'));
  expect(new Set(threads).size).toBe(1);
});

test('[SP92] every mail can be unsubscribed from with one click, and nothing comes afterwards', async () => {
  await join('bo@example.org');
  const mail = await lastUpdateTo('bo@example.org');
  expect(mail.header('List-Unsubscribe')).toMatch(/^<http:\/\/[^<>]+\/u\/[\w-]{22}>$/u);
  expect(mail.header('List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
  expect(mail.header('Auto-Submitted')).toBe('auto-generated');
  const link = oneClickOf(mail);
  expect((await fetch(link)).status).toBe(200);
  expect(await stateOf('bo@example.org')).toBe('active');
  expect(await press(link, { 'List-Unsubscribe': 'One-Click' })).toMatchObject({ status: 200 });
  expect(await stateOf('bo@example.org')).toBe('unsubscribed');
  for (const body of [undefined, { 'List-Unsubscribe': 'One-Click' }])
    expect((await press(link, body)).status).toBe(200);
  const form = new FormData();
  form.set('List-Unsubscribe', 'One-Click');
  expect((await fetch(link, { method: 'POST', body: form })).status).toBe(200);
  expect(
    (await historyOf('bo@example.org')).events.filter(({ what }) => what === 'unsubscribed'),
  ).toHaveLength(1);
  await join('witness@example.org');
  const before = mailsTo(mailbox, 'bo@example.org').length;
  await lastUpdateTo('witness@example.org');
  await until(async () => expect((await list()).letters).not.toHaveProperty('queued'));
  expect(mailsTo(mailbox, 'bo@example.org')).toHaveLength(before);
  // A link of somebody who is not there any more.
  expect((await press(link.replace(/[\w-]+$/u, 'AAAAAAAAAAAAAAAAAAAAAA'))).status).toBe(200);
  expect((await fetch(link.replace(/[\w-]+$/u, 'AAAAAAAAAAAAAAAAAAAAAA'))).status).toBe(404);
});

test('[SP92] a subscriber changes their topics by a link that is mailed to them', async () => {
  await join('bo@example.org');
  const unsubscribe = oneClickOf(await lastUpdateTo('bo@example.org'));
  expect((await press(unsubscribe, { do: 'link' })).status).toBe(200);
  await until(() => expect(mailsTo(mailbox, 'bo@example.org').length).toBeGreaterThanOrEqual(3));
  const link = linkIn(mailsTo(mailbox, 'bo@example.org').at(-1) as Mail);
  expect(link).not.toBe(unsubscribe);
  expect(await (await fetch(link)).text()).toContain(idOf('API'));
  expect((await press(link, { do: 'save', components: idOf('API') })).status).toBe(200);
  expect((await list()).items[0]?.components).toEqual([idOf('API')]);
  expect((await press(link, { do: 'end' })).status).toBe(200);
  expect(await stateOf('bo@example.org')).toBe('unsubscribed');
});

test('[SP93] a full mailbox is tried again, an address that does not exist is quarantined with its reason', async () => {
  await join('bo@example.org');
  answerWith = { code: 550, words: '5.1.1 no such user' };
  await publish({ title: 'One', body: 'x', status: 'investigating' });
  await until(async () => expect(await stateOf('bo@example.org')).toBe('quarantined'));
  const { items } = await list();
  expect(items[0]?.reason).toContain('no such user');
  const { letters } = await historyOf('bo@example.org');
  expect(letters[0]).toMatchObject({ kind: 'update-mail', state: 'bounced' });
  answerWith = { code: 451, words: '4.7.1 greylisted, come back' };
  await askToSubscribe(server, page, { email: 'grey@example.org' });
  await until(async () =>
    expect((await historyOf('grey@example.org')).letters[0]).toMatchObject({ state: 'queued', attempts: 1 }),
  );
});

test('[SP152] an e-mail that comes back later quarantines its address, and no other', async () => {
  await join('bo@example.org');
  await join('cy@example.org');
  await publish({ title: 'One', body: 'x', status: 'investigating' });
  await until(() => expect(mailsTo(mailbox, 'bo@example.org')).toHaveLength(2));
  const id = mailsTo(mailbox, 'bo@example.org')[1]?.header('Message-ID') ?? '';
  const { returnedAddress } = (await server.api<{ returnedAddress: string }>(path())).body;
  const giveBack = async (code: string, to = returnedAddress) => {
    const body = `Content-Type: multipart/report; boundary=b

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; cy@example.org
Action: failed
Status: ${code}
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: text/rfc822-headers

Message-ID: ${id}
--b--`;
    // As curl sends what is piped into it.
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await fetch(to, { method: 'POST', body, headers })).status;
  };
  expect(await giveBack('5.1.1', `${returnedAddress}x`)).toBe(404);
  const other = await openMailingPage(server, mailbox, { slug: `other-${count}` });
  const elsewhere = await server.api<{ returnedAddress: string }>(`/api/v1/pages/${other.id}/subscribers`);
  expect(await giveBack('5.1.1', elsewhere.body.returnedAddress)).toBe(204);
  expect(await giveBack('4.2.2')).toBe(204);
  expect(await stateOf('bo@example.org')).toBe('active');
  expect(await giveBack('5.1.1')).toBe(204);
  // The letter says whose it was, not the report.
  expect([await stateOf('bo@example.org'), await stateOf('cy@example.org')]).toEqual([
    'quarantined',
    'active',
  ]);
  expect((await list()).items.find(({ state }) => state === 'quarantined')?.reason).toBe(
    'the mail came back: 550 no such user',
  );
});

test('[SP94] owners add, import and remove subscribers; others do not see them', async () => {
  const added = await server.api<{ id: string; state: string }>(path(), {
    json: { email: 'hand@example.org' },
  });
  expect(added).toMatchObject({ status: 201, body: { state: 'active', source: 'by-hand' } });
  expect((await server.api(path(), { json: { email: 'HAND@example.org' } })).status).toBe(409);
  const csv = `email,components\r\n"csv@example.org","API;Website"\r\nhand@example.org,\r\nnobody,\r\nx@example.org,Nothing`;
  const imported = await server.api(`${path()}/import`, { json: { csv } });
  expect(imported).toMatchObject({ status: 200, body: { added: 1, kept: 1 } });
  expect((imported.body as { faults: { line: number }[] }).faults.map(({ line }) => line)).toEqual([4, 5]);
  expect((await server.api(`${path()}/import`, { json: { csv } })).body).toMatchObject({ added: 0, kept: 2 });
  expect((await list()).counts).toMatchObject({ active: 2, pending: 0 });
  const wrong: [object, string][] = [
    [{ email: 'no' }, 'email'],
    [{}, 'email'],
    [{ email: 'a@example.org', components: ['nothing'] }, 'components.0'],
    [{ webhook: 'ftp://example.org' }, 'webhook'],
    [{ webhook: 'https://user:word@example.org/' }, 'webhook'],
  ];
  for (const [json, field] of wrong) {
    const { status, body } = await server.api<Problem>(path(), { json });
    expect(status).toBe(400);
    expect(body.errors?.[0]?.field).toBe(field);
  }
  expect((await server.api(`${path()}/${added.body.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await list()).items.map(({ address }) => address)).toEqual(['csv@example.org']);
  const invited = await server.api<{ code: string }>('/api/v1/invitations', { json: { role: 'responder' } });
  const { body } = await server.api<{ token: string }>('/api/v1/invitations/accept', {
    json: { code: invited.body.code, name: 'Bo' },
    token: null,
  });
  expect((await server.api(path(), { token: body.token })).status).toBe(403);
});
