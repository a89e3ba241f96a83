// kill -9 in the middle of an import of subscribers; the same list adds the rest after the restart.
import { expect, test, vi } from 'vitest';
import { openMailbox } from '#sync-server/delivery/testing/mailbox.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { mailsTo, openMailingPage } from '../../helpers/subscribing.ts';

const people = 6_000;
/** Only these follow the component that updates are about. */
const isListener = (index: number) => index % 150 === 0;
const listenersOf = (count: number) => Math.ceil(count / 150);
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const addressOf = (index: number) => `reader-${index}@example.org`;
const indices = [...Array(people).keys()];
const csv = [
  'email,components',
  ...indices.map((at) => `${addressOf(at)},${isListener(at) ? 'API' : 'Website'}`),
].join('\n');
type Report = { items: { kind: string; name: string; done: string }[]; plan: string };

/** Both ways a list comes in. `send` is the request that adds; it is not answered when the server dies. */
const ways: [string, (server: RunningServer, page: string) => Promise<{ send: () => Promise<unknown> }>][] = [
  [
    'a list of subscribers',
    async (server, page) => ({
      send: () => server.api(`/api/v1/pages/${page}/subscribers/import`, { json: { csv } }),
    }),
  ],
  [
    'the import of another tool’s page',
    async (server, page) => {
      const json = { tool: 'statuspage', files: [{ name: 'list.csv', content: csv }] };
      const path = `/api/v1/pages/${page}/import`;
      const { plan } = (await server.api<Report>(path, { json })).body;
      return { send: () => server.api(path, { json: { ...json, plan } }) };
    },
  ],
];

test.each(ways)(
  '[SP94] [SP121] killed in the middle of %s, the same list adds the rest, and nobody is mailed twice',
  { timeout: 300_000 },
  async (_name, prepare) => {
    await using mailbox = await openMailbox({ hideSTARTTLS: true, closeTimeout: 100 });
    await using server = await startServer();
    const page = await openMailingPage(server, mailbox);
    const active = async () => {
      const path = `/api/v1/pages/${page.id}/subscribers?limit=1`;
      return (await server.api<{ counts: { active: number } }>(path)).body.counts.active;
    };
    const tell = (title: string) =>
      server.api(`/api/v1/pages/${page.id}/updates`, {
        json: {
          title,
          body: 'x',
          status: 'investigating',
          components: [{ id: page.components[1]?.id, status: 'major_outage' }],
        },
      });
    const about = (title: string) =>
      mailbox.received.filter((mail) => mail.header('Subject').includes(title));

    const unanswered = (await prepare(server, page.id)).send().catch(() => null);
    await vi.waitFor(async () => expect(await active()).toBeGreaterThan(0), { timeout: 60_000, interval: 0 });
    await server.kill9();
    await unanswered;
    await server.restart();
    const came = await active();
    expect(came).toBeGreaterThan(0);
    expect(came).toBeLessThan(people);
    expect((await tell('First')).status).toBe(201);
    await until(() => expect(about('First')).toHaveLength(listenersOf(came)));

    const { send } = await prepare(server, page.id);
    expect(await send()).toMatchObject({ status: 200 });
    expect(await active()).toBe(people);
    expect((await tell('Second')).status).toBe(201);
    await until(() => expect(about('Second')).toHaveLength(listenersOf(people)));
    // Those who came later hear nothing of what was told before.
    expect(about('First')).toHaveLength(listenersOf(came));
    for (const index of indices.filter(isListener))
      expect(mailsTo(mailbox, addressOf(index)), addressOf(index)).toHaveLength(index < came ? 2 : 1);
    expect(mailbox.received).toHaveLength(listenersOf(came) + listenersOf(people));
  },
);
