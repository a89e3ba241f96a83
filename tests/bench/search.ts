// SE2: finds words in 2,000 incidents of 200 facts each, on the team's server and on a replica whose team is away.
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom } from '#room/fixtures/random.ts';
import { startReplicaOf } from '../helpers/replicas.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { toFigures, type Figure } from './figure.ts';

const incidents = 2_000;
const factsEach = 200;
const atOnce = 8;
const asks = 200;
const limitMs = 100;
/** Asking all the time would keep the server from reading what it has to index. */
const lookAgainMs = 250;

const random = createRandom(11);
const words = Array.from({ length: 4_000 }, () =>
  Array.from({ length: 3 + random.below(7) }, () => random.pick('abcdefghiklmnoprstuw'.split(''))).join(''),
);
// As in any language, a few words are frequent.
const say = (count: number) =>
  Array.from({ length: count }, () => words[Math.floor(random.next() ** 3 * words.length)]).join(' ');

export async function bench(): Promise<Figure[]> {
  const team = await startServer();
  try {
    await fill(team);
    await untilFound(team);
    const figures = await measure(`search in ${incidents} incidents of ${factsEach} facts`, team);
    await using replica = await startReplicaOf(team, 'Bo');
    await untilFound(replica);
    await team[Symbol.asyncDispose]();
    return [...figures, ...(await measure('the same on a replica without its team', replica))];
  } finally {
    await team[Symbol.asyncDispose]();
  }
}

/** Several at a time, as an import of history would: what is written together waits for the disk once. */
async function fill(server: RunningServer): Promise<void> {
  let made = 0;
  const work = async () => {
    while (made++ < incidents) {
      const json = { title: say(6) };
      const facts = Array.from({ length: factsEach }, () => ({ kind: 'note', text: say(14) }));
      const { body } = await server.api<{ id: string }>('/api/v1/incidents', { json });
      const { status } = await server.api(`/api/v1/incidents/${body.id}/facts`, { json: facts });
      if (status !== 201) throw new Error(`facts were refused: ${status}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** Waits until every incident is there and nothing waits to be indexed. */
async function untilFound(server: RunningServer): Promise<void> {
  for (;;) {
    const { body: all } = await server.api<{ items: unknown[] }>('/api/v1/incidents');
    const { body } = await server.api<{ notIndexed: number }>('/api/v1/incidents?limit=1&q=a');
    if (all.items.length === incidents && body.notIndexed === 0) return;
    await wait(lookAgainMs);
  }
}

async function measure(name: string, server: RunningServer): Promise<Figure[]> {
  const times: number[] = [];
  for (let asked = 0; asked < asks; asked++) {
    const typed = say(1 + (asked % 2)).split(' ');
    const q = typed.map((word) => word.slice(0, 1 + random.below(word.length))).join('%20');
    const start = performance.now();
    await server.api(`/api/v1/incidents?limit=50&q=${q}`);
    times.push(performance.now() - start);
  }
  return toFigures(name, times, limitMs);
}
