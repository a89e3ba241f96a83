// Files between a team's server and the servers of its desktops: real processes, kill -9, a wire that is cut.
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWire } from '#sync-server/replica/testing/wire.ts';
import { isLive, startReplicaOf, untilUpstream } from './helpers/replicas.ts';
import { startServer, type RunningServer } from './helpers/server.ts';

const patience = { timeout: 60_000, interval: 20 };
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const pathOf = (sha256: string) => `/api/v1/attachments/${sha256}`;

async function put(server: RunningServer, bytes: Uint8Array): Promise<string> {
  const sha256 = hashOf(bytes);
  const answer = await server.api(pathOf(sha256), { method: 'PUT', body: bytes as BodyInit });
  expect(answer.status).toBe(201);
  return sha256;
}
async function attach(server: RunningServer, incident: string, bytes: Uint8Array): Promise<string> {
  const sha256 = await put(server, bytes);
  const json = { kind: 'attachment', name: 'screen.png', type: 'image/png', bytes: bytes.length, sha256 };
  expect((await server.api(`/api/v1/incidents/${incident}/facts`, { json })).status).toBe(201);
  return sha256;
}
const declare = async (server: RunningServer) =>
  (await server.api<{ id: string }>('/api/v1/incidents', { json: { title: 'Payments fail' } })).body.id;
/** Only what lies in its own folder: asking it over HTTP would make it fetch. */
const isOnDisk = (server: RunningServer, sha256: string) =>
  existsSync(join(server.dataFolder, 'attachments', sha256));
const untilOnDisk = (server: RunningServer, sha256: string) =>
  expect.poll(() => isOnDisk(server, sha256), patience).toBe(true);
const read = async (server: RunningServer, sha256: string) => {
  const answer = await fetch(server.url + pathOf(sha256), {
    headers: { authorization: `Bearer ${server.ownerToken}` },
  });
  return answer.ok ? Buffer.from(await answer.arrayBuffer()) : answer.status;
};

test('[AT5] a file attached on one desktop reaches the team and every other desktop, unasked', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  await using ana = await startReplicaOf(team, 'Ana');
  await using bo = await startReplicaOf(team, 'Bo');
  const bytes = randomBytes(300_000);
  const sha256 = await attach(ana, await declare(ana), bytes);
  await untilOnDisk(team, sha256);
  await untilOnDisk(bo, sha256);
  expect(await read(bo, sha256)).toEqual(bytes);
});

test('[AT5] with the team away attaching works; after it returns, and a kill -9 on the way, it is everywhere', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  const incident = await declare(team);
  await using ana = await startReplicaOf(team, 'Ana');
  await using bo = await startReplicaOf(team, 'Bo');
  await untilUpstream(ana, isLive);
  await expect.poll(async () => (await ana.api(`/api/v1/incidents/${incident}`)).status, patience).toBe(200);
  await team.kill9();
  const bytes = randomBytes(1_000_000);
  const sha256 = await attach(ana, incident, bytes);
  expect(await read(ana, sha256)).toEqual(bytes);
  expect(await read(bo, sha256)).toBe(404);
  await ana.kill9();
  await team.restart();
  await ana.restart();
  await untilOnDisk(team, sha256);
  await untilOnDisk(bo, sha256);
  expect(await read(bo, sha256)).toEqual(bytes);
});

test('[AT5] a wire that is cut in the middle of files leaves nothing half-done and is made up for', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  await using wire = await openWire(() => team.url);
  const incident = await declare(team);
  await using ana = await startReplicaOf(team, 'Ana', wire.url);
  await expect.poll(async () => (await ana.api(`/api/v1/incidents/${incident}`)).status, patience).toBe(200);
  const there = await Promise.all(
    Array.from({ length: 3 }, () => attach(team, incident, randomBytes(8_000_000))),
  );
  const here = await Promise.all(
    Array.from({ length: 3 }, () => attach(ana, incident, randomBytes(8_000_000))),
  );
  for (let cut = 0; cut < 4; cut++) {
    const names = () =>
      [team, ana].flatMap((server) => readdirSync(join(server.dataFolder, 'attachments', 'incoming')));
    const isDone = () =>
      there.every((each) => isOnDisk(ana, each)) && here.every((each) => isOnDisk(team, each));
    await expect.poll(() => isDone() || names().length > 0, { ...patience, interval: 1 }).toBe(true);
    wire.cut();
    await expect.poll(names, patience).toEqual([]);
    wire.heal();
  }
  for (const sha256 of there) await untilOnDisk(ana, sha256);
  for (const sha256 of here) await untilOnDisk(team, sha256);
  for (const sha256 of [...there, ...here]) {
    expect(hashOf((await read(ana, sha256)) as Buffer)).toBe(sha256);
    expect(hashOf((await read(team, sha256)) as Buffer)).toBe(sha256);
  }
});

test('[AT5] a file that no open room names comes when somebody asks for it, and stays', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  await using ana = await startReplicaOf(team, 'Ana');
  await untilUpstream(ana, isLive);
  const bytes = randomBytes(20_000);
  const sha256 = await put(team, bytes);
  expect(isOnDisk(ana, sha256)).toBe(false);
  expect(await read(ana, sha256)).toEqual(bytes);
  expect(isOnDisk(ana, sha256)).toBe(true);
  await team.kill9();
  expect(await read(ana, sha256)).toEqual(bytes);
  expect(await read(ana, hashOf(Buffer.from('nowhere')))).toBe(404);
});

test('[AT5] a viewer’s desktop fetches and sends nothing', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  await using vi = await startReplicaOf(team, 'Vi', team.url, 'viewer');
  const incident = await declare(team);
  const sha256 = await attach(team, incident, randomBytes(1_000));
  await untilOnDisk(vi, sha256);
  expect((await vi.api(pathOf(sha256), { method: 'PUT', body: 'x' })).status).toBe(403);
});

test('[AT8] an erased incident leaves every desktop that connects, and none brings it back', async () => {
  await using team = await startServer({ ownerName: 'Olga' });
  const incident = await declare(team);
  await using ana = await startReplicaOf(team, 'Ana');
  await using bo = await startReplicaOf(team, 'Bo');
  await expect.poll(async () => (await ana.api(`/api/v1/incidents/${incident}`)).status, patience).toBe(200);
  const sha256 = await attach(ana, incident, randomBytes(100_000));
  for (const server of [team, bo]) await untilOnDisk(server, sha256);
  await bo.stop();
  expect((await team.api(pathOf(sha256), { method: 'DELETE' })).status).toBe(204);
  await team.restart();
  await bo.restart();
  for (const server of [ana, bo]) {
    await expect.poll(() => isOnDisk(server, sha256), patience).toBe(false);
    expect(await read(server, sha256)).toBe(410);
  }
  expect(isOnDisk(team, sha256)).toBe(false);
});
