// A whole server on a machine with a fault: its clock is set, its disk is full, its name servers are gone.
// Two of them mount something, which not everybody may: where that is refused they are left out.
import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'dns-packet';
import { expect, test } from 'vitest';
import { makeRoomName } from '#tests/helpers/facts.ts';
import { startServer, type RunningServer } from '#tests/helpers/server.ts';
import { joinRoom } from '#tests/helpers/stock-client.ts';

type Listed = { items: { id: string; title: string; declaredAt: number }[] };
type MonitorState = { id: string; status: string; reason: string | null };

/** Tried where nobody else sees it. */
const canMount =
  spawnSync('unshare', [
    '-m',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /mnt && mount --bind /etc/hosts /etc/resolv.conf',
  ]).status === 0;
const hour = 3_600_000;
/** Callers wait for a name server that is gone, many at a time. */
const patience = { timeout: 90_000 };

const listed = async (server: RunningServer) => (await server.api<Listed>('/api/v1/incidents')).body.items;

/** What the computer's clock says there: Node dates its answers by it. */
async function systemClockOf(server: RunningServer) {
  const { headers } = await server.api('/healthz', { token: null });
  return Date.parse(headers.get('date') ?? '');
}

async function declare(server: RunningServer, title: string) {
  const { status } = await server.api('/api/v1/incidents', { json: { title } });
  expect(status).toBe(201);
  return (await listed(server)).find((incident) => incident.title === title)?.declaredAt ?? 0;
}

async function watch(server: RunningServer, name: string, url: string, intervalSeconds = 1) {
  const made = await server.api<MonitorState>('/api/v1/monitors', {
    json: { name, service: name, kind: 'http', settings: { url }, intervalSeconds, confirmations: 1 },
  });
  expect(made.status).toBe(201);
  return made.body.id;
}

const monitorsOf = async (server: RunningServer) =>
  (await server.api<{ items: MonitorState[] }>('/api/v1/monitors')).body.items;

