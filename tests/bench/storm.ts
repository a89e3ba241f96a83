// Several processes on one PostgreSQL, with one failure after the other: a process is killed, Redis is killed or
// emptied, PostgreSQL is restarted or becomes read-only. 50 people with four windows each type in 20 rooms all the time.
// MUSTER_BENCH_ROUNDS, MUSTER_BENCH_ROOMS and MUSTER_BENCH_READ_ONLY_SECONDS shorten it.
import { setTimeout as wait } from 'node:timers/promises';
import { createClient } from 'redis';
import {
  redisPassword,
  startPostgres,
  startRedis,
  type Cluster,
} from '#sync-server/checks/testing/databases.ts';
import type { TestTarget } from '#sync-server/checks/testing/targets.ts';
import { addressOf, letOnlyRead } from '#sync-server/storage/testing/postgres.ts';
import { makeRoomName } from '../helpers/facts.ts';
import { createRandom } from '../helpers/random.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import type { Figure } from './figure.ts';

const rooms = Number(process.env['MUSTER_BENCH_ROOMS'] ?? 20);
const windowsInRoom = 10;
const people = 50;
const witnesses = 10;
const rounds = Number(process.env['MUSTER_BENCH_ROUNDS'] ?? 20);
const readOnlyMs = Number(process.env['MUSTER_BENCH_READ_ONLY_SECONDS'] ?? 60) * 1_000;
const typeEveryMs = 1_000;
const calmMs = 3_000;
const patienceMs = 60_000;

type Place = {
  cluster: Cluster;
  redis: TestTarget | null;
  servers: RunningServer[];
  /** One for each person: after a failure, all windows of a person open at once. */
  tokens: string[];
};
type Outcome = { lost: number; convergedMs: number[]; leaseMs: number[]; apart: number };

/** At full size it takes about an hour. */
export const onlyByName = true;

export async function bench(): Promise<Figure[]> {
  process.setMaxListeners(0);
  return [
    ...(await storm('two processes', 2, false)),
    ...(await storm('two processes and Redis', 2, true)),
    ...(await storm('three processes and Redis', 3, true)),
  ];
}

async function storm(how: string, count: number, withRedis: boolean): Promise<Figure[]> {
  await using cluster = await startPostgres();
  const redis = withRedis ? await startRedis() : null;
  const environment: Record<string, string> = { MUSTER_DATABASE: addressOf(cluster, 'postgres') };
  if (redis !== null) environment['MUSTER_REDIS'] = `redis://:${redisPassword}@${redis.host}:${redis.port}`;
  const place: Place = { cluster, redis, servers: [], tokens: [] };
  try {
    for (let index = 0; index < count; index++) place.servers.push(await startServer({ environment }));
    await until(() => areReady(place), 'all processes are ready');
    for (let index = 0; index < people; index++) place.tokens.push(await invite(place, index));
    const outcome = await weather(how, place);
    return toFigures(how, outcome);
  } catch (error) {
    for (const server of place.servers) console.error(`${server.port}: ${server.log().slice(-4_000)}`);
    throw error;
  } finally {
    for (const server of place.servers) await server[Symbol.asyncDispose]();
    await place.redis?.[Symbol.asyncDispose]();
  }
}

const most = (samples: readonly number[]) => Math.max(0, ...samples);

function toFigures(how: string, { lost, convergedMs, leaseMs, apart }: Outcome): Figure[] {
  return [
    { name: `storm, ${how}: acknowledged and lost`, value: lost, unit: 'edits', limit: 0 },
    { name: `storm, ${how}: rooms that stayed apart`, value: apart, unit: 'rooms', limit: 0 },
    {
      name: `storm, ${how}: until all see all, longest`,
      value: most(convergedMs),
      unit: 'ms',
      limit: 5_000,
    },
    {
      name: `storm, ${how}: until another one leads, longest`,
      value: most(leaseMs),
      unit: 'ms',
      limit: 10_000,
    },
    { name: `storm, ${how}: rounds`, value: convergedMs.length, unit: '' },
  ];
}

async function weather(how: string, place: Place): Promise<Outcome> {
  const random = createRandom(rounds);
  const outcome: Outcome = { lost: 0, convergedMs: [], leaseMs: [], apart: 0 };
  const windows = await enter(place);
  for (let round = 0; round < rounds; round++) {
    const typing = letThemType(windows, random);
    const watched = await Promise.all(Array.from({ length: witnesses }, () => watch(place, random)));
    console.log(`storm, ${how}: round ${round + 1}`);
    await wait(calmMs);
    const faults = place.redis === null ? withoutRedis : withRedis;
    // One fault after the other, so that a short run covers all of them.
    const fault = faults[round % faults.length] ?? killOne;
    const ended = fault(place, random, outcome);
    await wait(calmMs);
    // A client whose edits are confirmed leaves, so that it cannot send them a second time.
    const told = watched.map((each) => each.leave());
    await ended;
    await until(() => areReady(place), 'all processes are ready again');
    typing.stop();
    const began = performance.now();
    outcome.apart += await convergence(windows, typing.typed);
    outcome.convergedMs.push(performance.now() - began);
    for (const each of told) outcome.lost += await countLost(place, each);
    console.log(
      `storm, ${how}: ${fault.name}, all see all after ${outcome.convergedMs.at(-1)?.toFixed(0)} ms`,
    );
  }
  for (const each of windows.flat()) each.close();
  return outcome;
}

type Fault = (place: Place, random: () => number, outcome: Outcome) => Promise<void>;

const pick = <T>(list: readonly T[], random: () => number): T =>
  list[Math.floor(random() * list.length)] as T;
