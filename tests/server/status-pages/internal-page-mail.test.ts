// A page for the company, whose readers subscribe by mail.
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openMailbox, type Mailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { linkIn, mailsTo, openMailingPage, press, type SubscribedPage } from '../../helpers/subscribing.ts';

let server: RunningServer;
let mailbox: Mailbox;
beforeAll(async () => {
  server = await startServer({ ownerName: 'Ana' });
  mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
});

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const password = 'for the company';
const authorization = `Basic ${Buffer.from(`x:${password}`).toString('base64')}`;
const ask = async ({ slug }: SubscribedPage, email: string, headers: Record<string, string> = {}) => {
  const body = new URLSearchParams({ email });
  const response = await fetch(`${server.url}/status/${slug}/subscribe`, { method: 'POST', body, headers });
  return { status: response.status, html: await response.text() };
};

test('[SP141] readers who are let in subscribe and are told; others are refused without a word of the page', async () => {
  const page = await openMailingPage(server, mailbox, {
    name: 'Inside',
    visibility: 'private',
    password,
    mailsReaders: true,
    // Nothing of this page goes to a chat that a reader names.
    signUpBy: ['email', 'slack'],
  });
  const home = `${server.url}/status/${page.slug}/`;
  const refused = await ask(page, 'stranger@example.org');
  expect(refused.status).toBe(401);
  expect(refused.html).not.toContain('Inside');
  expect((await ask(page, 'stranger@example.org', { authorization: 'Basic eDp3cm9uZw==' })).status).toBe(401);
  const form = await (await fetch(`${home}subscribe/`, { headers: { authorization } })).text();
  expect(form).toContain('name="email"');
  expect(form).not.toContain('slack');
  expect((await ask(page, 'cai@example.org', { authorization })).status).toBe(200);
  await until(() => expect(mailsTo(mailbox, 'cai@example.org')).toHaveLength(1));
  const [question] = mailsTo(mailbox, 'cai@example.org');
  if (question === undefined) throw new Error('no mail');
  expect((await press(linkIn(question), { do: 'confirm' })).status).toBe(200);
  const update = { title: 'Sales demos fail', body: 'Use the recording.', status: 'investigating' };
  expect((await server.api(`/api/v1/pages/${page.id}/updates`, { json: update })).status).toBe(201);
  await until(() => expect(mailsTo(mailbox, 'cai@example.org').at(-1)?.text).toContain('Use the recording.'));
  expect(mailsTo(mailbox, 'stranger@example.org')).toEqual([]);

  // Without the setting nobody is told any more, and nobody may subscribe.
  const { body: settings } = await server.api<Record<string, unknown>>(`/api/v1/pages/${page.id}`);
  const json = { ...settings, mailsReaders: false };
  expect((await server.api(`/api/v1/pages/${page.id}`, { method: 'PUT', json })).status).toBe(200);
  expect((await ask(page, 'late@example.org', { authorization })).status).toBe(404);
  await server.api(`/api/v1/pages/${page.id}/updates`, { json: { ...update, title: 'Secret' } });
  const again = { ...settings, mailsReaders: true };
  expect((await server.api(`/api/v1/pages/${page.id}`, { method: 'PUT', json: again })).status).toBe(200);
  await server.api(`/api/v1/pages/${page.id}/updates`, { json: { ...update, title: 'Told again' } });
  // Updates are worked on in order: what was not told before the last one never is.
  const subjects = () => mailsTo(mailbox, 'cai@example.org').map((mail) => mail.header('Subject'));
  await until(() => expect(subjects().at(-1)).toContain('Told again'));
  expect(subjects().join()).not.toContain('Secret');
});

test('[SP141] on a public page the setting is refused', async () => {
  const json = { slug: 'open', name: 'Open', visibility: 'public', components: [], mailsReaders: true };
  const { status, body } = await server.api<{ errors: { field: string }[] }>('/api/v1/pages', { json });
  expect([status, body.errors[0]?.field]).toEqual([400, 'mailsReaders']);
});
