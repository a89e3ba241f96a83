// The delivery queue (CN2..CN6). A delivery is on disk when `enqueue` returns. It is then sent once, retried, or
// given up with a reason, and its outcome is reported, even if this process stops in between.
import type { Channel, Channels } from './configured-channels.ts';
import type { Database } from '../storage/database.ts';
import type { Egress } from '../outgoing/egress.ts';
import type { Log } from '../sync/rooms.ts';
import { openGate } from './delivery-gate.ts';
import {
  openDeliveryTable,
  plainDelivery,
  updateIn,
  type Delivery,
  type DeliveryFilter,
  type KeptDelivery,
} from './delivery-table.ts';
import type { ChannelKind, Outcome } from './channels/channel.ts';
import { addressFor, refusalOf, type Order } from './delivery-order.ts';
import type { Censor } from './censor.ts';
import type { Message } from './message.ts';
import { decideRetry, decideUnknown, keptTryingMs } from './retry.ts';

export type { Order } from './delivery-order.ts';
export type { Delivery } from './delivery-table.ts';

const keptMs = 30 * 24 * 3_600_000;
const pruneEveryMs = 3_600_000;
const lookEveryMs = 1_000;
const tellAgainMs = 5_000;
/** Limits of simultaneous sends: per channel, and in total. */
const mostAtOnce = { channel: 4, all: 16 } as const;

