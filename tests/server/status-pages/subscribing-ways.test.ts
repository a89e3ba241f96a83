// SP132: visitors who are told in a chat or by SMS, against a real gateway and real webhooks on loopback, with the form as
// people see it in a browser without script.
import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { openInbox, withStatus, type Inbox } from '#sync-server/paging/testing/inbox.ts';
import { browserOptions } from '../../helpers/browser.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import {
  askToSubscribe,
  mailsTo,
  openMailingPage,
  press,
  type SubscribedPage,
} from '../../helpers/subscribing.ts';

let server: RunningServer;
let mailbox: Mailbox;
let inbox: Inbox;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana', flags: ['--trusted-proxies', '127.0.0.1'] });
  mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  inbox = await openInbox();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
  await inbox[Symbol.asyncDispose]();
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
type Listed = { items: { id: string; kind: string; address: string; state: string }[] };
const listOf = async ({ id }: SubscribedPage) =>
  (await server.api<Listed>(`/api/v1/pages/${id}/subscribers`)).body.items;
const publish = async ({ id }: SubscribedPage, title: string) => {
  const json = { title, body: 'We look.', status: 'investigating' };
  expect((await server.api(`/api/v1/pages/${id}/updates`, { json })).status).toBe(201);
};
/** What came to this path of the inbox, or as SMS to this number. */
const at = (where: string): string[] =>
  inbox.received
    .filter((each) => each.path === where || (where.startsWith('+') && each.body.includes(`"${where}"`)))
    .map(({ body }) => body);
const linkFor = (body: string | undefined) =>
  /http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]+/u.exec(body ?? '')?.[0] ?? '';

let count = 0;
/** A page that offers everything; its chats and its gateway are the inbox. */
async function openPage(more: Record<string, unknown> = {}): Promise<SubscribedPage> {
  count += 1;
  const { body: channel } = await server.api<{ id: string }>('/api/v1/channels', {
    json: {
      name: `SMS ${count}`,
      kind: 'gateway',
      settings: { url: `${inbox.url}/sms`, body: '{"to":"{to}","text":"{text}"}' },
    },
  });
  return openMailingPage(server, mailbox, {
    slug: `ways-${count}`,
    smsChannel: channel.id,
    signUpBy: ['email', 'slack', 'teams', 'sms'],
    chatHosts: [new URL(inbox.url).host],
    ...more,
  });
}
const formOf = async ({ slug }: SubscribedPage) =>
  (await fetch(`${server.url}/status/${slug}/subscribe/`)).text();

test('[SP132] the form offers what the page allows and what works, and nothing else is taken', async () => {
  const ways = async (page: SubscribedPage) =>
    [...(await formOf(page)).matchAll(/type="radio" name="by" value="(\w+)"/gu)].map(([, way]) => way);
  expect(await ways(await openPage())).toEqual(['email', 'slack', 'teams', 'sms']);
  expect(await ways(await openPage({ smsChannel: undefined }))).toEqual(['email', 'slack', 'teams']);
  expect(await ways(await openPage({ signUpBy: ['sms', 'email'] }))).toEqual(['email', 'sms']);
  const asBefore = await openPage({ signUpBy: undefined });
  expect(await formOf(asBefore)).toMatch(/name="email"(?!.*name="by")/su);
  const slack = { by: 'slack', address: `${inbox.url}/not-offered` };
  expect((await askToSubscribe(server, asBefore, slack)).status).toBe(400);
  const nothing = await openPage({ signUpBy: [] });
  expect((await askToSubscribe(server, nothing, { email: 'a@example.org' })).status).toBe(404);
  expect(await listOf(asBefore)).toEqual([]);
  const wrong = { slug: 'wrong', name: 'x', visibility: 'public', components: [] };
  for (const [field, value] of [
    ['signUpBy', ['pigeon']],
    ['chatHosts', ['https://chat.example.org/x']],
    ['smsCountries', ['43']],
  ] as const) {
    const json = { ...wrong, [field]: value };
    const { status, body } = await server.api<{ errors: { field: string }[] }>('/api/v1/pages', { json });
    expect([status, body.errors[0]?.field]).toEqual([400, `${field}.0`]);
  }
});