test('[OP11] a clock that is set while the server runs sorts nothing wrongly and makes nothing due', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-clock-'));
  const clockFile = join(folder, 'offset');
  // The tests themselves may run on another day than the computer.
  const shift = secondsAhead();
  const setClock = (hours: number) => {
    const seconds = shift + (hours * hour) / 1_000;
    writeFileSync(clockFile, `${seconds < 0 ? '' : '+'}${seconds}s\n`);
  };
  setClock(0);
  try {
    await using server = await startServer({
      environment: {
        LD_PRELOAD: findFaketime(),
        FAKETIME_TIMESTAMP_FILE: clockFile,
        FAKETIME_NO_CACHE: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
        FAKETIME: undefined,
      },
    });
    const before = await declare(server, 'Before');
    const realStart = Date.now();
    expect(Math.abs(before - realStart)).toBeLessThan(60_000);

    setClock(-2);
    await expect.poll(() => systemClockOf(server)).toBeLessThan(Date.now() - 1.9 * hour);
    const setBack = await declare(server, 'Set back by two hours');
    expect(setBack).toBeGreaterThanOrEqual(before);

    setClock(3);
    await expect.poll(() => systemClockOf(server)).toBeGreaterThan(Date.now() + 2.9 * hour);
    const setForward = await declare(server, 'Set forward by three hours');
    expect(setForward).toBeGreaterThanOrEqual(setBack);
    // A tenth faster than time itself, and no more.
    expect(setForward - before).toBeLessThan((Date.now() - realStart) * 1.2 + 1_000);
    expect(setForward).toBeLessThan(realStart + hour);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.skipIf(!canMount)(
  '[OP10] on a full disk nothing is said to be saved, what is down is shown, and with space again all goes on',
  async () => {
    const disk = mkdtempSync(join(tmpdir(), 'muster-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]);
    const shop = createServer((_request, response) => response.end('well'));
    shop.listen(0, '127.0.0.1');
    await once(shop, 'listening');
    const url = `http://127.0.0.1:${(shop.address() as AddressInfo).port}/`;
    try {
      await using server = await startServer({ dataFolder: join(disk, 'data') });
      await watch(server, 'shop', url);
      await expect.poll(async () => (await monitorsOf(server)).map(({ status }) => status)).toEqual(['up']);
      const ana = joinRoom(server.url, server.ownerToken, makeRoomName());
      await ana.synced();
      const ballast = join(disk, 'ballast');
      fill(ballast);

      ana.doc.getText('summary').insert(0, 'typed on a full disk '.repeat(50));
      shop.close();
      shop.closeAllConnections();
      await expect.poll(async () => (await monitorsOf(server)).map(({ status }) => status)).toEqual(['down']);
      await expect
        .poll(async () => (await server.api<{ detail?: string }>('/readyz', { token: null })).status)
        .toBe(503);
      expect((await server.api('/api/v1/incidents', { json: { title: 'Meanwhile' } })).status).toBe(503);
      expect((await server.api('/healthz', { token: null })).status).toBe(200);
      expect(ana.sent() > 0 && ana.saved() === ana.sent()).toBe(false);

      rmSync(ballast);
      await ana.until(() => ana.sent() > 0 && ana.saved() === ana.sent(), 'saved');
      await expect.poll(async () => (await listed(server)).length).toBe(1);
      await expect.poll(async () => (await server.api('/readyz', { token: null })).status).toBe(200);
      ana.close();
    } finally {
      shop.close();
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true, force: true });
    }
  },
);

test.skipIf(!canMount)(
  '[CH9] name servers that are gone are one cause: no incident for each name, and none once they are back',
  async () => {
    const shop = createServer((_request, response) => response.end('well'));
    shop.listen(0, '127.0.0.1');
    await once(shop, 'listening');
    const { port } = shop.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'muster-names-'));
    const resolvers = join(folder, 'resolv.conf');
    // An address of loopback that no name server of this machine listens on.
    const address = '127.0.0.77';
    // A name server that is gone refuses at once; what is there has 10 s on a busy machine, as the checks have.
    writeFileSync(resolvers, `nameserver ${address}\noptions timeout:9 attempts:1\n`);
    const script = `mount --bind ${resolvers} /etc/resolv.conf && exec "$0" "$@"`;
    try {
      await using server = await startServer({ under: ['unshare', '-m', 'sh', '-c', script] });
      const names = Array.from({ length: 12 }, (_, index) => `shop-${index}`);
      const isBlind = async () =>
        (await server.api<{ blindSince: number | null }>('/api/v1/monitoring')).body.blindSince !== null;
      const states = async () => new Set((await monitorsOf(server)).map(({ status }) => status));
      {
        await using _names = await answerNames(address);
        for (const name of names) await watch(server, name, `http://${name}.example.com:${port}/`, 10);
        await expect.poll(states, patience).toEqual(new Set(['up']));
      }
      await expect.poll(isBlind, patience).toBe(true);
      expect(await listed(server)).toEqual([]);

      await using back = await answerNames(address);
      await expect.poll(isBlind, patience).toBe(false);
      const askedBefore = back.asked();
      // Each is measured again with names, and nothing was down.
      await expect.poll(() => back.asked(), patience).toBeGreaterThan(askedBefore + 2 * names.length);
      expect(await states()).toEqual(new Set(['up']));
      expect(await listed(server)).toEqual([]);
    } finally {
      shop.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  400_000,
);

/** Says of every name that it is this computer. */
async function answerNames(address: string) {
  const socket = createSocket('udp4');
  let asked = 0;
  socket.on('message', (message, from) => {
    const question = decode(message);
    asked += 1;
    const answers = (question.questions ?? [])
      .filter(({ type }) => type === 'A')
      .map(({ name }) => ({ type: 'A' as const, name, ttl: 1, data: '127.0.0.1' }));
    const reply = {
      id: question.id ?? 0,
      type: 'response' as const,
      flags: 0x0180,
      questions: question.questions ?? [],
      answers,
    };
    socket.send(encode(reply), from.port, from.address);
  });
  socket.bind(53, address);
  await once(socket, 'listening');
  return {
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      socket.close();
    },
  };
}

/** Writes until nothing more fits. */
function fill(file: string) {
  try {
    for (const size of [1_048_576, 65_536, 4_096, 1]) {
      for (;;) {
        const before = sizeOf(file);
        try {
          writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
        } catch {
          break;
        }
        if (sizeOf(file) === before) break;
      }
    }
  } catch {
    // full
  }
}

const sizeOf = (file: string) => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

/** How far the clock of this process is ahead of the computer's own, which Linux tells as its start and the time since. */
function secondsAhead(): number {
  const begun = Number(/^btime (\d+)$/mu.exec(readFileSync('/proc/stat', 'utf8'))?.[1]);
  const since = Number.parseFloat(readFileSync('/proc/uptime', 'utf8'));
  return Math.round(Date.now() / 1_000 - begun - since);
}

function findFaketime(): string {
  for (const folder of readdirSync('/usr/lib')) {
    const file = join('/usr/lib', folder, 'faketime/libfaketime.so.1');
    if (sizeOf(file) > 0) return file;
  }
  throw new Error('libfaketime is missing: apt-get install faketime');
}
