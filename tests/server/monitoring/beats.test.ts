// Beats through the real server: what a crontab does.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { readConfig } from '#sync-server/config.ts';
import { startServer as startHere } from '#sync-server/server.ts';
import { makeMovableClock } from '../../helpers/clock.ts';
import { followFeed } from '../../helpers/follow-feed.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Monitor = { id: string; status: string; reason: string | null; beatUrl?: string; beatAddress?: string };
type Beat = { kind: string; exit: number | null; value: number | null; body: string; rid: string | null };

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

async function add(
  at: RunningServer,
  kind: string,
  settings: object,
): Promise<Monitor & { beatUrl: string }> {
  const json = { name: `a ${kind}`, kind, settings, intervalSeconds: 1 };
  const { status, body } = await at.api<Monitor>('/api/v1/monitors', { json });
  expect(status).toBe(201);
  expect(body.beatUrl).toMatch(/^\/beat\/[\w-]{24}$/);
  expect(body.beatAddress).toBe(`${at.url}${body.beatUrl}`);
  return { ...body, beatUrl: body.beatUrl! };
}
const post = (at: RunningServer, path: string, init: RequestInit = {}) => fetch(new URL(path, at.url), init);
const read = async (at: RunningServer, id: string) => (await at.api<Monitor>(`/api/v1/monitors/${id}`)).body;
const beats = async (id: string) =>
  (await server.api<{ items: Beat[] }>(`/api/v1/monitors/${id}/beats`)).body.items;
const stands = (id: string, status: string) => (message: FeedMessage) =>
  message.type === 'monitor' && message.monitor.id === id && message.monitor.status === status;

test('[HB1] an address is good with a final slash as well, and a number is a decimal one', async () => {
  const { id, beatUrl } = await add(server, 'heartbeat', {});
  for (const path of [`${beatUrl}/`, `${beatUrl}/start/?rid=a`, `${beatUrl}/0/?rid=a`, `${beatUrl}/fail/`])
    expect((await post(server, path)).status).toBe(200);
  expect((await beats(id)).map(({ kind }) => kind)).toEqual(['fail', 'beat', 'start', 'beat']);
  for (const value of ['0x10', '1e', 'Infinity', ''])
    expect((await post(server, `${beatUrl}?value=${value}`)).status).toBe(400);
});

test('[HB1] GET, HEAD and POST are beats, answered OK; what is posted is kept, newest first', async () => {
  const { id, beatUrl } = await add(server, 'heartbeat', {});
  for (const method of ['GET', 'HEAD', 'POST', 'PUT']) {
    const answer = await post(server, beatUrl, { method });
    expect([answer.status, answer.headers.get('ping-body-limit')]).toEqual([200, '10240']);
    expect(await answer.text()).toBe(method === 'HEAD' ? '' : 'OK');
  }
  await post(server, `${beatUrl}/start?rid=run-1`);
  await post(server, `${beatUrl}/log`, { method: 'POST', body: 'half way' });
  await post(server, `${beatUrl}/3?rid=run-1`, { method: 'POST', body: 'no space left' });
  await post(server, `${beatUrl}/0?value=12.5`);
  const kept = await beats(id);
  expect(kept.map(({ kind, exit }) => [kind, exit])).toEqual([
    ['beat', 0],
    ['fail', 3],
    ['log', null],
    ['start', null],
    ...Array.from({ length: 4 }, () => ['beat', 0]),
  ]);
  expect(kept.slice(0, 4)).toMatchObject([
    { value: 12.5 },
    { body: 'no space left', rid: 'run-1' },
    { body: 'half way' },
    { rid: 'run-1' },
  ]);
});

test('[HB1] of a long body the first 10 kB are kept, and of many beats the newest 50', async () => {
  const { id, beatUrl } = await add(server, 'heartbeat', {});
  const body = 'ü'.repeat(20_000);
  expect(
    (await post(server, beatUrl, { method: 'POST', body, headers: { 'content-type': 'application/json' } }))
      .status,
  ).toBe(200);
  expect(Buffer.byteLength((await beats(id))[0]?.body ?? '')).toBe(10_240);
  for (let count = 0; count < 55; count++) await post(server, beatUrl);
  expect(await beats(id)).toHaveLength(50);
});

