// What subscribers choose stays what they chose: unknown choices are refused, and of an incident they may want only its
// start and its end.
import { expect, test, vi } from 'vitest';
import { openMailbox, type Mail } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer } from '../../helpers/server.ts';
import {
  askToSubscribe,
  linkIn,
  mailsTo,
  oneClickOf,
  openMailingPage,
  press,
} from '../../helpers/subscribing.ts';

type Listed = {
  items: { address: string; updates: string; topics: string[] | null; components: string[] | null }[];
};
type Problem = { errors?: { field: string; expected: string }[] };
const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

async function openAll() {
  const server = await startServer({ flags: ['--trusted-proxies', '127.0.0.1'] });
  const mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const mails = (name: string) => mailsTo(mailbox, `${name}@example.org`);
  const lastTo = (name: string) => mails(name).at(-1) as Mail;
  let published = 0;
  return {
    server,
    page,
    path,
    mails,
    lastTo,
    one: async (name: string) =>
      (await server.api<Listed>(path)).body.items.find(({ address }) => address === `${name}@example.org`),
    ask: (name: string, fields: Record<string, string | readonly string[]> = {}) =>
      askToSubscribe(server, page, { email: `${name}@example.org`, ...fields }),
    confirm: async (name: string) => {
      await until(() => expect(mails(name)).toHaveLength(1));
      await press(linkIn(lastTo(name)), { do: 'confirm' });
    },
    publish: async (json: object) => {
      published += 1;
      const answer = await server.api<{ incident: string }>(`/api/v1/pages/${page.id}/updates`, {
        json: { body: `Update ${published}`, ...json },
      });
      expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      return answer.body.incident;
    },
    /** The link that a subscriber gets to change their choice. */
    manageLink: async (name: string) => {
      const before = mails(name).length;
      await press(oneClickOf(lastTo(name)), { do: 'link' });
      await until(() => expect(mails(name).length).toBeGreaterThan(before));
      return linkIn(lastTo(name));
    },
    [Symbol.asyncDispose]: async () => {
      await mailbox[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('[SP91] a choice that the page does not offer is refused by its field, and nobody is subscribed to everything', async () => {
  await using all = await openAll();
  const { server, page, ask, one, path } = all;
  for (const fields of [
    { components: 'Nothing' },
    { components: ['API', 'Nothing'] },
    { topics: 'news' },
    { updates: 'some' },
  ]) {
    const { status, html } = await ask('form', fields);
    expect([status, html.includes('role="alert"')], JSON.stringify(fields)).toEqual([400, true]);
    expect(html).toContain('Nothing was changed');
  }
  expect((await ask('form', { language: 'de', components: 'Nothing' })).html).toContain(
    'Es wurde nichts geändert: „Komponenten auswählen“',
  );
  const wrongs: [object, string][] = [
    [{ components: ['API', 'Nothing'] }, 'components.1'],
    [{ components: 'Nothing' }, 'components.0'],
    [{ components: [42] }, 'components.0'],
    [{ components: { API: true } }, 'components.0'],
    [{ topics: ['news'] }, 'topics.0'],
    [{ updates: true }, 'updates'],
    [{ email: 'nobody' }, 'email'],
  ];
  for (const [index, [wrong, field]] of wrongs.entries()) {
    const response = await fetch(new URL(`/status/${page.slug}/subscribe`, server.url), {
      method: 'POST',
      body: JSON.stringify({ email: 'json@example.org', ...wrong }),
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `203.0.113.${index}` },
    });
    const body = (await response.json()) as Problem;
    expect([response.status, body.errors?.[0]?.field], JSON.stringify(wrong)).toEqual([400, field]);
  }
  for (const [wrong, field] of [
    [{ components: ['Nothing'] }, 'components.0'],
    [{ components: [] }, 'components'],
    [{ updates: 'some' }, 'updates'],
  ] as const) {
    const { status, body } = await server.api<Problem>(path, {
      json: { email: 'owner@example.org', ...wrong },
    });
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  }
  // Orders are worked on one after the other: those before this one came to nothing.
  await ask('last', { components: '' });
  await until(async () => expect(await one('last')).toMatchObject({ components: null }));
  expect((await server.api<Listed>(path)).body.items.map(({ address }) => address)).toEqual([
    'last@example.org',
  ]);
});

test('[SP93] a component that is removed stays in a choice, which never becomes everything', async () => {
  await using all = await openAll();
  const { server, page, ask, confirm, one, mails, publish, manageLink, lastTo } = all;
  const [website, api] = page.components.map(({ id }) => id);
  for (const name of ['api', 'late']) await ask(name, { components: 'API' });
  await ask('all');
  for (const name of ['api', 'all']) await confirm(name);
  await publish({
    title: 'Down',
    status: 'investigating',
    components: [{ id: api, status: 'major_outage' }],
  });
  await until(() => expect(mails('api')).toHaveLength(2));
  const { body: settings } = await server.api<Record<string, unknown>>(`/api/v1/pages/${page.id}`);
  const json = { ...settings, components: page.components.filter(({ id }) => id === website) };
  expect((await server.api(`/api/v1/pages/${page.id}`, { method: 'PUT', json })).status).toBe(200);
  // A link that chose it before says what it said.
  await confirm('late');
  expect(await one('late')).toMatchObject({ components: [api] });
  await publish({
    title: 'Slow',
    status: 'investigating',
    components: [{ id: website, status: 'partial_outage' }],
  });
  await until(() => expect(mails('all')).toHaveLength(3));
  expect([mails('api').length, mails('late').length]).toEqual([2, 1]);
  const manage = await manageLink('api');
  const form = await (await fetch(manage)).text();
  expect(form).toContain(`value="${api}" checked> A component that is no longer on this page`);
  const refused = await press(manage, { do: 'save', components: 'Nothing' });
  expect([refused.status, refused.html.includes('Nothing was changed')]).toEqual([400, true]);
  expect(refused.html).toContain(`value="${api}" checked`);
  await press(manage, { do: 'save', topics: 'incidents', components: api ?? '' });
  expect(await one('api')).toMatchObject({ components: [api], topics: ['incidents'] });
  expect(lastTo('api').header('Subject')).not.toContain('Slow');
});

test('[SP93] who wants only the start and the end of an incident gets these, and when it is opened again', async () => {
  await using all = await openAll();
  const { server, page, path, ask, confirm, one, mails, publish, manageLink } = all;
  const [website, api] = page.components.map(({ id }) => id);
  const form = await (await fetch(new URL(`/status/${page.slug}/subscribe/`, server.url))).text();
  expect(form).toContain('name="updates" value="all" checked');
  expect(form).toContain('name="updates" value="start-and-end"');
  await ask('short', { updates: 'start-and-end' });
  await ask('api', { updates: 'start-and-end', components: 'API' });
  await ask('every');
  for (const name of ['short', 'api', 'every']) await confirm(name);
  expect(await one('short')).toMatchObject({ updates: 'start-and-end', components: null });
  expect(await one('every')).toMatchObject({ updates: 'all' });
  const subjects = (name: string) =>
    mails(name)
      .slice(1)
      .map((mail) => mail.header('Subject').replace('[Acme] Down: ', ''))
      // Mails leave over several connections.
      .toSorted();
  const incident = await publish({
    title: 'Down',
    status: 'investigating',
    components: [{ id: website, status: 'major_outage' }],
  });
  const more = (status: string, json: object = {}) => publish({ incident, status, ...json });
  await more('identified', { components: [{ id: api, status: 'major_outage' }] });
  await more('monitoring');
  await more('resolved');
  await more('investigating');
  await more('monitoring');
  await more('resolved');
  await more('postmortem');
  await until(() => expect(mails('every')).toHaveLength(9));
  await until(() =>
    expect(subjects('short')).toEqual(['Investigating', 'Investigating', 'Resolved', 'Resolved']),
  );
  await until(() => expect(subjects('api')).toEqual(['Identified', 'Investigating', 'Resolved', 'Resolved']));
  expect(subjects('every')).toHaveLength(8);
  // The choice is changed behind a link, where it is shown.
  const manage = await manageLink('short');
  expect(await (await fetch(manage)).text()).toContain('name="updates" value="start-and-end" checked');
  await press(manage, { do: 'save', updates: 'all' });
  expect(await one('short')).toMatchObject({ updates: 'all' });
  // Owners say it too, one by one or from CSV.
  const added = await server.api<Listed['items'][number]>(path, {
    json: { webhook: 'https://hooks.example/1', updates: 'start-and-end' },
  });
  expect(added.body.updates).toBe('start-and-end');
  const csv = 'email,updates\nc@example.org,start-and-end\nd@example.org,\ne@example.org,some';
  const { body } = await server.api<{ faults: object[] }>(`${path}/import`, { json: { csv } });
  expect(body.faults).toEqual([{ line: 4, expected: 'updates: all or start-and-end' }]);
  expect([(await one('c'))?.updates, (await one('d'))?.updates]).toEqual(['start-and-end', 'all']);
});
