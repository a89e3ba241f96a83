// 2,000 HTTP checks every 20 s by three processes on one PostgreSQL. The leader is killed: how long did any target
// wait for its next check? The leader runs all checks (decision 0021), so this is the worst case.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { startPostgres } from '#sync-server/checks/testing/databases.ts';
import { addressOf } from '#sync-server/storage/testing/postgres.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import type { Figure } from './figure.ts';

const count = Number(process.env['MUSTER_BENCH_MONITORS'] ?? 2_000);
const intervalSeconds = 20;
const intervalMs = intervalSeconds * 1_000;
const atOnce = 20;
const patienceMs = 300_000;

export async function bench(): Promise<Figure[]> {
  await using cluster = await startPostgres();
  await using target = await startTarget();
  const environment = { MUSTER_DATABASE: addressOf(cluster, 'postgres') };
  await using lead = await startServer({ environment });
  await using second = await startServer({ environment });
  await using third = await startServer({ environment });
  await lead.logged(/this process leads/);
  for (let first = 0; first < count; first += atOnce)
    await Promise.all(
      Array.from({ length: Math.min(atOnce, count - first) }, (_none, index) =>
        addMonitor(lead, `${target.url}${first + index}`, first + index),
      ),
    );
  await target.until(count, 'every target was asked');
  target.reset();
  await wait(2 * intervalMs);
  const calmMs = target.longestMs();
  target.reset();
  const killedAt = performance.now();
  await lead.kill9();
  const leadAgain = Promise.any([second.logged(/this process leads/), third.logged(/this process leads/)]);
  await leadAgain;
  const takeoverMs = performance.now() - killedAt;
  await wait(3 * intervalMs);
  return [
    { name: `takeover: longest between two checks, ${count} monitors`, value: calmMs / 1_000, unit: 's' },
    { name: 'takeover: until another one leads', value: takeoverMs / 1_000, unit: 's', limit: 10 },
    {
      name: 'takeover: longest between two checks as the lead is killed',
      value: target.longestMs() / 1_000,
      unit: 's',
      limit: 2 * intervalSeconds,
    },
  ];
}

async function addMonitor(server: RunningServer, url: string, index: number): Promise<void> {
  const json = { name: `m${index}`, kind: 'http', settings: { url }, intervalSeconds };
  const { status } = await server.api('/api/v1/monitors', { json });
  if (status !== 201) throw new Error(`adding a monitor answered ${status}`);
}

/** Answers every request. Remembers for each path the last request and the longest pause. */
async function startTarget() {
  const asked = new Map<string, { at: number; longestMs: number }>();
  const server = createServer(({ url = '' }, answer) => {
    const now = performance.now();
    const known = asked.get(url);
    asked.set(url, { at: now, longestMs: Math.max(known?.longestMs ?? 0, now - (known?.at ?? now)) });
    answer.end('ok');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    until: async (paths: number, what: string) => {
      const end = performance.now() + patienceMs;
      while (asked.size < paths) {
        if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
        await wait(100);
      }
    },
    /** Keeps the time of each last request. */
    reset: () => {
      for (const each of asked.values()) each.longestMs = 0;
    },
    /** Counts pauses that have not ended yet. */
    longestMs: () => {
      const now = performance.now();
      return Math.max(...[...asked.values()].map(({ at, longestMs }) => Math.max(longestMs, now - at)));
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
