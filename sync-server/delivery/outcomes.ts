// Tells the outcomes of deliveries to those who listen, each until all of them took it.
import type { Log } from '../sync/rooms.ts';
import { plainDelivery, type Delivery, type DeliveryTable, type KeptDelivery } from './delivery-table.ts';
import type { Message } from './message.ts';

const tellAgainMs = 5_000;
const mostAtOnce = 100;

export type DeliveryOutcome = { delivery: Delivery; message: Message; context: Record<string, unknown> };
export type OutcomeListener = (outcome: DeliveryOutcome) => Promise<void> | void;

export type Outcomes = {
  /** The promise may reject: the outcome is then told again. */
  onOutcome: (listener: OutcomeListener) => () => void;
  /** Resolves when this delivery has ended and was told once, even if a listener failed. */
  ended: (delivery: string) => Promise<Delivery>;
  /** Begins to report outcomes that are not reported yet. Throws as the table does. */
  tellUntold: () => void;
  /** The outcomes being reported now. */
  atWork: () => Promise<void>[];
};

export function openOutcomes(options: { table: DeliveryTable; now: () => number; log: Log }): Outcomes {
  const { table, now, log } = options;
  const listeners = new Set<OutcomeListener>();
  const telling = new Map<string, Promise<void>>();
  const notBefore = new Map<string, number>();
  const waiting = new Map<string, (delivery: Delivery) => void>();

  const tell = async (kept: KeptDelivery) => {
    const delivery = plainDelivery(kept);
    try {
      for (const listener of listeners)
        await listener({ delivery, message: kept.message, context: kept.context });
      table.told(kept.id);
      notBefore.delete(kept.id);
    } catch (error) {
      notBefore.set(kept.id, now() + tellAgainMs);
      log.error({ err: error, delivery: kept.id }, 'the outcome was not saved; the server tries again');
    }
    waiting.get(kept.id)?.(delivery);
    waiting.delete(kept.id);
  };

  return {
    onOutcome: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ended: (delivery) => new Promise((resolve) => waiting.set(delivery, resolve)),
    tellUntold: () => {
      for (const kept of table.untold(mostAtOnce)) {
        if (telling.has(kept.id) || (notBefore.get(kept.id) ?? 0) > now()) continue;
        telling.set(
          kept.id,
          tell(kept).finally(() => telling.delete(kept.id)),
        );
      }
    },
    atWork: () => [...telling.values()],
  };
}
