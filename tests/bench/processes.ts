// How soon people on one process see what people on another type: two processes on one PostgreSQL, with and without
// Redis; 20 rooms of ten people each, half of them on each process.
import {
  redisPassword,
  startPostgres,
  startRedis,
  type Cluster,
} from '#sync-server/checks/testing/databases.ts';
import { makeDatabase } from '#sync-server/storage/testing/postgres.ts';
import { makeRoomName } from '../helpers/facts.ts';
import { startServer, type RunningServer } from '../helpers/server.ts';
import { joinRoom, type StockClient } from '../helpers/stock-client.ts';
import { toFigures, type Figure } from './figure.ts';

const rooms = 20;
const peopleInRoom = 10;
const everyMs = 1_000;
const forMs = 15_000;

export async function bench(): Promise<Figure[]> {
  await using cluster = await startPostgres();
  await using redis = await startRedis();
  const address = `redis://:${redisPassword}@${redis.host}:${redis.port}`;
  return [
    ...(await measure('through PostgreSQL alone', cluster, {})),
    ...(await measure('through Redis', cluster, { MUSTER_REDIS: address })),
  ];
}

async function measure(how: string, cluster: Cluster, more: Record<string, string>): Promise<Figure[]> {
  const environment = { MUSTER_DATABASE: await makeDatabase(cluster), ...more };
  await using first = await startServer({ environment });
  await using second = await startServer({ environment });
  await first.logged(/this process leads/);
  await second.logged(/this process follows/);
  const joined = await Promise.all(
    Array.from({ length: rooms }, () => joinBoth([first, second], first.ownerToken)),
  );
  const waits: number[] = [];
  const sentAt = new Map<string, number>();
  for (const people of joined) {
    for (const [index, { doc }] of people.entries()) {
      doc.getArray<string>('typed').observe(({ changes }) => {
        for (const text of [...changes.added].flatMap(({ content }) => content.getContent() as string[])) {
          const began = sentAt.get(text);
          // Count only people on the other process: they alternate.
          if (began !== undefined && Number(text.split('.')[1]) % 2 !== index % 2)
            waits.push(performance.now() - began);
        }
      });
    }
  }
  let count = 0;
  const until = performance.now() + forMs;
  while (performance.now() < until) {
    for (const [room, people] of joined.entries()) {
      const from = count % people.length;
      const text = `${room}.${from}.${count}`;
      sentAt.set(text, performance.now());
      people[from]?.doc.getArray<string>('typed').push([text]);
      count += 1;
      // Spread evenly, so that each person types once in that time.
      await new Promise((resolve) => setTimeout(resolve, everyMs / (rooms * peopleInRoom)));
    }
    count += 1;
  }
  for (const each of joined.flat()) each.close();
  return toFigures(`seen on the other process, ${how}`, waits, 40);
}

async function joinBoth(
  servers: readonly [RunningServer, RunningServer],
  token: string,
): Promise<StockClient[]> {
  const room = makeRoomName();
  const people = Array.from({ length: peopleInRoom }, (_, index) =>
    joinRoom(servers[index % 2 === 0 ? 0 : 1].url, token, room),
  );
  await Promise.all(people.map((each) => each.synced()));
  return people;
}
