// RR: recurring tasks over a real server, and on a replica whose team's server is away.
import { beforeAll, afterAll, expect, test } from 'vitest';
import type { RecurringAnswer } from '#wire/api/recurring.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { isLive, startReplicaOf, untilUpstream } from '../helpers/replicas.ts';
import { readSnapshot, untilFeed } from '../helpers/live-feed.ts';
import { makeMovableClock } from '../helpers/clock.ts';
import { startOwnServer, type OwnServer } from '../helpers/own-server.ts';
import { startServer } from '../helpers/server.ts';

const path = '/api/v1/recurring-tasks';
const day = 86_400_000;
const clock = makeMovableClock(() => new Promise((resolve) => setImmediate(resolve)));
let server: OwnServer;
let bo: { id: string; token: string };
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);
type Problem = { errors?: { field: string }[]; detail?: string };
type Answer = RecurringAnswer & Problem;
const add = (json: object) =>
  server.api<Answer>(path, { repeat: { unit: 'week', every: 1 }, startsOn: iso(clock.now()), ...json });
const one = async (id: string) => (await server.api<Answer>(`${path}/${id}`)).body;
const record = (id: string, json: object, token = bo.token) =>
  server.api<{ id: string } & Problem>(`${path}/${id}/runs`, json, { token });

beforeAll(async () => {
  server = await startOwnServer({ clock });
  const made = await server.api<typeof bo>('/api/v1/people', { name: 'Bo', role: 'responder' });
  bo = made.body;
});
afterAll(() => server[Symbol.asyncDispose]());

test('[RR1] a task is added, changed and removed by owners; what is wrong is named', async () => {
  const { status, body } = await add({ name: 'Restore a backup', kind: 'backup', owner: bo.id });
  expect(status).toBe(201);
  expect(body).toMatchObject({ kind: 'backup', due: iso(clock.now()), isOverdue: false, last: null });
  const named = async (json: object) => (await add({ name: 'Other', ...json })).body.errors?.[0]?.field;
  expect(await named({ name: 'restore a BACKUP' })).toBe('name');
  expect(await named({ owner: 'nobody' })).toBe('owner');
  expect(await named({ startsOn: '2026-02-30' })).toBe('startsOn');
  expect(await named({ repeat: { unit: 'year', every: 1 } })).toBe('repeat.unit');
  expect(await named({ repeat: { unit: 'day', every: 0 } })).toBe('repeat.every');
  const mine = await server.api(path, { name: 'Mine' }, { token: bo.token });
  expect(mine.status).toBe(403);
  await server.api(`${path}/${body.id}`, undefined, { method: 'DELETE' });
  expect((await server.api(`${path}/${body.id}`)).status).toBe(404);
});

test('[RR3] [RR4] a turn is passed, failed or skipped, with its words; the newest one can be taken back', async () => {
  const { id } = (await add({ name: 'Security scan' })).body;
  const today = iso(clock.now());
  expect((await record(id, { outcome: 'failed' })).body.errors?.[0]?.field).toBe('text');
  expect((await record(id, { outcome: 'skipped' })).body.errors?.[0]?.field).toBe('text');
  expect((await record(id, { outcome: 'passed', url: 'javascript:1' })).status).toBe(400);
  const failed = await record(id, { outcome: 'failed', text: 'two are open', url: 'https://ci.example/7' });
  expect(failed.status).toBe(201);
  const next = iso(clock.now() + 7 * day);
  expect(await one(id)).toMatchObject({
    due: next,
    last: { outcome: 'failed', due: today, by: bo.id, text: 'two are open', url: 'https://ci.example/7' },
  });
  await server.restart();
  const turns = await server.api<{ items: { id: string; due: string }[] }>(`${path}/${id}/runs`);
  expect(turns.body.items.map(({ due }) => due)).toEqual([today]);
  const back = (run: string) =>
    server.api(`${path}/${id}/runs/${run}`, undefined, { method: 'DELETE', token: bo.token });
  expect((await back('other')).status).toBe(409);
  expect((await back(failed.body.id)).status).toBe(204);
  expect(await one(id)).toMatchObject({ due: today, last: null });
});

test('[RR9] a failed turn names the incident that came of it, no other turn does, and it lasts', async () => {
  const { id } = (await add({ name: 'Restore a copy' })).body;
  const failed = await record(id, { outcome: 'failed', text: 'the copy is empty' });
  expect(failed.body).toMatchObject({ incident: null });
  const declared = await server.api<{ id: string }>('/api/v1/incidents', { title: 'Backups are empty' });
  const name = (run: string, incident: unknown) =>
    server.api<Problem>(`${path}/${id}/runs/${run}`, { incident }, { method: 'PUT', token: bo.token });
  const named = await name(failed.body.id, declared.body.id);
  expect(named.status).toBe(200);
  expect(named.body).toMatchObject({ text: 'the copy is empty', incident: declared.body.id });
  await server.restart();
  expect(await one(id)).toMatchObject({ last: { incident: declared.body.id } });
  expect((await name(failed.body.id, 'INC-1')).body.errors?.[0]?.field).toBe('incident');
  expect((await name('other', declared.body.id)).status).toBe(404);
  expect((await name(failed.body.id, null)).body).toMatchObject({ incident: null });
  const passed = await record(id, { outcome: 'passed' });
  expect((await name(passed.body.id, declared.body.id)).status).toBe(409);
});

test('[RR2] [RR5] a day later it is overdue, and the feed says whom Muster reminds', async () => {
  await server.api('/api/v1/services', { name: 'Shop', owner: 'Bo' });
  const { id } = (await add({ name: 'Load test', service: 'Shop' })).body;
  await clock.forward(day, day);
  expect(await one(id)).toMatchObject({ isOverdue: true });
  const feed = await followFeed(server.url, server.ownerToken);
  const shown = (await feed.snapshot()).recurringTasks?.find((each) => each.id === id);
  expect(shown).toMatchObject({ reminded: [bo.id], last: null });
  await record(id, { outcome: 'passed' });
  await feed.until(
    (message) =>
      message.type === 'recurring-tasks' &&
      message.recurringTasks.some((each) => each.id === id && each.last?.outcome === 'passed'),
  );
  feed.close();
});

test('[RR7] the usual tasks are added once, where there is none', async () => {
  await using fresh = await startServer();
  const added = await fresh.api<{ items: Answer[] }>(`${path}/defaults`, { json: {} });
  expect(added.status).toBe(201);
  expect(new Set(added.body.items.map(({ kind }) => kind))).toContain('backup');
  expect(added.body.items.every(({ isOverdue }) => !isOverdue)).toBe(true);
  expect((await fresh.api(`${path}/defaults`, { json: {} })).status).toBe(409);
});

test('[RR5] a replica keeps the tasks while its team is away, and records none', async () => {
  const team = await startServer();
  await team.api(path, {
    json: { name: 'Fail over', repeat: { unit: 'month', every: 3 }, startsOn: '2026-01-31' },
  });
  await using replica = await startReplicaOf(team, 'Bo');
  await untilUpstream(replica, isLive);
  await untilFeed(replica, ({ recurringTasks = [] }) => recurringTasks.length === 1);
  await team[Symbol.asyncDispose]();
  await untilUpstream(replica, ({ state }) => state !== 'connected');
  const { recurringTasks: [task] = [] } = await readSnapshot(replica);
  expect(task).toMatchObject({ name: 'Fail over', due: '2026-01-31' });
  const refused = await replica.api(`${path}/${task?.id}/runs`, { json: { outcome: 'passed' } });
  expect(refused.status).toBe(503);
});
