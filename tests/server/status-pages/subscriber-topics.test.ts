// What subscribers choose besides components: incidents, planned work, and for webhooks changes of a level.
import { expect, test, vi } from 'vitest';
import { openMailbox, type Mail } from '#sync-server/delivery/testing/mailbox.ts';
import { openInbox } from '#sync-server/paging/testing/inbox.ts';
import { startServer } from '../../helpers/server.ts';
import {
  askToSubscribe,
  linkIn,
  mailsTo,
  oneClickOf,
  openMailingPage,
  press,
} from '../../helpers/subscribing.ts';

type Listed = { items: { address: string; topics: string[] | null; components: string[] | null }[] };
type Problem = { errors?: { field: string; expected: string }[] };
type Level = {
  component_update: Record<string, string>;
  component: Record<string, unknown>;
  incident?: unknown;
};

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 20 });

test('[SP93] a visitor hears of incidents alone or of planned work alone, and changes that behind a link', async () => {
  await using server = await startServer({ flags: ['--trusted-proxies', '127.0.0.1'] });
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const form = await (await fetch(new URL(`/status/${page.slug}/subscribe/`, server.url))).text();
  for (const value of ['', 'incidents', 'maintenance'])
    expect(form).toContain(`<input type="radio" name="topics" value="${value}"`);
  const titles = (name: string) =>
    mailsTo(mailbox, `${name}@example.org`).map((mail) => mail.header('Subject').replace('[Acme] ', ''));
  const last = (name: string) => mailsTo(mailbox, `${name}@example.org`).at(-1) as Mail;
  for (const [name, topics] of [
    ['incidents', 'incidents'],
    ['work', 'maintenance'],
    ['both', ''],
  ] as const) {
    await askToSubscribe(server, page, { email: `${name}@example.org`, topics });
    await until(() => expect(titles(name)).toHaveLength(1));
    await press(linkIn(last(name)), { do: 'confirm' });
  }
  const topicsOf = async () => (await server.api<Listed>(path)).body.items.map(({ topics }) => topics);
  expect(await topicsOf()).toEqual([['incidents'], ['maintenance'], null]);
  const from = Date.now() + 72 * 3_600_000;
  const plan = async (name: string) => {
    const window = { kind: 'once', from, to: from + 3_600_000 };
    const settings = { name, monitors: [], components: [`${page.slug}/API`], window };
    expect((await server.api('/api/v1/maintenance', { json: settings })).status).toBe(201);
  };
  const publish = (title: string) =>
    server.api(`/api/v1/pages/${page.id}/updates`, { json: { title, body: 'x', status: 'investigating' } });
  await publish('Down');
  await plan('Disks');
  await until(() =>
    expect(titles('both').slice(1).toSorted()).toEqual(['Down: Investigating', 'Planned: Disks']),
  );
  expect(titles('incidents').slice(1)).toEqual(['Down: Investigating']);
  await until(() => expect(titles('work').slice(1)).toEqual(['Planned: Disks']));
  // The link in a mail leads to a page that mails another link, behind which the choice is changed.
  await press(oneClickOf(last('work')), { do: 'link' });
  await until(() => expect(titles('work')).toHaveLength(3));
  const manage = linkIn(last('work'));
  expect(await (await fetch(manage)).text()).toContain('value="maintenance" checked');
  await press(manage, { do: 'save', topics: 'incidents', components: page.components[1]?.id ?? '' });
  expect((await server.api<Listed>(path)).body.items[1]).toMatchObject({
    topics: ['incidents'],
    components: [page.components[1]?.id],
  });
});

test('[SP94] owners say the topics of those they add, one by one or from CSV; what is no topic is refused', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const add = (json: object) => server.api<Problem & { topics: string[] | null }>(path, { json });
  expect((await add({ email: 'a@example.org', topics: ['maintenance'] })).body.topics).toEqual([
    'maintenance',
  ]);
  expect(
    (await add({ email: 'b@example.org', topics: ['incidents', 'maintenance'] })).body.topics,
  ).toBeNull();
  const wrong: [object, string][] = [
    [{ email: 'c@example.org', topics: ['components'] }, 'topics.0'],
    [{ email: 'c@example.org', topics: ['news'] }, 'topics.0'],
    [{ email: 'c@example.org', contact: 'd@example.org' }, 'contact'],
    [{ webhook: 'https://hooks.example/1', contact: 'nobody' }, 'contact'],
  ];
  for (const [json, field] of wrong) {
    const { status, body } = await add(json);
    expect([status, body.errors?.[0]?.field]).toEqual([400, field]);
  }
  const csv =
    'email,topics\nc@example.org,Incidents\nd@example.org,maintenance;incidents\ne@example.org,news';
  const { body } = await server.api<{ added: number; faults: { line: number; expected: string }[] }>(
    `${path}/import`,
    { json: { csv } },
  );
  expect(body).toMatchObject({
    added: 2,
    faults: [{ line: 4, expected: 'topics: incidents or maintenance' }],
  });
  const { items } = (await server.api<Listed>(path)).body;
  expect(items.slice(2).map(({ topics }) => topics)).toEqual([['incidents'], null]);
});

