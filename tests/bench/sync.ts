// 50 people type and write facts in one room of a real server: how long until the others have each edit, and what it
// costs the server. Each is a stock y-websocket client in this process.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import * as Y from 'yjs';
import { updateFrame } from '#wire/frames.ts';
import { makeFact, makeRoomName } from '../helpers/facts.ts';
import { connectRaw } from '../helpers/raw-client.ts';
import { createRandom } from '../helpers/random.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import type { Figure } from './figure.ts';

type Person = { id: string; token: string };

const people = 50;
const typingMs = 8_000;
const keyEveryMs = 250;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  const persons = await Promise.all(
    Array.from({ length: people }, (_none, index) => invite(server, `Person ${index}`)),
  );
  return [...(await measureRoom(server, persons)), ...(await measureCommits(server, persons))];
}

async function invite(server: RunningServer, name: string): Promise<Person> {
  return (await server.api<Person>('/api/v1/people', { json: { name, role: 'responder' } })).body;
}

async function measureRoom(server: RunningServer, persons: readonly Person[]): Promise<Figure[]> {
  const room = makeRoomName();
  const clients = persons.map(({ token }) => joinRoom(server.url, token, room));
  await Promise.all(clients.map((client) => client.synced()));
  const watch = watchEdits(clients);
  const random = createRandom(50);
  await type(clients, persons, random, watch.edited, 1_000);
  watch.reset();
  const cpuBefore = readCpuMs(server.pid);
  await type(clients, persons, random, watch.edited, typingMs);
  const { latencies } = watch;
  await clients[0]?.until(
    () => latencies.length >= watch.edits() * (people - 1),
    'every edit on every screen',
  );
  const cpu = readCpuMs(server.pid) - cpuBefore;
  for (const client of clients) client.close();
  latencies.sort((a, b) => a - b);
  return [
    { name: `sync: edit to the other screens, ${people} people, p50`, value: at(latencies, 0.5), unit: 'ms' },
    {
      name: `sync: edit to the other screens, ${people} people, p99`,
      value: at(latencies, 0.99),
      unit: 'ms',
      limit: 25,
    },
    // Seven tenths of the cost of the plain y-websocket server, which stores nothing (24 us).
    {
      name: 'sync: server CPU for a delivered edit',
      value: (cpu * 1_000) / latencies.length,
      unit: 'us',
      limit: 16.8,
    },
    { name: 'sync: delivered edits', value: latencies.length / (typingMs / 1_000), unit: '/s' },
  ];
}

/** Records when each edit was made and when each other client had it in its document. */
function watchEdits(clients: readonly StockClient[]) {
  const latencies: number[] = [];
  const made = new Map<number, { clock: number; at: number }[]>();
  const seen = clients.map(() => new Map<number, number>());
  let count = 0;
  clients.forEach(({ doc, provider }, index) => {
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (transaction.origin !== provider) return;
      const now = performance.now();
      for (const [client, clock] of transaction.afterState) {
        if (clock === transaction.beforeState.get(client)) continue;
        const edits = made.get(client) ?? [];
        let next = seen[index]?.get(client) ?? 0;
        for (; (edits[next]?.clock ?? Infinity) <= clock; next++)
          latencies.push(now - (edits[next]?.at ?? now));
        seen[index]?.set(client, next);
      }
    });
  });
  return {
    latencies,
    edits: () => count,
    /** Call it before the edit, so that making it counts too. */
    edited: ({ doc }: StockClient, at: number) => {
      count += 1;
      const edits = made.get(doc.clientID) ?? [];
      made.set(doc.clientID, [...edits, { clock: Y.getState(doc.store, doc.clientID), at }]);
    },
    reset: () => {
      latencies.length = 0;
      count = 0;
    },
  };
}

async function type(
  clients: readonly StockClient[],
  persons: readonly Person[],
  random: () => number,
  edited: (client: StockClient, at: number) => void,
  forMs: number,
): Promise<void> {
  const timers = clients.map((client, index) => {
    const press = () => {
      const before = performance.now();
      const isFact = random() < 0.05;
      if (isFact)
        client.doc.getArray('facts').push([makeFact(persons[index]?.id ?? '', 'a note about what I see')]);
      else
        client.doc
          .getText('summary')
          .insert(Math.floor(random() * client.doc.getText('summary').length), 'k');
      edited(client, before);
    };
    return setInterval(press, keyEveryMs * (0.8 + 0.4 * random()));
  });
  await wait(forMs);
  timers.forEach((timer) => clearInterval(timer));
  // Wait until the last keys have arrived everywhere.
  await wait(300);
}

/** Everybody sends as fast as the socket allows: counts the updates that become durable per second. */
async function measureCommits(server: RunningServer, persons: readonly Person[]): Promise<Figure[]> {
  const each = 2_000;
  const senders = persons.slice(0, 8);
  const jobs = await Promise.all(
    senders.map(async ({ token }) => ({
      client: await connectRaw(server.url, token, makeRoomName()),
      updates: typeLetters(each),
    })),
  );
  const start = performance.now();
  for (const { client, updates } of jobs) for (const update of updates) client.send(updateFrame(update));
  await Promise.all(jobs.map(({ client }) => client.frame(({ saved }) => saved === each, 'all saved')));
  const seconds = (performance.now() - start) / 1_000;
  for (const { client } of jobs) client.close();
  return [
    {
      name: 'sync: updates made durable, 8 rooms at once',
      value: (each * senders.length) / seconds,
      unit: '/s',
    },
  ];
}

function typeLetters(count: number): Uint8Array[] {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let i = 0; i < count; i++) doc.getText('summary').insert(i, 'k');
  return updates;
}

/** User and system time of a process so far; Linux counts it in hundredths of a second. */
export function readCpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

const at = (sorted: readonly number[], part: number) => sorted[Math.floor(sorted.length * part)] ?? NaN;
