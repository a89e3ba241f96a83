// What follows from failing checks, seen through the real server: who is told, who is not, and why.
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { startDyingService } from '../../helpers/dying-service.ts';
import { followFeed, type FeedReader } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Made = { id: string };
type Fact = {
  id: string;
  kind: string;
  by: string;
  text?: string;
  why?: string;
  ended?: string;
  status?: string;
};
type Problem = { errors?: { field: string; expected: string }[] };

const add = async (
  server: RunningServer,
  url: string,
  more: Record<string, unknown> = {},
): Promise<string> => {
  const json = {
    name: 'shop',
    kind: 'http',
    settings: { url },
    intervalSeconds: 1,
    confirmations: 1,
    recoveries: 1,
    ...more,
  };
  const { status, body } = await server.api<Made>('/api/v1/monitors', { json });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
};
const change = async (server: RunningServer, id: string, more: Record<string, unknown>) => {
  const { body } = await server.api<Record<string, unknown>>(`/api/v1/monitors/${id}`);
  const { status } = await server.api(`/api/v1/monitors/${id}`, {
    method: 'PUT',
    json: { ...body, ...more },
  });
  expect(status).toBe(200);
};
const incidentsOf = async (server: RunningServer) =>
  (await server.api<{ items: IncidentSummary[] }>('/api/v1/incidents?status=all')).body.items;
const factsOf = async (server: RunningServer, id: string) =>
  (await server.api<{ timeline: { fact: Fact }[] }>(`/api/v1/incidents/${id}`)).body.timeline.map(
    ({ fact }) => fact,
  );
const texts = (facts: readonly Fact[]) => facts.map(({ kind, text }) => text ?? kind);

/** Resolves once the last entry about the monitor fits. */
const next = (feed: FeedReader, id: string, fits: (state: MonitorState) => boolean) =>
  feed.until(() => {
    const latest = feed.messages.findLast(
      (message) => message.type === 'monitor' && message.monitor.id === id,
    );
    return latest?.type === 'monitor' && fits(latest.monitor);
  });
const becomes = (feed: FeedReader, id: string, status: MonitorState['status']) =>
  next(feed, id, (state) => state.status === status);
const hears = (feed: FeedReader, fits: (incident: IncidentSummary) => boolean) =>
  feed.until((message) => message.type === 'incident' && fits(message.incident));
const samplesOf = (feed: FeedReader, id: string) =>
  feed.messages.filter((message) => message.type === 'sample' && message.monitor === id).length;
/** As many more measurements as show that nothing comes of them. */
const measured = async (feed: FeedReader, id: string, more: number) => {
  const wanted = samplesOf(feed, id) + more;
  await feed.until(() => samplesOf(feed, id) >= wanted);
};

