// A minute of hostile frames beside ten people at work: how long until their edits are durable, whether the server
// still answers, and how much memory it takes. The attackers run in their own process.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeRoomName } from '../helpers/facts.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import { readCpuMs } from './sync.ts';
import { toFigures, type Figure } from './figure.ts';

const writers = 10;
const attackMs = 60_000;
const keyEveryMs = 200;
const askEveryMs = 100;
const warmUpMs = 5_000;

type Person = { id: string; token: string };

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const invite = async (name: string, role: string) =>
    (await server.api<Person>('/api/v1/people', { json: { name, role } })).body;
  const honest = await Promise.all(
    Array.from({ length: writers }, (_none, i) => invite(`Writer ${i}`, 'responder')),
  );
  const viewer = await invite('Vera', 'viewer');
  const mallory = await invite('Mallory', 'responder');
  const room = makeRoomName();
  const clients = honest.map(({ token }) => joinRoom(server.url, token, room));
  await Promise.all(clients.map((client) => client.synced()));
  const first = clients[0] as StockClient;
  first.doc.getText('summary').insert(0, 'a'.repeat(6_000));

  const saves = watchSaves(clients);
  const cpu = [readCpuMs(server.pid)];
  await type(clients, warmUpMs);
  cpu.push(readCpuMs(server.pid));
  const calm = saves.take();
  const memoryBefore = readMemoryMb(server.pid);
  const attack = await startAttack({ url: server.url, room, victim: first.doc.clientID, viewer, mallory });
  const health: Health = { answers: [], failed: 0, mostMb: memoryBefore };
  const asking = new AbortController();
  const asked = askHealth(server, health, asking.signal);
  await type(clients, attackMs);
  asking.abort();
  await asked;
  const under = saves.take();
  cpu.push(readCpuMs(server.pid));
  const [start = 0, peace = 0, over = 0] = cpu;
  const counts = await end(attack);
  const mostMb = Math.max(health.mostMb, readMemoryMb(server.pid));
  const unsaved = saves.open();
  for (const client of clients) client.close();
  console.log(`hostile: frames sent and sockets opened by kind: ${JSON.stringify(counts)}`);
  return [
    ...toFigures('hostile: key until it is saved, in peace', calm),
    ...toFigures('hostile: key until it is saved, under attack', under, 100),
    { name: 'hostile: keys that were not saved', value: unsaved, unit: '', limit: 0 },
    ...toFigures('hostile: /healthz under attack', health.answers, 100),
    {
      name: 'hostile: /healthz under attack, slowest',
      value: Math.max(...health.answers),
      unit: 'ms',
      limit: 100,
    },
    { name: 'hostile: /healthz that failed', value: health.failed, unit: '', limit: 0 },
    {
      name: 'hostile: memory at most more than before',
      value: mostMb - memoryBefore,
      unit: 'MB',
      limit: 100,
    },
    { name: 'hostile: server CPU in peace', value: ((peace - start) / warmUpMs) * 100, unit: '%' },
    { name: 'hostile: server CPU under attack', value: ((over - peace) / attackMs) * 100, unit: '%' },
    { name: 'hostile: keys', value: under.length, unit: '' },
  ];
}

/** How long each edit took until the server confirmed it as durable, and how many it has not confirmed. */
function watchSaves(clients: readonly StockClient[]) {
  let taken: number[] = [];
  const waiting: { number: number; at: number }[][] = [];
  for (const client of clients) {
    // The provider listens first, so the edit's frame is already sent here.
    const open: { number: number; at: number }[] = [];
    waiting.push(open);
    client.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== client.provider) open.push({ number: client.sent(), at: performance.now() });
    });
    // Each answer of the server confirms the frames it names.
    const look = () => {
      while (open[0] !== undefined && open[0].number <= client.saved())
        taken.push(performance.now() - (open.shift()?.at ?? 0));
      return false;
    };
    client.until(look).catch(() => undefined);
    setInterval(look, 1).unref();
  }
  return {
    take: () => {
      const all = taken;
      taken = [];
      return all;
    },
    open: () => waiting.reduce((sum, open) => sum + open.length, 0),
  };
}

async function type(clients: readonly StockClient[], forMs: number): Promise<void> {
  const timers = clients.map(({ doc }, index) =>
    setInterval(() => {
      const text = doc.getText('summary');
      text.insert((index * 97 + text.length) % text.length, 'k');
    }, keyEveryMs),
  );
  await wait(forMs);
  for (const timer of timers) clearInterval(timer);
  await wait(500);
}

type Health = { answers: number[]; failed: number; mostMb: number };

async function askHealth(server: RunningServer, health: Health, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const start = performance.now();
    const status = await server.api('/healthz', { token: null }).then(
      (answer) => answer.status,
      () => 0,
    );
    health.answers.push(performance.now() - start);
    if (status !== 200) health.failed += 1;
    health.mostMb = Math.max(health.mostMb, readMemoryMb(server.pid));
    await wait(askEveryMs);
  }
}

export type Attack = { url: string; room: string; victim: number; viewer: Person; mallory: Person };

async function startAttack(attack: Attack): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, '../helpers/attacker.ts'), [JSON.stringify(attack)]);
  await once(child, 'message');
  return child;
}

async function end(attack: ChildProcess): Promise<unknown> {
  const counts = once(attack, 'message').then(([message]: unknown[]) => message);
  attack.send('enough');
  const said = await counts;
  attack.kill('SIGKILL');
  return said;
}

function readMemoryMb(pid: number): number {
  const kB = Number(/^VmRSS:\s+(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  return kB / 1024;
}
