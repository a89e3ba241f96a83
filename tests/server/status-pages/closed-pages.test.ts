// A status page that was closed by mistake: it comes back as it was, for 30 days; then nothing of its readers is left.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { systemWallClock } from '#sync-server/clock.ts';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startOwnServer } from '../../helpers/own-server.ts';
import { linkIn, mailsTo, openMailingPage, press } from '../../helpers/subscribing.ts';

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });
const dayMs = 86_400_000;
type Problem = { errors?: { field: string }[] };
type Closed = { items: { id: string; name: string; slug: string; closedAt: number; erasedAt: number }[] };

async function open(mailbox: { port: number }, clock = systemWallClock) {
  const server = await startOwnServer({ clock });
  const page = await openMailingPage({ api: (where, options) => server.api(where, options?.json) }, mailbox);
  const at = `/api/v1/pages/${page.id}`;
  const close = () => server.api(at, undefined, { method: 'DELETE' });
  const reopen = () => server.api<typeof page & Problem>(`${at}/reopen`, undefined, { method: 'POST' });
  const closed = async () => (await server.api<Closed>('/api/v1/pages/closed')).body.items;
  const seen = async () => (await fetch(new URL('/status/acme/', server.url))).status;
  return { server, page, at, close, reopen, closed, seen };
}

const rowsIn = (folder: string) => {
  using database = new DatabaseSync(join(folder, 'muster.db'), { readOnly: true });
  return ['status_pages', 'subscribers', 'subscriber_events', 'subscriber_links'].map(
    (table) => database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'],
  );
};

test('[SP150] a closed page comes back as it was, with its id, its updates and its subscribers', async () => {
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const { server, page, at, close, reopen, closed, seen } = await open(mailbox);
  await using _ = server;
  for (const email of ['rita@example.org', 'sam@example.org'])
    await server.api(`${at}/subscribers`, { email });
  const publish = (title: string) =>
    server.api(`${at}/updates`, { title, body: 'We look.', status: 'investigating' });
  await publish('Before');
  await until(() => expect(mailsTo(mailbox, 'rita@example.org')).toHaveLength(1));
  expect((await close()).status).toBe(204);
  expect([await seen(), (await server.api(at)).status, (await publish('Closed')).status]).toEqual([
    404, 404, 404,
  ]);
  expect(await closed()).toEqual([
    expect.objectContaining({ id: page.id, name: 'Acme', slug: 'acme', closedAt: expect.any(Number) }),
  ]);
  // Who leaves meanwhile has left when it is back.
  const leave = linkIn(mailsTo(mailbox, 'sam@example.org')[0]!);
  expect((await press(leave)).html).toContain('You are unsubscribed');
  // Closed it stays over a restart.
  await server.restart();
  expect([await seen(), (await closed()).length]).toEqual([404, 1]);
  const { status, body } = await reopen();
  expect([status, body.components]).toEqual([200, page.components]);
  expect([await closed(), (await reopen()).status]).toEqual([[], 404]);
  await until(async () => expect(await seen()).toBe(200));
  await publish('After');
  await until(() => expect(mailsTo(mailbox, 'rita@example.org')).toHaveLength(2));
  expect(mailsTo(mailbox, 'sam@example.org')).toHaveLength(1);
  const { items } = (await server.api<{ items: { title: string }[] }>(`${at}/updates`)).body;
  expect(items.map(({ title }) => title)).toEqual(['After', 'Before']);
});

test('[SP150] it does not push aside a page that took its address, and only owners reopen', async () => {
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const { server, at, close, reopen } = await open(mailbox);
  await using _ = server;
  await close();
  const other = { slug: 'acme', name: 'Other', visibility: 'public', components: [] };
  const { body: taken } = await server.api<{ id: string }>('/api/v1/pages', other);
  const refused = await reopen();
  expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([400, 'slug']);
  const { body } = await server.api<{ token: string }>('/api/v1/people', { name: 'Bo', role: 'responder' });
  const token = body.token;
  expect((await server.api(`${at}/reopen`, undefined, { method: 'POST', token })).status).toBe(403);
  expect((await server.api('/api/v1/pages/closed', undefined, { token })).status).toBe(403);
  await server.api(`/api/v1/pages/${taken.id}`, undefined, { method: 'DELETE' });
  expect((await reopen()).status).toBe(200);
});

test('[SP150] after 30 days it is erased at the next start, and its subscribers with it', async () => {
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  let later = 0;
  const clock = { ...systemWallClock, now: () => Date.now() + later };
  const { server, at, close, reopen, closed } = await open(mailbox, clock);
  await using _ = server;
  await server.api(`${at}/subscribers`, { email: 'rita@example.org' });
  await close();
  later = 29 * dayMs;
  await server.restart((folder) => expect(rowsIn(folder)).toEqual([1, 1, 1, 0]));
  expect(await closed()).toHaveLength(1);
  later = 31 * dayMs;
  await server.restart();
  expect([await closed(), (await reopen()).status]).toEqual([[], 404]);
  await server.restart((folder) => expect(rowsIn(folder)).toEqual([0, 0, 0, 0]));
});
