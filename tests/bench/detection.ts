// From the kill of a service to its incident, from there to the live feed, and to the notification of a real team
// desktop on its own session bus: 5 s interval, two confirmations, 50 kills, ten services at a time.
import { setTimeout as wait } from 'node:timers/promises';
import type { FeedMessage } from '#wire/feed/messages.ts';
import { startDesktopBus, type SeenNotification } from '../helpers/desktop-bus.ts';
import { startDyingService, type DyingService } from '../helpers/dying-service.ts';
import { followFeed } from '../helpers/follow-feed.ts';
import { startServer } from '../helpers/server.ts';
import { createRandom } from '../helpers/random.ts';
import { joinDesktop } from '../helpers/team.ts';
import { toFigures, type Figure } from './figure.ts';

const atOnce = 10;
const kills = 50;
const intervalSeconds = 5;

export async function bench(): Promise<Figure[]> {
  await using server = await startServer();
  await using bus = await startDesktopBus();
  await using _desktop = await joinDesktop(server, { name: 'Ana Reyes', bus });
  const notified = watchNotifications(bus.notifications);
  const feed = await followFeed(server.url, server.ownerToken);
  const random = createRandom(9);
  await using services = await startServices();
  const toIncident: number[] = [];
  const toFeed: number[] = [];
  const toDesktop: number[] = [];
  const watched = await Promise.all(
    services.list.map(async (service, index) => {
      const json = {
        name: `s${index}`,
        kind: 'http',
        settings: { url: service.url },
        intervalSeconds,
        confirmations: 2,
        recoveries: 1,
        flap: null,
      };
      return { service, id: (await server.api<{ id: string }>('/api/v1/monitors', { json })).body.id };
    }),
  );
  const arrived = watchArrivals(feed.messages);
  for (let round = 0; round < kills / atOnce; round++) {
    await Promise.all(
      watched.map(async ({ service, id }, index) => {
        await arrived(id, 'up');
        // A random moment between two checks.
        await wait(random() * intervalSeconds * 1_000);
        const killedAt = Date.now();
        await service.kill();
        const { declaredAt, heardAt } = await arrived(id, 'declared', killedAt);
        toIncident.push(declaredAt - killedAt);
        toFeed.push(heardAt - declaredAt);
        toDesktop.push((await notified(`s${index} `, killedAt)) - declaredAt);
        await service.revive();
        await arrived(id, 'up', heardAt);
        const incident = await findIncident(id);
        await server.api(`/api/v1/incidents/${incident}/facts`, {
          json: { kind: 'status', status: 'resolved', why: 'bench' },
        });
      }),
    );
  }
  feed.close();
  notified.stop();
  return [
    {
      name: `detection: kill to incident, worst of ${toIncident.length}`,
      value: Math.max(...toIncident),
      unit: 'ms',
      limit: 10_000,
    },
    ...toFigures('detection: kill to incident', toIncident),
    {
      name: 'detection: confirming check to the incident on the live feed, worst',
      value: Math.max(...toFeed),
      unit: 'ms',
      limit: 1_000,
    },
    ...toFigures('detection: confirming check to the incident on the live feed', toFeed),
    {
      name: 'detection: incident to the notification on a desktop, worst',
      value: Math.max(...toDesktop),
      unit: 'ms',
      limit: 1_000,
    },
    ...toFigures('detection: incident to the notification on a desktop', toDesktop),
  ];

  async function findIncident(id: string): Promise<string> {
    const { body } = await server.api<{ items: { id: string; declaredAt: number; title: string }[] }>(
      '/api/v1/incidents?status=open',
    );
    const name = `s${watched.findIndex((each) => each.id === id)} `;
    return body.items.find(({ title }) => title.startsWith(name))?.id ?? '';
  }
}

async function startServices(): Promise<{ list: DyingService[] } & AsyncDisposable> {
  const list = await Promise.all(Array.from({ length: atOnce }, startDyingService));
  return {
    list,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(list.map((service) => service.kill()));
    },
  };
}

/** When the first notification with these words in its title came after a given time. */
function watchNotifications(seen: readonly SeenNotification[]) {
  const came: { title: string; at: number }[] = [];
  const timer = setInterval(() => {
    for (const { title } of seen.slice(came.length)) came.push({ title, at: Date.now() });
  }, 2);
  const notified = async (words: string, since: number): Promise<number> => {
    for (;;) {
      const found = came.find(({ title, at }) => at >= since && title.includes(words));
      if (found) return found.at;
      await wait(2);
    }
  };
  return Object.assign(notified, { stop: () => clearInterval(timer) });
}

type Arrival = { declaredAt: number; heardAt: number };

/** Polls often enough to measure tens of milliseconds. */
function watchArrivals(messages: readonly FeedMessage[]) {
  const status = new Map<string, { status: string; at: number }>();
  const incidents = new Map<string, Arrival>();
  let read = 0;
  const catchUp = () => {
    for (; read < messages.length; read++) {
      const message = messages[read];
      if (message?.type === 'monitor')
        status.set(message.monitor.id, { status: message.monitor.status, at: Date.now() });
      if (message?.type !== 'incident') continue;
      for (const id of message.incident.monitorsDown) {
        if (incidents.get(id)?.declaredAt !== message.incident.declaredAt)
          incidents.set(id, { declaredAt: message.incident.declaredAt, heardAt: Date.now() });
      }
    }
  };
  return async (id: string, what: 'up' | 'declared', since = 0): Promise<Arrival> => {
    for (;;) {
      catchUp();
      const incident = incidents.get(id);
      const now = status.get(id);
      if (what === 'declared' && incident !== undefined && incident.declaredAt >= since) return incident;
      if (what === 'up' && now?.status === 'up' && now.at >= since) return { declaredAt: 0, heardAt: now.at };
      await wait(2);
    }
  };
}