const leads = async (server: RunningServer) =>
  (server.log().match(/this process (leads|follows)|another process leads now/g) ?? []).at(-1) ===
  'this process leads';

async function killOne({ servers }: Place, random: () => number, { leaseMs }: Outcome): Promise<void> {
  const server = pick(servers, random);
  const wasLead = await leads(server);
  const others = servers.filter((each) => each !== server).map((each) => ({ each, from: each.log().length }));
  const began = performance.now();
  await server.kill9();
  if (wasLead) {
    await Promise.any(others.map(({ each, from }) => each.logged(/this process leads/, from)));
    leaseMs.push(performance.now() - began);
  }
  await server.restart();
}

async function restartPostgres({ cluster }: Place, random: () => number): Promise<void> {
  await cluster.stop(random() < 0.5 ? 'SIGKILL' : 'SIGINT');
  await cluster.start();
}

async function onlyRead({ cluster }: Place): Promise<void> {
  await letOnlyRead(cluster, true);
  await wait(readOnlyMs);
  await letOnlyRead(cluster, false);
}

async function killRedis(place: Place): Promise<void> {
  const { redis } = place;
  if (redis === null) return;
  await redis[Symbol.asyncDispose]();
  await wait(calmMs);
  place.redis = await startRedis(redis.port);
}

async function emptyRedis({ redis }: Place): Promise<void> {
  if (redis === null) return;
  const client = createClient({ url: `redis://:${redisPassword}@${redis.host}:${redis.port}` });
  await client.connect();
  await client.flushAll();
  await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);
  client.destroy();
}

const withoutRedis: readonly Fault[] = [killOne, restartPostgres, killOne, onlyRead];
const withRedis: readonly Fault[] = [killOne, killRedis, restartPostgres, emptyRedis, killOne, onlyRead];

async function invite({ servers }: Place, index: number): Promise<string> {
  const json = { name: `Person ${index + 1}`, role: 'responder' };
  const answer = await servers[0]?.api<{ token: string }>('/api/v1/people', { json });
  if (answer?.status !== 201) throw new Error(`adding a person answered ${answer?.status}`);
  return answer.body.token;
}

async function enter({ servers, tokens }: Place): Promise<StockClient[][]> {
  const all = Array.from({ length: rooms }, (_none, which) => {
    const room = makeRoomName();
    return Array.from({ length: windowsInRoom }, (_window, index) => {
      const token = tokens[(which * windowsInRoom + index) % people] ?? '';
      return joinRoom(servers[index % servers.length]?.url ?? '', token, room);
    });
  });
  await Promise.all(all.flat().map((each) => each.synced()));
  return all;
}

const typedIn = ({ doc }: StockClient) => doc.getArray<string>('typed');

function letThemType(windows: readonly StockClient[][], random: () => number) {
  const typed = windows.map(() => new Set<string>());
  const timer = setInterval(
    () => {
      const room = Math.floor(random() * windows.length);
      const text = random().toString(36);
      typed[room]?.add(text);
      const window = windows[room]?.[Math.floor(random() * windowsInRoom)];
      if (window !== undefined) typedIn(window).push([text]);
    },
    typeEveryMs / (rooms * windowsInRoom),
  );
  return { typed, stop: () => clearInterval(timer) };
}

function hasAll(each: StockClient, texts: ReadonlySet<string>): boolean {
  const here = new Set(typedIn(each).toArray());
  return [...texts].every((text) => here.has(text));
}

/** Resolves when everybody in every room has all edits; returns the number of rooms that did not get there. */
async function convergence(windows: readonly StockClient[][], typed: readonly ReadonlySet<string>[]) {
  const isWhole = (room: StockClient[], index: number) =>
    room.every((each) => each.saved() === each.sent() && hasAll(each, typed[index] ?? new Set()));
  const until = performance.now() + patienceMs;
  let apart = windows.length;
  while (apart > 0 && performance.now() < until) {
    await wait(20);
    apart = windows.filter((room, index) => !isWhole(room, index)).length;
  }
  return apart;
}

type Told = { room: string; token: string; kept: number };

/** A person alone in a room who counts the confirmed edits. */
async function watch({ servers, tokens }: Place, random: () => number) {
  const room = makeRoomName();
  const token = pick(tokens, random);
  let typed = 0;
  let kept = 0;
  const sent = new Map<number, number>();
  const client = joinRoom(pick(servers, random).url, token, room, {
    opened: () => sent.clear(),
    sent: (_update, number) => sent.set(number, typed),
    saved: (writes) => (kept = Math.max(kept, sent.get(writes) ?? 0)),
  });
  await client.synced();
  const timer = setInterval(() => {
    typed += 1;
    typedIn(client).push([String(typed)]);
  }, 50);
  return {
    leave: (): Told => {
      clearInterval(timer);
      client.close();
      return { room, token, kept };
    },
  };
}

async function countLost({ servers }: Place, { room, token, kept }: Told): Promise<number> {
  const counts = await Promise.all(
    servers.map(async ({ url }) => {
      const client = joinRoom(url, token, room);
      await client.synced();
      const here = new Set(typedIn(client).toArray());
      client.close();
      return Array.from({ length: kept }, (_none, index) => String(index + 1)).filter(
        (text) => !here.has(text),
      ).length;
    }),
  );
  return Math.max(...counts);
}

async function areReady({ servers }: Place): Promise<boolean> {
  const answers = await Promise.all(
    servers.map((server) => server.api('/readyz', { token: null }).catch(() => ({ status: 0 }))),
  );
  return answers.every(({ status }) => status === 200);
}

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`waited ${patienceMs} ms in vain until ${what}`);
    await wait(50);
  }
}