test.each([
  ['slack', '/slack-one'],
  ['teams', '/teams-one'],
  ['sms', '+436605550101'],
])('[SP132] by %s: asked first, then told, and ended by the visitor', async (by, where) => {
  const page = await openPage();
  const address = by === 'sms' ? '0043 (660) 555-0101' : `${inbox.url}${where}`;
  const api = page.components.find(({ name }) => name === 'API')?.id ?? '';
  const answer = await askToSubscribe(server, page, { by, address, components: [api] });
  expect(answer.status).toBe(200);
  expect(answer.html).not.toContain(inbox.url);
  await until(() => expect(at(where)).toHaveLength(1));
  await publish(page, 'Not told to whoever said nothing');
  const link = linkFor(at(where)[0]);
  // What looks at links by itself presses nothing.
  expect((await fetch(link)).status).toBe(200);
  expect((await listOf(page)).map(({ state }) => state)).toEqual(['pending']);
  expect((await press(link, { do: 'confirm' })).status).toBe(200);
  expect((await listOf(page)).map(({ kind, state }) => [kind, state])).toEqual([[by, 'active']]);
  // Asked for again, the reader there gets a link to change the choice.
  await askToSubscribe(server, page, { by, address });
  await until(() => expect(at(where)).toHaveLength(2));
  const change = linkFor(at(where)[1]);
  expect(change).not.toBe(link);
  expect((await press(change, { do: 'save' })).status).toBe(200);
  await publish(page, 'Told to those who want everything');
  await until(() => expect(at(where)).toHaveLength(3));
  expect(at(where)[2]).toContain('Told to those who want everything');
  await press(change, { do: 'end' });
  expect((await listOf(page)).map(({ state }) => state)).toEqual(['unsubscribed']);
});

test('[SP132] the answer is the same whether somebody is new, asked, told, gone, in quarantine or asked too often', async () => {
  const page = await openPage();
  const ask = (by: string, address: string) => askToSubscribe(server, page, { by, address });
  const join = async (path: string) => {
    await ask('slack', `${inbox.url}${path}`);
    await until(() => expect(at(path)).toHaveLength(1));
    await press(linkFor(at(path)[0]), { do: 'confirm' });
  };
  await join('/told');
  await join('/gone');
  await join('/broken');
  const { id } = (await listOf(page)).find(({ kind }) => kind === 'slack') ?? { id: '' };
  expect(id).not.toBe('');
  inbox.answers((response, { path }) => withStatus(path === '/broken' ? 404 : 200)(response));
  await publish(page, 'Breaks one');
  await until(async () =>
    expect((await listOf(page)).map(({ state }) => state)).toEqual(['active', 'active', 'quarantined']),
  );
  await press(linkFor(at('/gone').at(-1)), { do: 'end' });
  const answers = [];
  for (const path of ['/told', '/gone', '/broken', '/never', '/told', '/told', '/told', '/told'])
    answers.push(await ask('slack', `${inbox.url}${path}`));
  for (const number of ['+436605550111', '+436605550112']) answers.push(await ask('sms', number));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  // Three links an hour, the first of them to confirm; one update was told.
  await ask('slack', `${inbox.url}/last`);
  await until(() => expect(at('/last')).toHaveLength(1));
  await until(() => expect(at('/told')).toHaveLength(4));
});

test.each([
  ['slack', 'https://hooks.slack.com.evil.test/services/x'],
  ['slack', 'https://evil.test/?https://hooks.slack.com/'],
  ['slack', 'http://hooks.slack.com/services/x'],
  ['slack', 'https://hooks.slack.com:8443/services/x'],
  ['slack', 'https://user:password@hooks.slack.com/services/x'],
  ['slack', 'http://127.0.0.1:9/services/x'],
  ['slack', 'http://169.254.169.254/latest/meta-data/'],
  ['slack', 'file:///etc/passwd'],
  ['slack', 'javascript:alert(1)'],
  ['slack', '"><script>alert(1)</script>'],
  ['teams', 'https://hooks.slack.com/services/x'],
  ['teams', 'https://webhook.office.com.evil.test/x'],
  ['teams', 'https://a.logic.azure.com/<600 times x>'],
  ['sms', '0660 5550100'],
  ['sms', '+43'],
  ['sms', '+436605550100,+436605550101'],
  ['sms', '+43660555010\r\nBcc: x'],
  ['email', 'https://hooks.slack.com/services/x'],
  ['constructor', '__proto__'],
])('[SP132] by %s %j is refused, and nothing is sent', async (by, address) => {
  const page = await openPage();
  const before = inbox.received.length;
  const given = address.replace('<600 times x>', 'x'.repeat(600));
  const { status, html } = await askToSubscribe(server, page, { by, address: given });
  expect(status).toBe(400);
  expect(html).not.toContain('<script');
  expect(html).toContain('role="alert"');
  await askToSubscribe(server, page, { email: `after-${count}@example.org` });
  await until(() => expect(mailsTo(mailbox, `after-${count}@example.org`)).toHaveLength(1));
  expect(inbox.received).toHaveLength(before);
});

