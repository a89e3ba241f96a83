// What a file leaves out by mistake, and what is wrong with it at the start (CF3, CF9).
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';

function openFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-kept-'));
  const file = path.join(folder, 'muster.yaml');
  const write = (text: string) => {
    writeFileSync(`${file}.new`, text);
    renameSync(`${file}.new`, file);
  };
  return { file, write, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}

const monitor = (name: string, more = '') =>
  `  - { name: ${name}, kind: heartbeat, settings: { periodMinutes: 5 }, intervalSeconds: 30${more} }\n`;
const names = ['one', 'two', 'three', 'four', 'five'];
const whole = `monitors:\n${names.map((name) => monitor(name)).join('')}intakes:\n  - { name: Alerts, kind: webhook }\n`;

type Item = { id: string; name: string; key?: string; beatUrl?: string };
type State = { errors: { field: string; expected: string }[] };
const listOf = async (server: RunningServer, section: string) =>
  (await server.api<{ items: Item[] }>(`/api/v1/${section}`)).body.items;
const ids = (items: readonly Item[]) => items.map(({ id, name }) => `${name} ${id}`).toSorted();
const load = async (server: RunningServer) =>
  (await server.api<State>('/api/v1/configuration/reload', { method: 'POST' })).body.errors;
const start = (file: string) => startServer({ ownerName: 'Ana Reyes', flags: ['--config', file] });

test('[CF9] an empty file and one that is cut off change nothing; what is meant to go is kept and comes back', async () => {
  using files = openFolder();
  files.write(whole);
  await using server = await start(files.file);
  const [monitors, intakes] = [await listOf(server, 'monitors'), await listOf(server, 'intakes')];
  expect([monitors.length, intakes.length]).toEqual([5, 1]);
  const [first] = monitors;
  const beatPath = new URL(first?.beatUrl ?? '', server.url).pathname;
  const beat = async () => (await fetch(new URL(beatPath, server.url), { method: 'POST' })).status;
  expect(await beat()).toBe(200);

  for (const [text, fields] of [
    ['', ['monitors', 'intakes']],
    ['# a comment\n', ['monitors', 'intakes']],
    [whole.slice(0, whole.indexOf('  - { name: two')), ['monitors']],
  ] as const) {
    files.write(text);
    const errors = await load(server);
    expect(errors.map(({ field }) => field)).toEqual(fields);
    expect(errors[0]?.expected).toContain('mayRemove: true');
    expect(ids(await listOf(server, 'monitors'))).toEqual(ids(monitors));
  }

  files.write(`mayRemove: true\nmonitors:\n${monitor('five')}`);
  expect(await load(server)).toEqual([]);
  expect((await listOf(server, 'monitors')).map(({ name }) => name)).toEqual(['five']);
  expect(await listOf(server, 'intakes')).toEqual([]);
  expect(await beat()).toBe(404);
  await server.logged(/monitors: one/u);

  // Also over a restart.
  await server.restart();
  expect((await listOf(server, 'monitors')).map(({ name }) => name)).toEqual(['five']);
  files.write(whole);
  expect(await load(server)).toEqual([]);
  expect(ids(await listOf(server, 'monitors'))).toEqual(ids(monitors));
  expect((await listOf(server, 'intakes'))[0]?.key).toBe(intakes[0]?.key);
  expect(await beat()).toBe(200);
  const beats = await server.api<{ items: unknown[] }>(`/api/v1/monitors/${first?.id}/beats`);
  expect(beats.body.items.length).toBe(2);
});

test('[CF9] a few of many may go, and a new name keeps the identity', async () => {
  using files = openFolder();
  files.write(whole);
  await using server = await start(files.file);
  const before = await listOf(server, 'monitors');
  files.write(whole.replace(monitor('one'), monitor('uno', ', was: one')).replace(monitor('two'), ''));
  expect(await load(server)).toEqual([]);
  const after = await listOf(server, 'monitors');
  expect(after.map(({ name }) => name).toSorted()).toEqual(['five', 'four', 'three', 'uno']);
  expect(after.find(({ name }) => name === 'uno')?.id).toBe(before.find(({ name }) => name === 'one')?.id);
  // Read again it stays so.
  expect(await load(server)).toEqual([]);
  expect(ids(await listOf(server, 'monitors'))).toEqual(ids(after));

  // Two cannot be what was one.
  files.write(whole.replace(monitor('three'), monitor('a', ', was: three') + monitor('b', ', was: three')));
  expect((await load(server)).map(({ field }) => field)).toContain('monitors.3.was');
  expect(ids(await listOf(server, 'monitors'))).toEqual(ids(after));
  // One that has the name of another before it, which is back, is new.
  files.write(whole.replace(monitor('two'), ''));
  expect(await load(server)).toEqual([]);
  files.write(whole.replace(monitor('two'), monitor('due', ', was: two') + monitor('two')));
  expect(await load(server)).toEqual([]);
  expect(new Set((await listOf(server, 'monitors')).map(({ id }) => id)).size).toBe(6);
});

const policies = (who: string) =>
  `policies:\n  - { name: p, steps: [{ waitMinutes: 5, targets: [{ kind: person, name: ${who} }] }] }\n`;

test('[CF3] a file that is wrong at a later start is shown, and the last good one stays in force', async () => {
  using files = openFolder();
  files.write(whole);
  await using server = await start(files.file);
  const person = await server.api<{ person: { id: string }; id?: string }>('/api/v1/people', {
    json: { name: 'Bo Lind', role: 'responder' },
  });
  const { items } = (await server.api<{ items: Item[] }>('/api/v1/people')).body;
  const bo = items.find(({ name }) => name === 'Bo Lind');
  expect(person.status).toBe(201);
  files.write(whole + policies(String(bo?.id)));
  expect(await load(server)).toEqual([]);
  files.write(whole + policies('Bo Lind'));
  expect(await load(server)).toEqual([]);
  // Somebody who only reads, of the same name, is not meant.
  await server.api('/api/v1/people', { json: { name: 'Bo Lind', role: 'viewer' } });
  expect(await load(server)).toEqual([]);

  const removed = await server.api(`/api/v1/people/${bo?.id}`, { method: 'DELETE' });
  expect([200, 204]).toContain(removed.status);
  files.write(`${whole + policies('Bo Lind, of no team')}\nnonsense: 1\n`);
  await server.restart();
  expect(await listOf(server, 'monitors')).toHaveLength(5);
  expect(await listOf(server, 'policies')).toHaveLength(1);
  const ready = await fetch(new URL('/readyz', server.url));
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { status: 'ready', configuration: expect.stringContaining('/api/v1/configuration') as string },
  ]);
  const metrics = await (await fetch(new URL('/metrics', server.url))).text();
  expect(metrics).toMatch(/^muster_configuration_faults [1-9]/mu);
  files.write(whole);
  expect(await load(server)).toEqual([]);
  expect(await (await fetch(new URL('/readyz', server.url))).json()).toEqual({ status: 'ready' });
});
