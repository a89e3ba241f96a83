// What an alert may do to an incident that another declared, over real HTTP.
import { expect, test, vi } from 'vitest';
import type { Fact } from '#room/facts/fact.ts';
import type { IncidentSummary, OpenPage } from '#room/feed/feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

async function openIntake(server: RunningServer, name: string, more: object = {}) {
  const json = { name, kind: 'pagerduty', ...more };
  const { key } = (await server.api<{ key: string }>('/api/v1/intakes', { json })).body;
  return async (action: string, dedup: string, more_: object = {}) => {
    const { status } = await server.api('/v2/enqueue', {
      token: null,
      json: {
        routing_key: key,
        event_action: action,
        dedup_key: dedup,
        payload: {
          summary: `${dedup} fails`,
          source: 's',
          severity: 'critical',
          component: 'shop',
          ...more_,
        },
      },
    });
    expect(status).toBe(202);
  };
}
const list = async (server: RunningServer) =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items;
const facts = async (server: RunningServer, id: string) =>
  (
    await server.api<{ timeline: { fact: Fact & { text?: string } }[] }>(`/api/v1/incidents/${id}`)
  ).body.timeline.map(({ fact }) => fact);
const pages = async (server: RunningServer) =>
  (await server.api<{ items: OpenPage[] }>('/api/v1/open-pages')).body.items;
const untilPaged = (server: RunningServer, run: number) =>
  vi.waitFor(
    async () => {
      const found = (await pages(server)).filter(({ id }) => id.includes(`.${run}.`));
      expect(found).toHaveLength(1);
      return found[0]!;
    },
    { timeout: 60_000 },
  );
const policy = async (server: RunningServer) => {
  const { body: me } = await server.api<{ id: string }>('/api/v1/me');
  const steps = [{ targets: [{ kind: 'person', id: me.id }], waitMinutes: 60 }];
  expect((await server.api('/api/v1/policies', { json: { name: 'All', steps } })).status).toBe(201);
};
const shop = { settings: { serviceFrom: 'component' } };

test('[CH14] an intake that only joined neither ends paging nor resolves; the one that declared does', async () => {
  await using server = await startServer();
  await policy(server);
  const mine = await openIntake(server, 'Mine', shop);
  const theirs = await openIntake(server, 'Theirs', shop);
  await mine('trigger', 'cart');
  const [incident] = await list(server);
  await untilPaged(server, 1);
  await theirs('trigger', 'spoof');
  await theirs('acknowledge', 'spoof');
  await theirs('acknowledge', 'spoof');
  const said = await facts(server, incident!.id);
  expect(said.filter(({ kind }) => kind === 'acknowledged')).toEqual([]);
  expect(
    said.filter(({ kind, text }) => kind === 'note' && text?.includes('acknowledged in Theirs')),
  ).toHaveLength(1);
  expect(await pages(server)).toHaveLength(1);
  await theirs('resolve', 'spoof');
  expect((await list(server)).map(({ status }) => status)).toEqual(['triage']);
  await mine('acknowledge', 'cart');
  expect((await facts(server, incident!.id)).filter(({ kind }) => kind === 'acknowledged')).toHaveLength(1);
  await mine('resolve', 'cart');
  expect((await list(server)).map(({ status }) => status)).toEqual(['resolved']);
});

test('[CH14] an alert that joins neither acknowledges nor resolves an incident that a person declared', async () => {
  await using server = await startServer();
  const spoof = await openIntake(server, 'Theirs', shop);
  const json = { title: 'Shop is slow', service: 'shop', severity: 'P1' };
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json });
  for (const action of ['trigger', 'acknowledge', 'resolve']) await spoof(action, 'spoof');
  const [incident, ...others] = await list(server);
  expect([incident?.id, incident?.status, incident?.acknowledgedAt, others]).toEqual([
    body.id,
    'triage',
    null,
    [],
  ]);
});

test('[ES17] a second shop that fails after the first was acknowledged and came back is paged', async () => {
  await using server = await startServer();
  await policy(server);
  const send = await openIntake(server, 'Shops', {
    settings: { serviceFrom: 'component', resolvesByItself: false },
  });
  await send('trigger', 'shop-1');
  const { id } = await untilPaged(server, 1);
  await server.api(`/api/v1/open-pages/${id}/answer`, { json: { answer: 'acknowledge' } });
  await vi.waitFor(async () => expect(await pages(server)).toEqual([]), { timeout: 60_000 });
  await send('resolve', 'shop-1');
  await send('trigger', 'shop-2');
  await untilPaged(server, 2);
  expect((await list(server)).map(({ monitorsDown }) => monitorsDown.length)).toEqual([1]);
});