export type DeliveryOutcome = { delivery: Delivery; message: Message; context: Record<string, unknown> };

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
    ended: readonly { state: string; purpose: string; count: number }[];
  };
  /** When the queue was last checked without an error, on this server's clock; null before `start`. */
  lookedAt(): number | null;
  /** Called before each attempt; a returned reason drops the delivery. */
  onAttempt(guard: (delivery: DeliveryOutcome) => Promise<string | null>): () => void;
  /**
   * Called when a delivery has ended, at least once: it is repeated, also after a restart, until the promise
   * resolves. A listener that writes a fact gives the fact the delivery's id, and checks for that first.
   */
  onOutcome(listener: (outcome: DeliveryOutcome) => Promise<void> | void): () => void;
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
  const { database, channels, kinds, now, random, makeId, egress, host, log } = options;
  const { censor = (order) => order.message } = options;
  const table = openDeliveryTable(database);
  const gate = openGate({ now, mostAtOnce });
  const guards = new Set<Parameters<Deliveries['onAttempt']>[0]>();
  const listeners = new Set<Parameters<Deliveries['onOutcome']>[0]>();
  const atWork = new Map<string, Promise<void>>();
  const telling = new Map<string, Promise<void>>();
  const notBefore = new Map<string, number>();
  const waiting = new Map<string, (delivery: Delivery) => void>();
  /** Outcomes that could not be written, as on a full disk. */
  const unwritten = new Map<string, () => void>();
  const ended = new Map<string, { state: string; purpose: string; count: number }>();
  let lookedAt: number | null = null;
  let isEnding = false;
  const timers: NodeJS.Timeout[] = [];

  const enqueue = (order: Order): Delivery => {
    const { dedupKey, person, context = {} } = order;
    const before = table.withKey(dedupKey);
    if (before !== null) return plainDelivery(before);
    const channel = channels.find(order.channel);
    const message = censor({ ...order, context }, channel);
    const to = channel && addressFor(message, channel, kinds);
    const refused = refusalOf(message, channel, to, table.queuedCount());
    const at = now();
    const delivery: KeptDelivery = {
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
    table.add(delivery, at);
    if (timers.length > 0) queueMicrotask(look);
    return plainDelivery(delivery);
  };

  const end = (
    delivery: KeptDelivery,
    verdict: Pick<Delivery, 'state' | 'reason'>,
    nextAt: number | null,
  ) => {
    table.settle({ id: delivery.id, ...verdict, nextAt }, delivery.attempts, now());
    const { channelName: channel, purpose, incident, attempts, id } = delivery;
    const counted = ended.get(`${verdict.state} ${purpose}`) ?? { state: verdict.state, purpose, count: 0 };
    if (verdict.state !== 'queued')
      ended.set(`${verdict.state} ${purpose}`, { ...counted, count: counted.count + 1 });
    const about = { delivery: id, channel, purpose, incident, attempts: attempts.length };
    if (verdict.state === 'sent') log.info(about, 'sent');
    else log.warn({ ...about, state: verdict.state, reason: verdict.reason }, 'not sent');
  };

  const whyNotNow = async (delivery: KeptDelivery, { settings }: Channel): Promise<string | null> => {
    if (delivery.purpose === 'test') return null;
    if (settings.paused) return 'the channel is paused';
    if (now() > delivery.giveUpAt) return 'it could not be sent while it was of use';
    for (const guard of guards) {
      const reason = await guard({ delivery, message: delivery.message, context: delivery.context });
      if (reason !== null) return reason;
    }
    return null;
  };

  const attempt = async (delivery: KeptDelivery): Promise<void> => {
    const channel = channels.find(delivery.channel);
    const kind = channel === null ? undefined : kinds[channel.settings.kind];
    if (channel === null || kind === undefined)
      return end(delivery, { state: 'failed', reason: 'the channel was removed' }, null);
    const unwanted = await whyNotNow(delivery, channel);
    if (unwanted !== null) return end(delivery, { state: 'dropped', reason: unwanted }, null);
    // CN4: recorded before the first byte leaves, so that an interrupted send is recognised after a crash.
    if (!table.begin(delivery.id, now())) return undefined;
    const signal = AbortSignal.timeout(kind.timeoutMs);
    const context = { signal, egress, deliveryId: delivery.id, now: now(), host };
    // The incident may have been restricted since the delivery was enqueued.
    const { incident } = delivery;
    const message = censor(
      { ...delivery, ...(incident === null ? { incident: undefined } : { incident }) },
      channel,
    );
    const outcome = await kind.send(message, channel.settings.settings, context);
    return take(delivery, outcome);
  };

  const take = (delivery: KeptDelivery, outcome: Outcome) => {
    const at = now();
    const reason = outcome.ok ? null : outcome.reason;
    const tried = { ...delivery, attempts: [...delivery.attempts, { at, ok: outcome.ok, reason }] };
    const { giveUpAt } = delivery;
    const verdict = decideRetry(
      outcome,
      { attempts: tried.attempts.length, giveUpAt },
      { now: at, random: random() },
    );
    if (!outcome.ok && outcome.retryAfterMs !== undefined) gate.block(delivery.channel, outcome.retryAfterMs);
    const nextAt = verdict.state === 'queued' ? verdict.nextAt : null;
    try {
      end(tried, verdict, nextAt);
    } catch (error) {
      // It was sent: forgetting that would send it twice.
      log.error({ err: error, delivery: delivery.id }, 'an outcome could not be written; it is kept in mind');
      unwritten.set(delivery.id, () => end(tried, verdict, nextAt));
    }
  };

  const writeAgain = () => {
    for (const [id, write] of unwritten) {
      try {
        write();
        unwritten.delete(id);
      } catch {
        // Logged at the first failure.
        return;
      }
    }
  };

  const tell = async (kept: KeptDelivery) => {
    const delivery = plainDelivery(kept);
    try {
      for (const listener of listeners)
        await listener({ delivery, message: kept.message, context: kept.context });
      table.told(kept.id);
      notBefore.delete(kept.id);
    } catch (error) {
      notBefore.set(kept.id, now() + tellAgainMs);
      log.error({ err: error, delivery: kept.id }, 'the outcome was not noted; it will be told again');
    }
    waiting.get(kept.id)?.(delivery);
    waiting.delete(kept.id);
  };

  const look = () => {
    if (isEnding) return;
    try {
      beginDue();
      tellUntold();
      lookedAt = now();
    } catch (error) {
      // The disk may be full; the next check tries again.
      log.error({ err: error }, 'the queue of deliveries cannot be read or written');
    }
  };

  const beginDue = () => {
    writeAgain();
    for (const delivery of table.due(now(), gate.closed(), mostAtOnce.all * 4)) {
      if (atWork.has(delivery.id)) continue;
      const kind = kinds[channels.find(delivery.channel)?.settings.kind ?? ''];
      if (!gate.enter(delivery.channel, kind?.perMinute ?? Infinity)) continue;
      const work = attempt(delivery)
        .catch((error: unknown) => {
          log.error({ err: error, delivery: delivery.id }, 'a delivery met a bug; it will be tried again');
        })
        .finally(() => {
          gate.leave(delivery.channel);
          atWork.delete(delivery.id);
          look();
        });
      atWork.set(delivery.id, work);
    }
  };

  const tellUntold = () => {
    for (const kept of table.untold(100)) {
      if (telling.has(kept.id) || (notBefore.get(kept.id) ?? 0) > now()) continue;
      telling.set(
        kept.id,
        tell(kept).finally(() => telling.delete(kept.id)),
      );
    }
  };

  const prune = () => {
    try {
      table.prune(now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old deliveries could not be removed');
    }
  };

  const settleInterrupted = () => {
    for (const delivery of table.begun()) {
      const reason = 'the server ended during this attempt; whether it arrived is not known';
      const tried = { ...delivery, attempts: [...delivery.attempts, { at: now(), ok: false, reason }] };
      if (decideUnknown(delivery.purpose) === 'failed') end(tried, { state: 'failed', reason }, null);
      else end(tried, { state: 'queued', reason }, now());
    }
  };

  return {
    enqueue,
    send: (order) =>
      new Promise((resolve) => {
        const delivery = enqueue(order);
        waiting.set(delivery.id, resolve);
        look();
      }),
    cancel: (prefix, reason = 'no longer needed') => table.cancel(prefix, reason, now()),
    find: (dedupKey) => {
      const found = table.withKey(dedupKey);
      return found && plainDelivery(found);
    },
    findUnder: (prefix) => table.withPrefix(prefix).map(plainDelivery),
    list: (filter) => table.list(filter).map(plainDelivery),
    lastOf: (channel) => {
      const last = table.lastOf(channel);
      return last && plainDelivery(last);
    },
    counts: () => ({
      queued: table.queuedCount(),
      oldestAt: table.oldestQueuedAt(),
      ended: [...ended.values()],
    }),
    lookedAt: () => lookedAt,
    onAttempt: (guard) => {
      guards.add(guard);
      return () => guards.delete(guard);
    },
    onOutcome: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    runDue: async () => {
      for (;;) {
        look();
        const busy = [...atWork.values(), ...telling.values()];
        if (busy.length === 0) return;
        await Promise.all(busy);
      }
    },
    start: () => {
      settleInterrupted();
      prune();
      timers.push(setInterval(look, lookEveryMs), setInterval(prune, pruneEveryMs));
      look();
    },
    close: async () => {
      isEnding = true;
      timers.forEach((timer) => clearInterval(timer));
      // Sends in progress may still arrive, so they are awaited up to their own deadline.
      await Promise.all([...atWork.values(), ...telling.values()]);
      writeAgain();
    },
  };
}
