// What a list of all monitors is drawn from, through the real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDyingService } from '../../helpers/dying-service.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Made = { id: string };
type Item = { id: string; days: unknown[]; hours: unknown[]; latency: (number | null)[] };
type Last = { result: { status: string; phases?: { totalMs: number | null } } | null };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const watch = async (json: Record<string, unknown>) => {
  const whole = { name: 'shop', kind: 'http', intervalSeconds: 3_600, confirmations: 1, ...json };
  const { status, body } = await server.api<Made>('/api/v1/monitors', { json: whole });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const last = async (id: string) => (await server.api<Last>(`/api/v1/monitors/${id}/last-result`)).body.result;

test('[HT7] all monitors at once: days, hours and minutes, the current ones last', async () => {
  await using service = await startDyingService();
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const id = await watch({ settings: { url: service.url } });
  await feed.until((message) => message.type === 'sample' && message.monitor === id);
  const { body } = await server.api<{ items: Item[] }>('/api/v1/monitors/overview');
  const item = body.items.find((each) => each.id === id)!;
  expect([item.days.length, item.hours.length, item.latency.length]).toEqual([90, 24, 60]);
  expect([item.days.at(-1), item.hours.at(-1), item.days.at(-2)]).toEqual([1, 1, null]);
  expect(item.latency.at(-1) ?? item.latency.at(-2)).toBeGreaterThan(0);
  expect((await last(id))?.phases?.totalMs).toBeGreaterThan(0);
});

test('[HT7] asked to, a monitor measures at once; not while it is paused, and not for a viewer', async () => {
  await using service = await startDyingService();
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const id = await watch({ settings: { url: service.url } });
  await feed.until((message) => message.type === 'sample' && message.monitor === id);
  await service.answerWith(503);
  const asked = await server.api(`/api/v1/monitors/${id}/run`, { method: 'POST', json: {} });
  expect(asked.status).toBe(200);
  // Its next turn would be in an hour.
  await feed.until((message) => message.type === 'monitor' && message.monitor.status === 'down');
  expect(await last(id)).toMatchObject({ status: 'down', reason: '503 Service Unavailable' });

  const paused = await watch({ settings: { url: service.url }, paused: true });
  expect((await server.api(`/api/v1/monitors/${paused}/run`, { method: 'POST', json: {} })).status).toBe(409);
  expect(await last(paused)).toBeNull();
  const { body: viewer } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vera', role: 'viewer' },
  });
  const refused = await server.api(`/api/v1/monitors/${id}/run`, {
    method: 'POST',
    json: {},
    token: viewer.token,
  });
  expect(refused.status).toBe(403);
});
