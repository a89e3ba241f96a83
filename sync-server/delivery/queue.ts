// Looks through the queue of deliveries: begins what is due, within the limits of the gate, and tells what has ended.
import type { Log } from '../sync/rooms.ts';
import type { Attempts } from './attempts.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Channels } from './configured-channels.ts';
import { mostAtOnce, type Gate } from './delivery-gate.ts';
import type { DeliveryTable, KeptDelivery } from './delivery-table.ts';
import type { Endings } from './endings.ts';
import type { Outcomes } from './outcomes.ts';

const keptMs = 30 * 24 * 3_600_000;
const pruneEveryMs = 3_600_000;
const lookEveryMs = 1_000;

export type Queue = {
  /** Never throws: what fails is tried again at the next look. */
  look: () => void;
  /** Looks soon, once the queue has been started. */
  wake: () => void;
  /** When the queue was last checked without an error, on this server's clock; null before that. */
  lookedAt: () => number | null;
  /** Resolves when nothing is due and nothing is at work. */
  runDue: () => Promise<void>;
  start: () => void;
  close: () => Promise<void>;
};

type Options = {
  table: DeliveryTable;
  gate: Gate;
  attempts: Attempts;
  endings: Pick<Endings, 'writeAgain'>;
  outcomes: Pick<Outcomes, 'tellUntold' | 'atWork'>;
  channels: Pick<Channels, 'find'>;
  kinds: Readonly<Record<string, ChannelKind>>;
  now: () => number;
  log: Log;
};

export function openQueue(options: Options): Queue {
  const { table, attempts, endings, outcomes, now, log } = options;
  const sending = openSending(options, () => look());
  const busy = () => [...sending.atWork(), ...outcomes.atWork()];
  const timers: NodeJS.Timeout[] = [];
  let lookedAt: number | null = null;
  let isEnding = false;

  const look = () => {
    if (isEnding) return;
    try {
      endings.writeAgain();
      sending.beginDue();
      outcomes.tellUntold();
      lookedAt = now();
    } catch (error) {
      // The disk may be full; the next check tries again.
      log.error({ err: error }, 'the queue of deliveries cannot be read or written');
    }
  };
  const prune = () => {
    try {
      table.prune(now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old deliveries could not be removed');
    }
  };

  return {
    look,
    wake: () => {
      if (timers.length > 0) queueMicrotask(look);
    },
    lookedAt: () => lookedAt,
    runDue: async () => {
      for (;;) {
        look();
        if (busy().length === 0) return;
        await Promise.all(busy());
      }
    },
    start: () => {
      attempts.settleInterrupted();
      prune();
      timers.push(setInterval(look, lookEveryMs), setInterval(prune, pruneEveryMs));
      look();
    },
    close: async () => {
      isEnding = true;
      timers.forEach((timer) => clearInterval(timer));
      // Sends in progress may still arrive, so they are awaited up to their own deadline.
      await Promise.all(busy());
      endings.writeAgain();
    },
  };
}

/** The attempts that run now. `onDone` is called after each. */
function openSending({ table, gate, attempts, channels, kinds, now, log }: Options, onDone: () => void) {
  const atWork = new Map<string, Promise<void>>();
  const begin = (delivery: KeptDelivery) => {
    const work = attempts
      .attempt(delivery)
      .catch((error: unknown) => {
        log.error({ err: error, delivery: delivery.id }, 'a bug stopped a delivery; the server tries again');
      })
      .finally(() => {
        gate.leave(delivery.channel);
        atWork.delete(delivery.id);
        onDone();
      });
    atWork.set(delivery.id, work);
  };
  return {
    atWork: () => [...atWork.values()],
    beginDue: () => {
      for (const delivery of table.due(now(), gate.closed(), mostAtOnce.all * 4)) {
        if (atWork.has(delivery.id)) continue;
        const kind = kinds[channels.find(delivery.channel)?.settings.kind ?? ''];
        if (gate.enter(delivery.channel, kind?.perMinute ?? Infinity)) begin(delivery);
      }
    },
  };
}
