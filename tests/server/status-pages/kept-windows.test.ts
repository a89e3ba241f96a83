// The calendar of planned work on a desktop, while the team's server is killed; over real servers.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { MaintenanceAnswer, Turns } from '#wire/api/maintenance.ts';
import { isLive, startReplicaOf, untilUpstream } from '../../helpers/replicas.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';

type Listed = { items: MaintenanceAnswer[] };
const waiting = { timeout: 60_000, interval: 100 };
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

function keptBy({ dataFolder }: RunningServer): string[] {
  const file = new DatabaseSync(join(dataFolder, 'muster.db'), { readOnly: true });
  try {
    const asked = file.prepare("SELECT value FROM values_kept WHERE name = 'maintenance of the team'");
    const value = String(asked.get()?.['value'] ?? '{"items":[]}');
    return (JSON.parse(value) as Listed).items.map(({ name }) => name).toSorted();
  } finally {
    file.close();
  }
}

test('[SP151] planned work can be read on a desktop while the team’s server is away, over a restart too', async () => {
  await using primary = await startServer();
  await using desktop = await startReplicaOf(primary, 'Ana', primary.url, 'owner');
  const from = Date.now() + 3 * dayMs;
  const weekly = {
    name: 'Weekly index',
    monitors: 'all',
    window: { kind: 'weekly', days: [7], at: '02:00', minutes: 60, timeZone: 'Europe/Berlin' },
  };
  const once = {
    name: 'New disks',
    monitors: 'all',
    description: 'Nothing is lost.',
    window: { kind: 'once', from, to: from + hourMs },
  };
  const open = {
    name: 'Moving',
    monitors: 'all',
    window: { kind: 'once', from: Date.now() - hourMs, to: Date.now() + dayMs },
  };
  for (const json of [weekly, once, open])
    expect((await primary.api('/api/v1/maintenance', { json })).status).toBe(201);
  // SP67: what had begun stays as it was, on the desktop too.
  const began = Date.now() - 5 * hourMs;
  const changing = { ...open, name: 'Backups', window: { ...open.window, from: began, to: began + hourMs } };
  const planned = await primary.api<MaintenanceAnswer>('/api/v1/maintenance', { json: changing });
  const later = { ...changing, window: once.window };
  const changed = await primary.api<MaintenanceAnswer>(`/api/v1/maintenance/${planned.body.id}`, {
    method: 'PUT',
    json: later,
    headers: { 'if-match': planned.headers.get('etag') ?? '' },
  });
  expect(changed.body.since, JSON.stringify(changed.body)).toEqual(expect.any(Number));
  await untilUpstream(desktop, isLive);
  const names = ['Backups', 'Moving', 'New disks', 'Weekly index'];
  await expect.poll(() => keptBy(desktop), waiting).toEqual(names);
  const range = `?from=${Date.now() - dayMs}&to=${from + 20 * dayMs}`;
  const turnsAt = async (server: RunningServer) =>
    (await server.api<Turns>(`/api/v1/maintenance/turns${range}`)).body.items;
  const there = await turnsAt(primary);
  expect(there.length).toBeGreaterThanOrEqual(6);
  const backups = there.filter(({ window }) => window === planned.body.id);
  expect(backups.map((turn) => turn.from)).toEqual([began, from]);
  // While it is there, the team's server answers.
  const live = await desktop.api<Listed>('/api/v1/maintenance');
  expect(live.body.items.map(({ asOf }) => asOf)).toEqual([undefined, undefined, undefined, undefined]);

  await primary.kill9();
  const expectKept = async () => {
    await expect
      .poll(async () => (await desktop.api<Listed>('/api/v1/maintenance')).status, waiting)
      .toBe(200);
    const { items } = (await desktop.api<Listed>('/api/v1/maintenance')).body;
    expect(items.map(({ name, active }) => `${name} ${active}`).toSorted()).toEqual([
      'Backups false',
      'Moving true',
      'New disks false',
      'Weekly index false',
    ]);
    for (const { asOf } of items) expect(asOf).toEqual(expect.any(Number));
    expect(await turnsAt(desktop)).toEqual(there);
    expect((await desktop.api('/api/v1/maintenance', { json: once })).status).toBe(503);
  };
  await expectKept();
  await desktop.restart();
  await expectKept();

  await primary.restart();
  await untilUpstream(desktop, isLive);
  const { items } = (await primary.api<Listed>('/api/v1/maintenance')).body;
  const gone = items.find(({ name }) => name === 'New disks')?.id ?? '';
  expect((await primary.api(`/api/v1/maintenance/${gone}`, { method: 'DELETE' })).status).toBe(204);
  await expect.poll(() => keptBy(desktop), waiting).toEqual(['Backups', 'Moving', 'Weekly index']);
}, 240_000);
