// The delivery queue (CN2..CN6). A delivery is on disk when `enqueue` returns. It is then sent once, retried, or
// given up with a reason, and its outcome is reported, even if this process stops in between.
import type { Channels } from './configured-channels.ts';
import type { Database } from '../storage/database.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Log } from '../sync/rooms.ts';
import { openAttempts, type AttemptGuard } from './attempts.ts';
import { openGate } from './delivery-gate.ts';
import {
  openDeliveryTable,
  plainDelivery,
  updateIn,
  type Delivery,
  type DeliveryFilter,
  type DeliveryTable,
  type KeptDelivery,
} from './delivery-table.ts';
import type { ChannelKind } from './channels/channel.ts';
import { addressFor, refusalOf, type Order } from './delivery-order.ts';
import { openEndings, type EndCount } from './endings.ts';
import type { Censor } from './censor.ts';
import { openOutcomes, type OutcomeListener } from './outcomes.ts';
import { openQueue } from './queue.ts';
import { keptTryingMs } from './retry.ts';

export type { Order } from './delivery-order.ts';
export type { Delivery } from './delivery-table.ts';
export type { DeliveryOutcome } from './outcomes.ts';

export type Deliveries = {
  /** Durable on return. */
  enqueue(order: Order): Delivery;
  /** Like `enqueue`, and waits until the delivery has ended. */
  send(order: Order): Promise<Delivery>;
  /** Cancels queued deliveries whose key has this prefix; returns how many. A delivery being sent is not stopped. */
  cancel(dedupKeyPrefix: string, reason?: string): number;
  find(dedupKey: string): Delivery | null;
  /** Deliveries whose key has this prefix. */
  findUnder(dedupKeyPrefix: string): readonly Delivery[];
  /** Newest first. */
  list(filter: DeliveryFilter): readonly Delivery[];
  /** The channel's last delivery that was sent or failed. */
  lastOf(channel: string): Delivery | null;
  /** For metrics: how many deliveries wait now, and how many ended since the start. */
  counts(): {
    queued: number;
    /** When the oldest of them was enqueued, in epoch ms. */
    oldestAt: number | null;
    ended: readonly EndCount[];
  };
  /** When the queue was last checked without an error, on this server's clock; null before `start`. */
  lookedAt(): number | null;
  /** Called before each attempt; a returned reason drops the delivery. */
  onAttempt(guard: AttemptGuard): () => void;
  /**
   * Called when a delivery has ended, at least once: it is repeated, also after a restart, until the promise
   * resolves. A listener that writes a fact gives the fact the delivery's id, and checks for that first.
   */
  onOutcome(listener: OutcomeListener): () => void;
  /** Sends everything due now and reports the outcomes. For tests whose clock stands still. */
  runDue(): Promise<void>;
  /** Continues with what the last process left. Add listeners first. */
  start(): void;
  close(): Promise<void>;
};

export type DeliveriesOptions = {
  database: Database;
  channels: Channels;
  kinds: Readonly<Record<string, ChannelKind>>;
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  makeId: () => string;
  egress: Egress;
  /** TM4: the message as this channel and its recipient may read it. */
  censor?: Censor;
  /** The name this server gives when a protocol asks for one. */
  host: string;
  log: Log;
};

export function openDeliveries(options: DeliveriesOptions): Deliveries {
  const { database, now, log, censor = (order) => order.message } = options;
  const table = openDeliveryTable(database);
  const gate = openGate(now);
  const endings = openEndings({ table, now, log });
  const outcomes = openOutcomes({ table, now, log });
  const attempts = openAttempts({ ...options, censor, table, endings, gate });
  const queue = openQueue({ ...options, table, gate, endings, outcomes, attempts });

  const enqueue = (order: Order): Delivery => {
    const before = table.withKey(order.dedupKey);
    if (before !== null) return plainDelivery(before);
    const delivery = deliveryOf(order, { ...options, censor, queued: table.queuedCount() });
    table.add(delivery, delivery.createdAt);
    queue.wake();
    return plainDelivery(delivery);
  };

  return {
    enqueue,
    send: (order) => {
      const ended = outcomes.ended(enqueue(order).id);
      queue.look();
      return ended;
    },
    cancel: (prefix, reason = 'no longer needed') => table.cancel(prefix, reason, now()),
    ...readingOf(table),
    counts: () => ({
      queued: table.queuedCount(),
      oldestAt: table.oldestQueuedAt(),
      ended: endings.counts(),
    }),
    onAttempt: attempts.addGuard,
    onOutcome: outcomes.onOutcome,
    lookedAt: queue.lookedAt,
    runDue: queue.runDue,
    start: queue.start,
    close: queue.close,
  };
}

type Making = Pick<DeliveriesOptions, 'channels' | 'kinds' | 'makeId' | 'now'> & {
  censor: Censor;
  /** How many wait already. */
  queued: number;
};

/** A new delivery, which may be refused already. */
function deliveryOf(order: Order, { channels, kinds, censor, makeId, now, queued }: Making): KeptDelivery {
  const { dedupKey, person, context = {} } = order;
  const channel = channels.find(order.channel);
  const message = censor({ ...order, context }, channel);
  const to = channel && addressFor(message, channel, kinds);
  const refused = refusalOf(message, channel, to, queued);
  const at = now();
  return {
    id: makeId(),
    dedupKey,
    channel: order.channel,
    channelName: order.channelName ?? channel?.settings.name ?? order.channel,
    kind: channel?.settings.kind ?? '',
    person: person ?? message.to.person?.id ?? null,
    to: to === undefined || to === '' ? null : to,
    purpose: message.purpose,
    subject: message.subject,
    incident: order.incident ?? message.incident?.id ?? null,
    state: refused?.state ?? 'queued',
    reason: refused?.reason ?? null,
    update: updateIn(context),
    attempts: [],
    createdAt: at,
    nextAt: refused === null ? at : null,
    message,
    context,
    giveUpAt: order.notAfter ?? at + keptTryingMs[message.purpose],
  };
}

const plain = (found: KeptDelivery | null): Delivery | null => found && plainDelivery(found);

/** A row without the fields that only the queue reads. */
function readingOf(table: DeliveryTable): Pick<Deliveries, 'find' | 'findUnder' | 'list' | 'lastOf'> {
  return {
    find: (dedupKey) => plain(table.withKey(dedupKey)),
    findUnder: (prefix) => table.withPrefix(prefix).map(plainDelivery),
    list: (filter) => table.list(filter).map(plainDelivery),
    lastOf: (channel) => plain(table.lastOf(channel)),
  };
}