test('[HB1] more than 60 at once are too many; wrong addresses and values are named', async () => {
  const { beatUrl } = await add(server, 'heartbeat', {});
  const statuses = await Promise.all(
    Array.from({ length: 70 }, async () => (await post(server, beatUrl)).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  const other = await add(server, 'metric', {});
  for (const [path, status, field] of [
    [`${other.beatUrl}/finish`, 404, 'what'],
    [`${other.beatUrl}/256`, 404, 'what'],
    [`${other.beatUrl}?value=lots`, 400, 'value'],
    [`${other.beatUrl}?rid=${'x'.repeat(65)}`, 400, 'rid'],
  ] as const) {
    const answer = await post(server, path);
    const problem = (await answer.json()) as { errors: { field: string }[] };
    expect([answer.status, problem.errors[0]?.field]).toEqual([status, field]);
  }
  expect((await post(server, '/beat/nobody-knows-this-one')).status).toBe(404);
});

test('[HB2] the address is shown to who may act, is in no feed and no log, and can be renewed', async () => {
  const { id, beatUrl } = await add(server, 'heartbeat', {});
  const vi = await server.api<{ token: string }>('/api/v1/people', { json: { name: 'Vi', role: 'viewer' } });
  const seen = await server.api<Monitor>(`/api/v1/monitors/${id}`, { token: vi.body.token });
  expect(seen.body.beatUrl).toBeUndefined();
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  await post(server, `${beatUrl}/nonsense`);
  const renewed = await server.api<{ beatUrl: string }>(`/api/v1/monitors/${id}/beat-address`, {
    method: 'POST',
  });
  expect((await post(server, beatUrl)).status).toBe(404);
  expect((await post(server, `${renewed.body.beatUrl}/fail`)).status).toBe(200);
  await feed.until(stands(id, 'down'));
  const token = beatUrl.slice('/beat/'.length);
  expect(JSON.stringify(feed.messages)).not.toContain(token);
  expect(server.log()).not.toContain(token);
  feed.close();
});

test('[HB4] a failed job declares an incident at once and its next beat ends the outage', async () => {
  await using fresh = await startServer();
  const feed = await followFeed(fresh.url, fresh.ownerToken);
  await feed.snapshot();
  const { id, beatUrl } = await add(fresh, 'heartbeat', {});
  expect((await read(fresh, id)).status).toBe('pending');
  await post(fresh, beatUrl);
  await feed.until(stands(id, 'up'));
  await post(fresh, `${beatUrl}/7`);
  await feed.until((message) => message.type === 'incident' && message.incident.monitorsDown.includes(id));
  const { body } = await fresh.api<{ items: IncidentSummary[] }>('/api/v1/incidents');
  expect(body.items.map(({ title }) => title)).toEqual([
    'a heartbeat is down: the job says that it failed (exit code 7)',
  ]);
  await post(fresh, beatUrl);
  await feed.until(stands(id, 'up'));
  feed.close();
});

test('[HB3] beats survive kill -9', async () => {
  await using fresh = await startServer();
  const { id, beatUrl } = await add(fresh, 'heartbeat', {});
  await post(fresh, beatUrl);
  await fresh.kill9();
  await fresh.restart();
  expect((await fresh.api<{ items: Beat[] }>(`/api/v1/monitors/${id}/beats`)).body.items).toHaveLength(1);
  await expect.poll(async () => (await read(fresh, id)).status).toBe('up');
});

test('[HB3] silence is noticed by a server that was restarted meanwhile, and not where it was away itself', async () => {
  const hour = 3_600_000;
  // Going forward the server is there; what is added to it, it was away.
  const going = makeMovableClock(async () => {});
  let awayMs = 0;
  const clock = { ...going, now: () => going.now() + awayMs };
  const dataFolder = mkdtempSync(join(tmpdir(), 'muster-beats-'));
  const config = readConfig(['--port', '0', '--data', dataFolder], {});
  if (typeof config === 'string') throw new Error('no settings');
  const open = () => startHere(config, pino({ level: 'silent' }), { clock });
  let here = await open();
  const call = async (path: string, init: RequestInit = {}) => {
    const token = readFileSync(join(dataFolder, 'owner-token'), 'utf8').trim();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return (await (await fetch(new URL(path, here.url), { ...init, headers })).json()) as Monitor;
  };
  const hourly = { periodMinutes: 60, graceMinutes: 10 };
  const json = { name: 'backup', kind: 'heartbeat', settings: hourly, intervalSeconds: 1 };
  const made = await call('/api/v1/monitors', { method: 'POST', body: JSON.stringify(json) });
  const statusOf = async () => (await call(`/api/v1/monitors/${made.id}`)).status;
  await fetch(new URL(made.beatUrl!, here.url));
  await expect.poll(statusOf).toBe('up');
  // Away when the beat was due: nobody knows.
  await here.close();
  awayMs += hour;
  here = await open();
  await going.forward(hour / 3);
  await expect.poll(statusOf).toBe('degraded');
  // Here when the next one was due.
  await going.forward(hour);
  await expect.poll(statusOf).toBe('down');
  await fetch(new URL(made.beatUrl!, here.url));
  await expect.poll(statusOf).toBe('up');
  // Away at another time: the silence after it counts.
  await going.forward(hour / 4);
  await here.close();
  awayMs += 60_000;
  here = await open();
  await going.forward(hour);
  await expect.poll(statusOf).toBe('down');
  await here.close();
  rmSync(dataFolder, { recursive: true });
});

test('[HB5] a posted number is judged as it comes', async () => {
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const { id, beatUrl } = await add(server, 'metric', { criticalAbove: 80, unit: '%' });
  await post(server, `${beatUrl}?value=50`);
  await feed.until(stands(id, 'up'));
  await post(server, beatUrl, { method: 'POST', body: '83\n' });
  await feed.until(stands(id, 'down'));
  expect((await read(server, id)).reason).toBe('83 % is above 80 %');
  feed.close();
});

type Declared = Pick<IncidentSummary, 'title' | 'severity' | 'status' | 'monitorsDown' | 'nature'>;

test('[CH15] degraded opens an incident of its own, down makes it worse, well again ends both', async () => {
  const feed = await followFeed(server.url, server.ownerToken);
  await feed.snapshot();
  const json = {
    name: 'pool',
    kind: 'metric',
    settings: { warnAbove: 80, criticalAbove: 95, unit: '%' },
    intervalSeconds: 1,
    degradedSeverity: 'P4',
  };
  const { body: made } = await server.api<Monitor>('/api/v1/monitors', { json });
  const refused = await server.api('/api/v1/monitors', { json: { ...json, degradedSeverity: 'P1' } });
  expect(refused.status).toBe(400);
  const posted = (value: number) => post(server, `${made.beatUrl}?value=${value}`);
  const heard = (fits: (incident: Declared) => boolean) =>
    feed.until((message) => message.type === 'incident' && fits(message.incident));
  await posted(50);
  await posted(90);
  await heard(
    ({ title, severity, nature }) =>
      title.startsWith('pool is degraded: 90 %') && severity === 'P4' && nature === 'degradation',
  );
  await posted(99);
  await heard(({ title, severity }) => title.startsWith('pool is degraded') && severity === 'P3');
  await posted(90);
  await posted(50);
  const { body: list } = await server.api<{ items: (Declared & { id: string })[] }>('/api/v1/incidents');
  const [incident, ...others] = list.items.filter(({ title }) => title.startsWith('pool'));
  expect(others).toEqual([]);
  type Entry = { fact: { kind: string; degraded?: boolean } };
  const seen = async () => {
    const { body: room } = await server.api<{ timeline: Entry[] }>(`/api/v1/incidents/${incident?.id}`);
    return room.timeline.flatMap(({ fact: { kind, degraded } }) =>
      kind.startsWith('check-') ? [degraded ? `${kind}, degraded` : kind] : [],
    );
  };
  await expect.poll(async () => (await seen()).at(-1)).toBe('check-up');
  expect((await seen()).slice(0, 3)).toEqual(['check-down, degraded', 'check-down', 'check-up']);
  feed.close();
});

test('[CH16] a posted error rate beyond its habit at this hour is degraded with the numbers, and opens a P4', async () => {
  await using own = await startServer();
  const { body: made } = await own.api<Monitor>('/api/v1/monitors', {
    json: {
      name: 'error rate',
      kind: 'metric',
      settings: { unit: '%', criticalAbove: 50 },
      intervalSeconds: 1,
      baseline: true,
      degradedSeverity: 'P4',
    },
  });
  expect(await own.stop()).toBe(0);
  // A week as it was: the hours before this one, on each of six days.
  const database = new DatabaseSync(join(own.dataFolder, 'muster.db'));
  const hour = 3_600_000;
  const thisHour = Math.floor(Date.now() / hour) * hour;
  const insert = database.prepare('INSERT INTO number_hours (monitor, at, sum, count) VALUES (?, ?, ?, ?)');
  for (let ago = 24; ago <= 24 * 6; ago += 24)
    for (const near of [-1, 0, 1]) insert.run(made.id, thisHour - (ago + near) * hour, 60, 60);
  database.close();
  await own.restart();
  const posted = (value: number) => post(own, `${made.beatUrl}?value=${value}`);
  await posted(1.2);
  await expect.poll(async () => (await read(own, made.id)).status).toBe('up');
  await posted(9);
  await expect.poll(async () => (await read(own, made.id)).status).toBe('degraded');
  expect((await read(own, made.id)).reason).toMatch(
    /^more than usual at this hour: 9 %, usually 1 %, from 0.5 % to 1.5 % \(\d+ hours of the last week\)$/,
  );
  type List = { items: { severity: string; title: string }[] };
  await expect
    .poll(async () => (await own.api<List>('/api/v1/incidents')).body.items.map(({ severity }) => severity))
    .toEqual(['P4']);
});
