import { expect, test } from 'vitest';
import type { PlaybookFigures } from '#room/playbooks/playbook-statistics.ts';
import { startServer, type RunningServer } from '../../helpers/server.ts';
import { joinRoom } from '../../helpers/stock-client.ts';

const steps = [
  { id: 'a', text: 'Look' },
  { id: 'b', text: 'Repair', approval: true },
];
const begin = Date.UTC(2026, 2, 4, 5);
const minute = 60_000;

async function attach(server: RunningServer, at: number) {
  const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Disk' } });
  const write = async (json: unknown) =>
    (await server.api<{ items: { id: string }[] }>(`/api/v1/incidents/${body.id}/facts`, { json })).body;
  const { items } = await write({ kind: 'checklist', title: 'Full disk', playbook: 'full-disk', steps, at });
  return { write, target: items[0]?.id ?? '' };
}
const figuresOf = async (server: RunningServer, token?: string) =>
  (await server.api<{ items: PlaybookFigures[] }>('/api/v1/playbooks/statistics', token ? { token } : {}))
    .body.items;

test('[PB7] figures follow the rooms, and are the same after kill -9 and a restart', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  expect(await figuresOf(server)).toEqual([]);
  const first = await attach(server, begin);
  const done = { kind: 'step', target: first.target, step: 'a', state: 'done', at: begin + 3 * minute };
  await first.write([done, { kind: 'step', target: first.target, step: 'b', state: 'skipped', why: 'late' }]);
  // The incident goes on: it was used, and says nothing about its steps yet.
  expect(await figuresOf(server)).toMatchObject([
    { playbook: 'full-disk', timesUsed: 1, runs: 0, steps: [] },
  ]);
  await first.write({ kind: 'status', status: 'resolved' });
  const expected = [
    {
      playbook: 'full-disk',
      timesUsed: 1,
      lastUsedAt: begin,
      runs: 1,
      expectedMs: 3 * minute,
      steps: [
        { id: 'a', text: 'Look', runs: 1, done: 1, skipped: 0, medianMs: 3 * minute },
        { id: 'b', text: 'Repair', runs: 1, done: 0, skipped: 1, medianMs: null },
      ],
    },
  ];
  expect(await figuresOf(server)).toEqual(expected);
  const second = await attach(server, begin + minute);
  await server.kill9();
  await server.restart();
  expect(await figuresOf(server)).toMatchObject([{ timesUsed: 2, lastUsedAt: begin + minute, runs: 1 }]);
  await second.write({ kind: 'retracted', target: second.target });
  expect(await figuresOf(server)).toEqual(expected);
});

test('[PB7] a replica asks its upstream, and a viewer may read', async () => {
  await using team = await startServer({ ownerName: 'Ana' });
  await attach(team, begin);
  await using desk = await startServer({ upstreams: [team.url], upstreamToken: team.ownerToken });
  await expect.poll(async () => (await desk.api('/api/v1/playbooks/statistics')).status).toBe(200);
  expect(await figuresOf(desk)).toEqual(await figuresOf(team));
  const viewer = await team.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  expect(await figuresOf(team, viewer.body.token)).toHaveLength(1);
});

test('[PB3] a viewer reads the library and cannot write in it', async () => {
  await using server = await startServer({ ownerName: 'Ana' });
  const owner = joinRoom(server.url, server.ownerToken, 'library');
  await owner.synced();
  owner.doc.getText('playbook/own').insert(0, '# Own');
  await owner.until(() => owner.saved() === owner.sent(), 'the words to be durable');
  const { body } = await server.api<{ token: string }>('/api/v1/people', {
    json: { name: 'Vi', role: 'viewer' },
  });
  const viewer = joinRoom(server.url, body.token, 'library');
  await viewer.synced();
  expect(viewer.doc.getText('playbook/own').toJSON()).toBe('# Own');
  const refused = viewer.closed();
  viewer.doc.getText('playbook/own').insert(0, 'x');
  expect(await refused).toBe(4403);
  viewer.close();
  owner.close();
  expect(owner.doc.getText('playbook/own').toJSON()).toBe('# Own');
});