test('[SP98] [SP132] a chat that asks to be left alone for a while is, and others are told meanwhile', async () => {
  const clock = makeMovableClock(() => new Promise((resolve) => setTimeout(resolve, 50)));
  await using own = await startOwnServer({ clock });
  await using chats = await openInbox();
  chats.answers((response, { path }) =>
    withStatus(path === '/busy' && chats.received.length === 1 ? 429 : 200, '', { 'retry-after': '600' })(
      response,
    ),
  );
  const host = new URL(chats.url).host;
  const json = {
    slug: 'own',
    name: 'Own',
    visibility: 'public',
    components: [],
    signUpBy: ['slack'],
    chatHosts: [host],
  };
  expect((await own.api('/api/v1/pages', json)).status).toBe(201);
  const came = (path: string) => chats.received.filter((each) => each.path === path).length;
  const ask = (path: string) =>
    askToSubscribe(own, { slug: 'own' }, { by: 'slack', address: `${chats.url}${path}` });
  await ask('/busy');
  await until(() => expect(came('/busy')).toBe(1));
  // Longer than it would wait of itself after a first failure.
  clock.jump(299_000);
  await clock.forward(1_000);
  await ask('/witness');
  await until(() => expect(came('/witness')).toBe(1));
  expect(came('/busy')).toBe(1);
  clock.jump(299_000);
  // On a busy machine the server may have read the first answer only after the clock was moved.
  await expect
    .poll(async () => {
      await clock.forward(10_000);
      return came('/busy');
    })
    .toBe(2);
});

test('[SP132] at most thirty SMS at once go to telephones that visitors name, whatever their networks', async () => {
  const page = await openPage();
  const statuses = [];
  for (let turn = 0; turn < 32; turn++)
    statuses.push(
      (await askToSubscribe(server, page, { by: 'sms', address: `+4366077701${10 + turn}` })).status,
    );
  expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429, 429]);
  // Mail costs nothing, and goes on.
  expect((await askToSubscribe(server, page, { email: 'still@example.org' })).status).toBe(200);
});

test('[SP132] SMS that visitors ask for go to the countries that the page names, and never to numbers of no country', async () => {
  const open = await openPage();
  const ask = (page: SubscribedPage, address: string) => askToSubscribe(server, page, { by: 'sms', address });
  for (const none of ['+979 123 456 789', '+870 773 1234567', '00 881 6 1234 5678', '+8835100 1234567'])
    expect([none, (await ask(open, none)).status]).toEqual([none, 400]);
  const near = await openPage({ smsCountries: ['+43', '+49'] });
  const refused = await ask(near, '+33 6 12 34 56 78');
  expect(refused.status).toBe(400);
  expect(refused.html).toContain('SMS go to numbers that begin with +43, +49.');
  expect((await ask(near, '0049 151 5550102')).status).toBe(200);
  expect((await ask(open, '+33 6 12 34 56 78')).status).toBe(200);
  await until(() => expect(at('+491515550102')).toHaveLength(1));
  await until(() => expect(at('+33612345678')).toHaveLength(1));
  // An owner knows what they do.
  const path = `/api/v1/pages/${near.id}/subscribers`;
  expect((await server.api(path, { json: { sms: '+33612345679' } })).status).toBe(201);
});

test('[SP132] without script, on a narrow screen and by keyboard, a visitor has updates sent to a chat', async () => {
  const page = await openPage();
  const browser = await chromium.launch(browserOptions());
  try {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    const tab = await context.newPage();
    const looks = async (what: string) => {
      const sees = await browser.newPage({ viewport: { width: 320, height: 640 } });
      await sees.setContent(await tab.content());
      const { violations } = await new AxeBuilder({ page: sees }).setLegacyMode(true).analyze();
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        what,
      ).toEqual([]);
      expect(await sees.evaluate('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(320);
      await sees.close();
    };
    await tab.goto(`${server.url}/status/${page.slug}/`);
    await tab.getByRole('link', { name: 'Choose your updates and how you get them' }).click();
    await looks('the form');
    await tab.getByRole('radio', { name: /^E-mail/u }).focus();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    expect(await tab.getByRole('radio', { name: /Teams/u }).isChecked()).toBe(true);
    await tab.getByRole('textbox', { name: 'Address or number' }).fill('not an address');
    await tab.keyboard.press('Enter');
    await tab.getByRole('alert').waitFor();
    await looks('the form once more');
    expect(await tab.getByRole('radio', { name: /Teams/u }).isChecked()).toBe(true);
    await tab.getByRole('textbox', { name: 'Address or number' }).fill(`${inbox.url}/seen`);
    await tab.keyboard.press('Enter');
    await tab.getByRole('heading', { name: 'Look there for our message' }).waitFor();
    await looks('the answer');
    await until(() => expect(at('/seen')).toHaveLength(1));
    await tab.goto(linkFor(at('/seen')[0]));
    await looks('the question');
    await tab.getByRole('button', { name: 'Yes, subscribe' }).click();
    await tab.getByRole('heading', { name: 'You are subscribed' }).waitFor();
    await publish(page, 'Payments fail');
    await until(() => expect(at('/seen')).toHaveLength(2));
    expect(at('/seen')[1]).toContain('Payments fail');
  } finally {
    await browser.close();
  }
});