async function open() {
  const server = await startServer();
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  return {
    server,
    feed,
    [Symbol.asyncDispose]: async () => {
      feed.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

test('[CH7] in maintenance nothing is declared; what is still down when the window ends is', async () => {
  await using team = await open();
  const { server, feed } = team;
  await using service = await startDyingService();
  const id = await add(server, service.url);
  await becomes(feed, id, 'up');
  const window = { kind: 'once', from: Date.now() - 1_000, to: Date.now() + 3_600_000 };
  const json = { name: 'New disks', monitors: [id], window };
  const planned = await server.api<Made & { active: boolean }>('/api/v1/maintenance', { json });
  expect([planned.status, planned.body.active]).toEqual([201, true]);
  await next(
    feed,
    id,
    ({ status, maintenanceUntil }) => status === 'maintenance' && maintenanceUntil === window.to,
  );
  await service.kill();
  await measured(feed, id, 3);
  expect(await incidentsOf(server)).toEqual([]);
  expect((await server.api<string>('/metrics', { token: null })).body).toMatch(/^monitor_status\{.*\} 3$/m);
  const path = `/api/v1/maintenance/${planned.body.id}`;
  expect((await server.api(path, { method: 'DELETE', headers: { 'if-match': '"9"' } })).status).toBe(412);
  expect((await server.api(path, { method: 'DELETE' })).status).toBe(204);
  await hears(feed, ({ monitorsDown }) => monitorsDown.includes(id));
  const uptime = await server.api<{ day: number }>(`/api/v1/monitors/${id}/uptime`);
  expect(uptime.body.day).toBeGreaterThan(0);
});

test('[CH7] a window that ends by itself, even across a restart', async () => {
  await using team = await open();
  const { server } = team;
  const id = await add(server, 'http://127.0.0.1:1/', { paused: true });
  const json = {
    name: 'x',
    monitors: 'all',
    window: { kind: 'once', from: Date.now() - 1_000, to: Date.now() + 4_000 },
  };
  expect((await server.api('/api/v1/maintenance', { json })).status).toBe(201);
  await change(server, id, { paused: false });
  await server.kill9();
  await server.restart();
  // It may have been declared before anybody could follow the feed again.
  const isDeclared = async () =>
    (await incidentsOf(server)).some(({ monitorsDown }) => monitorsDown.includes(id));
  await expect.poll(isDeclared).toBe(true);
  const { body } = await server.api<{ items: object[] }>('/api/v1/maintenance');
  expect(body.items).toMatchObject([{ active: false, nextAt: null }]);
});

test('[CH7] a maintenance window that means nothing is refused, naming its field', async () => {
  await using server = await startServer();
  const wrongs = [
    [{ monitors: ['nobody'] }, 'monitors.0'],
    [{ monitors: [] }, 'monitors'],
    [{ name: '' }, 'name'],
    [{ window: { kind: 'cron', cron: 'often', minutes: 5, timeZone: 'UTC' } }, 'window.cron'],
    [{ window: { kind: 'weekly', days: [1], at: '7', minutes: 5, timeZone: 'UTC' } }, 'window.at'],
    [
      { window: { kind: 'weekly', days: [1], at: '07:00', minutes: 1_441, timeZone: 'UTC' } },
      'window.minutes',
    ],
  ] as const;
  for (const [wrong, field] of wrongs) {
    const json = { name: 'x', monitors: 'all', window: { kind: 'once', from: 1, to: 2 }, ...wrong };
    const { status, body } = await server.api<Problem>('/api/v1/maintenance', { json });
    const named = body.errors?.map((error) => error.field);
    expect([status, named], JSON.stringify(wrong)).toEqual([400, [field]]);
  }
});

test('[CH8] a failure that a dependency explains is one line there; afterwards it is confirmed afresh', async () => {
  await using team = await open();
  const { server, feed } = team;
  await using router = await startDyingService();
  await using shop = await startDyingService();
  const parent = await add(server, router.url, { name: 'router' });
  const child = await add(server, shop.url, { name: 'shop', parent, confirmations: 2 });
  const other = await add(server, shop.url, { name: 'search', parent: child });
  await Promise.all([parent, child, other].map((id) => becomes(feed, id, 'up')));
  await router.kill();
  await becomes(feed, parent, 'down');
  await shop.kill();
  await Promise.all(
    [child, other].map((id) => next(feed, id, ({ suppressedBy }) => suppressedBy === parent)),
  );
  await hears(feed, ({ factCount }) => factCount >= 4);
  const [incident, ...more] = await incidentsOf(server);
  expect(more).toEqual([]);
  expect(incident?.monitorsDown).toEqual([parent]);
  const said = texts(await factsOf(server, incident?.id ?? '')).filter((text) =>
    text.startsWith('Also failing'),
  );
  expect(said.join()).toMatch(/while router is down, not counted by themselves: .*(shop|search)/);
  await router.revive();
  await becomes(feed, parent, 'up');
  await hears(feed, ({ monitorsDown }) => monitorsDown.includes(child));
  const joined = await factsOf(server, (await incidentsOf(server))[0]?.id ?? '');
  expect(joined.find(({ kind, by }) => kind === 'check-down' && by === `monitor:${child}`)?.why).toMatch(
    /same|nothing/,
  );
  const outages = await server.api<{ items: object[] }>(`/api/v1/monitors/${child}/outages`);
  expect(outages.body.items).toMatchObject([{ to: null }, { incident: null, to: expect.any(Number) }]);
});

const isBlind = (is: boolean) => (message: FeedMessage) =>
  message.type === 'monitoring' && (message.monitoring.blindSince !== null) === is;

test('[CH9] while our own network is away nothing is declared; back again, what fails is counted afresh', async () => {
  let uplink: Server | null = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  await once(uplink, 'listening');
  const address = uplink.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using server = await startServer({ flags: ['--uplink', `127.0.0.1:${port}`] });
  const feed = await followFeed(server.url, server.ownerToken);
  await using service = await startDyingService();
  const id = await add(server, service.url, { confirmations: 2 });
  await becomes(feed, id, 'up');
  uplink.close();
  await service.kill();
  await feed.until(isBlind(true));
  await measured(feed, id, 3);
  expect(await incidentsOf(server)).toEqual([]);
  const { body } = await server.api<{ blindSince: number; uplinks: string[] }>('/api/v1/monitoring');
  expect(body).toMatchObject({ uplinks: [`127.0.0.1:${port}`], blindSince: expect.any(Number) });
  expect(server.log()).toMatch(/monitoring is blind/);
  uplink = createServer((socket) => socket.end()).listen(port, '127.0.0.1');
  await feed.until(isBlind(false));
  await hears(feed, ({ monitorsDown }) => monitorsDown.includes(id));
  expect(await incidentsOf(server)).toHaveLength(1);
  const wrong = await server.api<Problem>('/api/v1/monitoring', {
    method: 'PUT',
    json: { uplinks: ['nowhere'] },
  });
  expect(wrong.body.errors?.[0]?.field).toBe('uplinks.0');
  // CK1
  const hidden = await server.api<Problem>('/api/v1/monitoring', {
    method: 'PUT',
    json: { uplinks: ['[::ffff:169.254.169.254]:80'] },
  });
  expect([hidden.status, hidden.body.errors?.[0]?.field]).toEqual([400, 'uplinks']);
  uplink.close();
  feed.close();
});

test('[CH10] paused or removed while it is down, it stops counting in its incident, which hears why', async () => {
  await using team = await open();
  const { server, feed } = team;
  const paused = await add(server, 'http://127.0.0.1:1/', { service: 'shop' });
  const removed = await add(server, 'http://127.0.0.1:1/', { service: 'shop' });
  await hears(feed, ({ monitorsDown }) => monitorsDown.length === 2);
  await change(server, paused, { paused: true });
  await hears(feed, ({ monitorsDown, factCount }) => factCount > 3 && monitorsDown.join() === removed);
  await server.api(`/api/v1/monitors/${removed}`, { method: 'DELETE' });
  await hears(feed, ({ monitorsDown, factCount }) => factCount > 4 && monitorsDown.length === 0);
  const facts = await factsOf(server, (await incidentsOf(server))[0]?.id ?? '');
  expect(facts.flatMap(({ ended }) => ended ?? [])).toEqual(['paused', 'removed']);
  // It was not seen to recover, so nobody claims that it did.
  expect(facts.some(({ kind }) => kind === 'note' || kind === 'status')).toBe(false);
});

test('[CH10] all recovered: the incident resolves by itself where its checks say so, else it is offered', async () => {
  await using team = await open();
  const { server, feed } = team;
  await using quiet = await startDyingService();
  await using careful = await startDyingService();
  const a = await add(server, quiet.url, { name: 'quiet', resolvesByItself: true });
  const b = await add(server, careful.url, { name: 'careful' });
  await Promise.all([a, b].map((id) => becomes(feed, id, 'up')));
  await Promise.all([quiet.kill(), careful.kill()]);
  await hears(feed, ({ monitorsDown }) => monitorsDown.includes(a));
  await hears(feed, ({ monitorsDown }) => monitorsDown.includes(b));
  await Promise.all([quiet.revive(), careful.revive()]);
  await hears(feed, ({ status }) => status === 'resolved');
  await hears(feed, ({ title, factCount }) => title.startsWith('careful') && factCount >= 5);
  const incidents = await incidentsOf(server);
  expect(incidents.map(({ title, status }) => `${title.split(' ')[0]} ${status}`).toSorted()).toEqual([
    'careful triage',
    'quiet resolved',
  ]);
  const of = (name: string) => incidents.find(({ title }) => title.startsWith(name))?.id ?? '';
  expect((await factsOf(server, of('quiet'))).find(({ kind }) => kind === 'status')).toMatchObject({
    by: 'server',
    status: 'resolved',
    why: expect.stringContaining('Nobody had begun to work on it'),
  });
  expect(texts(await factsOf(server, of('careful'))).join()).toMatch(/Resolve by hand: /);
});

test('[CH6] a check that flaps is one incident, which says so, and one outage', async () => {
  await using team = await open();
  const { server, feed } = team;
  await using service = await startDyingService();
  const id = await add(server, service.url, { service: 'shop', flap: { changes: 3, minutes: 60 } });
  await becomes(feed, id, 'up');
  const down = becomes(feed, id, 'down');
  await service.answerWith(503);
  await down;
  const up = becomes(feed, id, 'up');
  await service.answerWith(200);
  await up;
  const flapping = next(feed, id, ({ isFlapping }) => isFlapping);
  await service.answerWith(503);
  await flapping;
  await service.answerWith(200);
  await measured(feed, id, 3);
  const [incident, ...more] = await incidentsOf(server);
  expect(more).toEqual([]);
  expect(incident?.monitorsDown).toEqual([id]);
  expect(texts(await factsOf(server, incident?.id ?? '')).join()).toMatch(
    /is flapping: 3 changes within 60 minutes/,
  );
  await server.kill9();
  await server.restart();
  const again = await followFeed(server.url, server.ownerToken);
  expect((await again.snapshot()).monitors).toMatchObject([{ status: 'down', isFlapping: true }]);
  again.close();
});

const sum = (items: { up: number; down: number }[]) =>
  items.reduce((all, { up, down: bad }) => all + up + bad, 0);

test('[CH13] history, uptime and outages can be read, and survive a restart', async () => {
  await using team = await open();
  const { server, feed } = team;
  await using service = await startDyingService();
  const id = await add(server, service.url);
  await becomes(feed, id, 'up');
  await measured(feed, id, 2);
  const down = becomes(feed, id, 'down');
  await service.kill();
  await down;
  const read = async () => {
    const history = await server.api<{ items: { up: number; down: number }[] }>(
      `/api/v1/monitors/${id}/history?resolution=minute`,
    );
    const outages = await server.api<{ items: { incident: string; reason: string; to: null }[] }>(
      `/api/v1/monitors/${id}/outages`,
    );
    const uptime = await server.api<{ day: number; quarter: number }>(`/api/v1/monitors/${id}/uptime`);
    return { history: history.body.items, outages: outages.body.items, uptime: uptime.body };
  };
  const before = await read();
  expect(sum(before.history)).toBeGreaterThanOrEqual(4);
  expect(before.uptime.day).toBeGreaterThan(0.3);
  expect(before.uptime.quarter).toBeLessThan(1);
  expect(before.outages).toMatchObject([
    { reason: 'connection refused', to: null, incident: expect.any(String) },
  ]);
  await server.restart();
  const after = await read();
  expect(sum(after.history)).toBeGreaterThanOrEqual(sum(before.history));
  expect(after.outages).toEqual(before.outages);
  const bad = await server.api<Problem>(`/api/v1/monitors/${id}/history?resolution=year`);
  expect([bad.status, bad.body.errors?.[0]?.field]).toEqual([400, 'resolution']);
  const metrics = await server.api<string>('/metrics', { token: null });
  expect(metrics.body).toMatch(/^muster_check_start_late_seconds_count \d+$/m);
  expect(metrics.body).toMatch(/^muster_checks_waiting 0$/m);
});