test('[SP95] a webhook hears once of each change of a level that it follows, in Statuspage’s shape', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ closeTimeout: 100 });
  await using inbox = await openInbox();
  const page = await openMailingPage(server, mailbox);
  const [website, api] = page.components.map(({ id }) => id);
  const add = async (at: string, json: object) => {
    const webhook = `${inbox.url}/${at}`;
    const added = await server.api(`/api/v1/pages/${page.id}/subscribers`, { json: { webhook, ...json } });
    expect(added.status).toBe(201);
  };
  await add('all', {});
  await add('api-alone', { components: [api], topics: ['components'] });
  await add('incidents-alone', { topics: ['incidents'] });
  const publish = (json: object) =>
    server.api<{ incident: string }>(`/api/v1/pages/${page.id}/updates`, { json: { body: 'x', ...json } });
  const at = (where: string) =>
    inbox.received.filter(({ path }) => path === `/${where}`).map((each) => each.json() as Level);
  const levels = (where: string) =>
    at(where).flatMap(({ component_update: update }) =>
      update === undefined ? [] : [[update.component_id, update.old_status, update.new_status]],
    );
  const { incident } = (
    await publish({
      title: 'Down',
      status: 'investigating',
      components: [
        { id: website, status: 'degraded_performance' },
        { id: api, status: 'major_outage' },
      ],
    })
  ).body;
  const down = [
    [website, 'operational', 'degraded_performance'],
    [api, 'operational', 'major_outage'],
  ];
  await until(() => expect(levels('all')).toHaveLength(2));
  expect(levels('all')).toEqual(expect.arrayContaining(down));
  await until(() => expect(levels('api-alone')).toEqual([down[1]]));
  const [told] = at('api-alone');
  expect(told?.incident).toBeUndefined();
  expect(Object.keys(told?.component_update ?? {})).toEqual([
    'id',
    'component_id',
    'component_type',
    'old_status',
    'new_status',
    'created_at',
  ]);
  expect(told?.component).toMatchObject({ id: api, name: 'API', status: 'major_outage', page_id: page.id });
  // An update that changes no level tells of none.
  await publish({ incident, status: 'identified' });
  await publish({ incident, status: 'resolved' });
  await until(() => expect(levels('api-alone')).toEqual([down[1], [api, 'major_outage', 'operational']]));
  await until(() => expect(levels('all')).toHaveLength(4));
  await until(() => expect(at('incidents-alone')).toHaveLength(3));
  expect(levels('incidents-alone')).toEqual([]);
});

/** The topics that are ticked in a form. */
const checked = (html: string) =>
  [...html.matchAll(/name="topics" value="(\w+)" checked/gu)].map(([, topic]) => topic);

test('[SP92] the contact of a webhook gets the link to change its choice; a webhook without one is offered none', async () => {
  await using server = await startServer();
  await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
  await using inbox = await openInbox();
  const page = await openMailingPage(server, mailbox);
  const path = `/api/v1/pages/${page.id}/subscribers`;
  const add = (json: object) => server.api(path, { json });
  const hook = { webhook: `${inbox.url}/hook-secret`, topics: ['incidents', 'components'] };
  expect((await add({ ...hook, contact: 'ops@example.org' })).status).toBe(201);
  expect((await add({ webhook: `${inbox.url}/lonely` })).status).toBe(201);
  await server.api(`/api/v1/pages/${page.id}/updates`, {
    json: { title: 'Down', body: 'x', status: 'investigating' },
  });
  type Told = { muster: { manage_url: string } };
  const manageUrlAt = (at: string) =>
    (inbox.received.find((each) => each.path === `/${at}`)?.json() as Told | undefined)?.muster.manage_url;
  await until(() => expect([manageUrlAt('hook-secret'), manageUrlAt('lonely')]).not.toContain(undefined));
  const lonely = await (await fetch(manageUrlAt('lonely')!)).text();
  expect(lonely).not.toContain('value="link"');
  expect(lonely).toContain('write to the team behind the page');
  const shown = await (await fetch(manageUrlAt('hook-secret')!)).text();
  expect(shown).toContain('E-mail a link to the contact of this webhook');
  expect(shown).not.toContain('hook-secret');
  expect((await press(manageUrlAt('hook-secret')!, { do: 'link' })).html).toContain('Check your mailbox');
  await until(() => expect(mailsTo(mailbox, 'ops@example.org')).toHaveLength(1));
  const mail = mailsTo(mailbox, 'ops@example.org')[0] as Mail;
  expect(mail.text).not.toContain('hook-secret');
  const manage = linkIn(mail);
  // What it chose before is ticked, so that saving it unchanged changes nothing.
  expect(checked(await (await fetch(manage)).text())).toEqual(['incidents', 'components']);
  // To untick the last box never means everything.
  const none = await press(manage, { do: 'save' });
  expect([none.status, none.html]).toEqual([
    400,
    expect.stringContaining('tick at least one under “Updates about”'),
  ]);
  const noneByProgram = await fetch(manage, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ do: 'save', topics: [] }),
  });
  expect([noneByProgram.status, ((await noneByProgram.json()) as Problem).errors?.[0]?.field]).toEqual([
    400,
    'topics',
  ]);
  expect(checked(await (await fetch(manage)).text())).toEqual(['incidents', 'components']);
  await press(manage, { do: 'save', topics: 'components' });
  expect((await server.api<Listed>(path)).body.items[0]).toMatchObject({ topics: ['components'] });
});
