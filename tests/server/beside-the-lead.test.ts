// What a process does by itself while another one leads (MP6).
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres, type Cluster } from '#sync-server/checks/testing/databases.ts';
import { makeDatabase } from '#sync-server/storage/testing/postgres.ts';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

const patience = { timeout: 100_000, interval: 50 };
const metricsToken = 'canary-figures-0123456789';
const startOn = (url: string) =>
  startServer({ environment: { MUSTER_DATABASE: url, MUSTER_METRICS_TOKEN: metricsToken } });
const readyStatus = async (server: RunningServer) =>
  (await server.api('/readyz', { token: null }).catch(() => null))?.status ?? null;
const figure = async (server: RunningServer, name: string) => {
  const { body } = await server.api<string>('/metrics', { token: metricsToken });
  return Number(new RegExp(`^${name} (.+)$`, 'mu').exec(body)?.[1]);
};

/** The way to a database, which can be cut and mended. */
async function openWay(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      from.pipe(to);
    }
    return undefined;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => (isCut = false),
    [Symbol.dispose]: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

/** What became of a request: its status, or that it was cut off. */
const outcomeOf = (server: RunningServer, path: string, token: string) =>
  server.api(path, { token }).then(
    ({ status }) => status,
    () => 'cut off' as const,
  );

/** Follows the live feed. */
async function openFeed(server: RunningServer, token: string) {
  const answer = await fetch(`${server.url}/api/v1/live`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  const reader = answer.body!.getReader();
  await reader.read();
  const ended = (async () => {
    try {
      while (!(await reader.read()).done);
    } catch {
      // Cut off.
    }
    return true;
  })();
  return { ended };
}

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[MP6] a process that cannot reach the database is not ready, and each process has its own figures', async () => {
    const url = await makeDatabase(cluster);
    using way = await openWay(url);
    await using lead = await startOn(url);
    await using beside = await startOn(way.url);
    await expect.poll(() => readyStatus(beside), patience).toBe(200);
    const client = joinRoom(beside.url, lead.ownerToken, makeRoomName());
    await client.synced();

    expect((await beside.api('/metrics', { token: null })).status).toBe(401);
    expect((await beside.api('/metrics', { token: lead.ownerToken })).status).toBe(200);
    expect(await figure(lead, 'muster_leads')).toBe(1);
    expect(await figure(beside, 'muster_leads')).toBe(0);
    expect(await figure(lead, 'muster_clients_connected')).toBe(0);
    expect(await figure(beside, 'muster_clients_connected')).toBe(1);
    expect(await figure(beside, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    const { body } = await beside.api<{ version: string }>('/healthz', { token: null });
    expect(body.version).toBe((await lead.api<{ version: string }>('/healthz')).body.version);

    way.cut();
    await expect.poll(() => readyStatus(beside), patience).toBe(503);
    expect(await figure(beside, 'muster_ready')).toBe(0);
    expect(await readyStatus(lead)).toBe(200);
    way.mend();
    await expect.poll(() => readyStatus(beside), patience).toBe(200);
    client.close();
  }, 400_000);

  test('[MP6] a lead that stands still holds nobody up: what others passed to it ends, and the next lead answers', async () => {
    const url = await makeDatabase(cluster);
    await using lead = await startOn(url);
    const token = lead.ownerToken;
    await using second = await startOn(url);
    await using third = await startOn(url);
    const others = [second, third];
    for (const each of others) await expect.poll(() => readyStatus(each), patience).toBe(200);
    const feeds = await Promise.all(others.map((each) => openFeed(each, token)));
    process.kill(lead.pid, 'SIGSTOP');
    const asked = others.map((each) => outcomeOf(each, '/api/v1/incidents', token));
    for (const outcome of await Promise.all(asked)) expect([503, 'cut off']).toContain(outcome);
    for (const { ended } of feeds) expect(await ended).toBe(true);
    for (const each of others)
      await expect.poll(() => outcomeOf(each, '/api/v1/incidents', token), patience).toBe(200);
    process.kill(lead.pid, 'SIGCONT');
    await lead.logged(/this process follows/);
    await expect.poll(() => outcomeOf(lead, '/api/v1/incidents', token), patience).toBe(200);
  }, 400_000);
});
