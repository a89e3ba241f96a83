import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { supplier } from './supplier.ts';
import { contextOf } from './testing/context.ts';

/** A status page that answers this, and the paths it was asked for. */
async function openPage(answer: unknown) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    asked,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const run = (settings: Record<string, unknown>) =>
  supplier.run(supplier.schema.parse(settings), contextOf(AbortSignal.timeout(5_000)));

const statuspage = {
  page: { id: 'x', name: 'Cloud' },
  status: { indicator: 'major', description: 'Partial System Outage' },
  components: [
    { id: 'g', name: 'Europe', status: 'operational', group: true, group_id: null },
    { id: 'a', name: 'API', status: 'partial_outage', group_id: 'g' },
    { id: 'b', name: 'API', status: 'operational', group_id: null },
    { id: 'c', name: 'Mail', status: 'degraded_performance', group_id: null },
    { id: 'd', name: 'Git', status: 'under_maintenance', group_id: null },
    { id: 'e', name: 'Pages', status: 'major_outage', group_id: null },
    { name: 5 },
  ],
  incidents: [{ name: 'Errors in Frankfurt' }],
};

test('[CK19] a page of Statuspage is judged by the components that are named, else as a whole', async () => {
  using page = await openPage(statuspage);
  const at = { url: `${page.url}/status/` };
  expect(await run(at)).toMatchObject({
    status: 'degraded',
    reason: 'Cloud: partial outage; Errors in Frankfurt',
  });
  expect(page.asked).toEqual(['/status/api/v2/summary.json']);
  const of = async (components: string, more: object = {}) => {
    const { status, reason } = await run({ ...at, components, ...more });
    return [status, reason];
  };
  expect(await of('Git')).toEqual(['up', null]);
  expect(await of('europe: api')).toEqual(['degraded', 'europe: api: partial outage; Errors in Frankfurt']);
  expect((await of('europe: api', { downFrom: 'partial outage' }))[0]).toBe('down');
  expect(await of('Mail\nPages\n')).toEqual([
    'down',
    'Pages: major outage; Mail: degraded performance; Errors in Frankfurt',
  ]);
  // Who renames a component does not turn it green.
  expect(await of('Git\nDatabase')).toEqual(['unknown', 'its status page has no component “Database”']);
});

test('[CK19] Instatus and openstatus are read too', async () => {
  using instatus = await openPage({
    page: { name: 'Shop', status: 'HASISSUES' },
    activeIncidents: [{ name: 'Slow', status: 'INVESTIGATING' }],
  });
  expect(await run({ url: `${instatus.url}/summary.json` })).toMatchObject({
    status: 'degraded',
    reason: 'Shop: degraded performance; Slow',
  });
  expect(instatus.asked).toEqual(['/summary.json']);
  using parts = await openPage({ components: [{ id: '1', name: 'Site', status: 'MAJOROUTAGE' }] });
  expect(await run({ url: `${parts.url}/v2/components.json`, components: 'site' })).toMatchObject({
    status: 'down',
    reason: 'site: major outage',
  });
  using openstatus = await openPage({ status: 'operational' });
  expect(await run({ url: `${openstatus.url}/public/status/shop` })).toMatchObject({ status: 'up' });
});

test('[CK19] an answer that no status page gives is down, with a reason', async () => {
  for (const [answer, reason] of [
    ['<html>', /not the JSON of a status page/],
    [[], /not the JSON of a status page/],
    [{}, /not the JSON of a status page/],
    [{ status: { indicator: 'purple' } }, /says “purple”, which is no state we know/],
    [{ components: [{ name: 'constructor', status: 'toString' }] }, /not the JSON of a status page/],
  ] as const) {
    using page = await openPage(answer);
    expect(await run({ url: page.url })).toMatchObject({
      status: 'down',
      reason: expect.stringMatching(reason),
    });
  }
});
