// The queue on a real database file with the real channels, and its own clock and random numbers.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { openChannels, type Channel, type Channels } from '../configured-channels.ts';
import { openDatabase } from '../../storage/database.ts';
import { makeEgress } from '../../outgoing/egress.ts';
import { channelKinds } from '../channels/index.ts';
import { openDeliveries, type Deliveries, type DeliveriesOptions, type Order } from '../deliveries.ts';
import type { Message } from '../message.ts';
import { openOutbox, type Outbox } from '../outbox/outbox.ts';

export const began = 1_800_000_000_000;

/** Deliveries in an outbox that has nothing else. */
export type DeliveriesAlone = Deliveries & Pick<Outbox, 'runDue' | 'start' | 'close'>;

export function openDeliveriesAlone(
  options: Omit<DeliveriesOptions, 'outbox'> & { makeId: () => string },
): DeliveriesAlone {
  const outbox = openOutbox(options);
  return {
    ...openDeliveries({ ...options, outbox }),
    runDue: () => outbox.runDue(),
    start: () => outbox.start(),
    close: () => outbox.close(),
  };
}

export type QueueStage = {
  deliveries: DeliveriesAlone;
  channels: Channels;
  now: () => number;
  forward: (ms: number) => void;
  /** Ends the process without warning; another one opens the same file. */
  crash: () => Promise<void>;
  addWebhook: (url: string, name?: string) => Promise<Channel>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function openStage({
  random = () => 0.999,
}: { random?: () => number } = {}): Promise<QueueStage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-deliveries-'));
  let clock = began;
  let ids = 0;
  const now = () => clock;
  const makeId = () => `id${String(++ids).padStart(6, '0')}`;
  const open = async () => {
    const database = openDatabase(path.join(folder, 'muster.db'));
    const channels = await openChannels({ database, makeId });
    const deliveries = openDeliveriesAlone({
      database,
      channels,
      kinds: channelKinds,
      egress: makeEgress({ allowsLinkLocal: false }),
      now,
      random,
      makeId,
      host: 'muster.test',
      log: pino({ level: 'silent' }),
    });
    return { database, channels, deliveries };
  };
  let current = await open();
  return {
    get deliveries() {
      return current.deliveries;
    },
    get channels() {
      return current.channels;
    },
    now,
    forward: (ms) => {
      clock += ms;
    },
    crash: async () => {
      // Closes the old process's connection, so that it can write nothing more.
      current.database.sql.close();
      current = await open();
    },
    addWebhook: async (url, name = 'Hook') => {
      const settings = { name, kind: 'webhook', settings: { url, secret: '' }, paused: false, audiences: [] };
      const added = await current.channels.add(settings);
      if (typeof added === 'string') throw new Error(added);
      return added;
    },
    [Symbol.asyncDispose]: async () => {
      await current.deliveries.close();
      if (current.database.isOpen()) await current.database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const page = (part: Partial<Message> = {}): Message => ({
  purpose: 'page',
  incident: {
    id: '01HZZZZZZZZZZZZZZZZZZZZZZZ',
    number: 'INC-42',
    title: 'Payments are down',
    severity: 'P1',
    status: 'investigating',
    service: 'payments',
    url: 'https://muster.example.org/#/room/01HZZZZZZZZZZZZZZZZZZZZZZZ',
  },
  subject: 'Payments are down',
  text: 'payments-api is down: 503 <b>Service</b> & more',
  links: {
    open: 'https://muster.example.org/#/room/01HZZZZZZZZZZZZZZZZZZZZZZZ',
    acknowledge: 'https://muster.example.org/acknowledge/abc',
  },
  to: {},
  ...part,
});

export const order = (channel: Channel, part: Partial<Order> = {}): Order => ({
  channel: channel.id,
  message: page(),
  dedupKey: 'page:1',
  ...part,
});
