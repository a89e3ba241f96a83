// Messages to people and channels (CN2..CN6), as letters of the outbox. A delivery is on disk when `enqueue` returns.
// It is then sent once, retried, or given up with a reason, and its outcome is reported, even if this process stops in
// between.
import type { Database } from '../storage/database.ts';
import type { Log } from '../sync/rooms.ts';
import type { Censor } from './censor.ts';
import {
  deliveryOf,
  keyOf,
  letterKindOf,
  readDeliveries,
  type Delivery,
  type DeliveryFilter,
} from './delivery-letters.ts';
import { addressFor, refusalOf, type Order } from './delivery-order.ts';
import {
  handingOver,
  keptTryingMs,
  outcomeOf,
  type AttemptGuard,
  type DeliveryOutcome,
  type HandingOptions,
} from './hand-over.ts';
import type { Letter, LetterKind, NewLetter } from './outbox/letter.ts';
import type { Outbox } from './outbox/outbox.ts';

export type { Order } from './delivery-order.ts';
export type { Delivery } from './delivery-letters.ts';
export type { DeliveryOutcome } from './hand-over.ts';

/** The promise may reject: the outcome is then told again. */
export type OutcomeListener = (outcome: DeliveryOutcome) => Promise<void> | void;
/** How many deliveries of a purpose reached a state. */
export type EndCount = { state: string; purpose: string; count: number };

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
  /** When waiting pages were last checked without an error, on this server's clock; null before the outbox started. */
  lookedAt(): number | null;
  /** Called before each attempt; a returned reason drops the delivery. */
  onAttempt(guard: AttemptGuard): () => void;
  /**
   * Called when a delivery has ended, at least once: it is repeated, even after a restart, until the promise
   * resolves. A listener that writes a fact gives the fact the delivery's id, and checks for that first.
   */
  onOutcome(listener: OutcomeListener): () => void;
};

export type DeliveriesOptions = Omit<HandingOptions, 'censor' | 'guards'> & {
  database: Database;
  /** Defines its kinds there. Add listeners before the outbox starts. */
  outbox: Outbox;
  /** TM4: the message as this channel and its recipient may read it. */
  censor?: Censor;
  log: Log;
};

/** The lanes of deliveries. */
const lanes = ['pages', 'channels'] as const;

/** Adds to a set; returns the function that takes it out again. */
const joining =
  <T>(members: Set<T>) =>
  (member: T) => {
    members.add(member);
    return () => members.delete(member);
  };

function defineLetters(outbox: Outbox, how: Omit<LetterKind, 'lane' | 'afterCrash'>) {
  outbox.define('page', { lane: 'pages', afterCrash: 'twice', ...how });
  outbox.define('message', { lane: 'channels', afterCrash: 'twice', ...how });
  outbox.define('watched-message', { lane: 'channels', afterCrash: 'ask', ...how });
}

export function openDeliveries(options: DeliveriesOptions): Deliveries {
  const { database, outbox, log, censor = (order) => order.message } = options;
  const guards = new Set<AttemptGuard>();
  const listeners = new Set<OutcomeListener>();
  const ends = countEnds(log);
  defineLetters(outbox, {
    ...handingOver({ ...options, censor, guards }),
    tell: async (letter: Letter) => {
      for (const listener of listeners) await listener(outcomeOf(letter));
    },
    marked: ends.marked,
  });

  const find = (dedupKey: string) => {
    const letter = outbox.withKey(keyOf(dedupKey));
    return letter && deliveryOf(letter);
  };
  const enqueue = (order: Order): Delivery => {
    const before = find(order.dedupKey);
    if (before !== null) return before;
    outbox.put([letterFor(order, { ...options, censor })]);
    const made = find(order.dedupKey);
    if (made === null) throw new Error(`the delivery ${order.dedupKey} is not in the outbox`);
    return made;
  };

  return {
    enqueue,
    send: async (order) => {
      const ended = outbox.ended(enqueue(order).id);
      outbox.look();
      return deliveryOf(await ended);
    },
    cancel: (prefix, reason = 'no longer needed') => outbox.cancel(keyOf(prefix), reason),
    find,
    ...readDeliveries(database),
    counts: () => ({ ...outbox.waiting(...lanes), ended: ends.counts() }),
    onAttempt: joining(guards),
    onOutcome: joining(listeners),
    lookedAt: () => outbox.lookedAt('pages'),
  };
}

/** A new letter, which may be refused already. */
function letterFor(
  order: Order,
  { channels, kinds, censor, now, outbox }: DeliveriesOptions & { censor: Censor },
): NewLetter {
  const { dedupKey, person, context = {} } = order;
  const channel = channels.find(order.channel);
  const message = censor({ ...order, context }, channel);
  const to = channel && addressFor(message, channel, kinds);
  const { queued } = outbox.waiting(...lanes);
  return {
    key: keyOf(dedupKey),
    kind: letterKindOf(message.purpose),
    recipient: person ?? message.to.person?.id ?? null,
    payload: { message, context },
    channel: {
      id: order.channel,
      name: order.channelName ?? channel?.settings.name ?? order.channel,
      kind: channel?.settings.kind ?? '',
      address: to === '' ? null : to,
    },
    incident: order.incident ?? message.incident?.id ?? null,
    giveUpAt: order.notAfter ?? now() + keptTryingMs[message.purpose],
    refused: refusalOf(message, channel, to, queued),
  };
}

/** Logs how deliveries end, and counts their ends since the start. */
function countEnds(log: Log) {
  const counts = new Map<string, EndCount>();
  return {
    marked: (letter: Letter) => {
      const { id, channelName: channel, purpose, incident, attempts, state, reason } = deliveryOf(letter);
      const about = { delivery: id, channel, purpose, incident, attempts: attempts.length };
      if (state === 'sent') log.info(about, 'sent');
      else log.warn({ ...about, state, reason }, 'not sent');
      if (state === 'queued') return;
      const key = `${state} ${purpose}`;
      counts.set(key, { state, purpose, count: (counts.get(key)?.count ?? 0) + 1 });
    },
    counts: () => [...counts.values()],
  };
}
