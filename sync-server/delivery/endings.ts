// How deliveries end: each end is written, logged and counted. One that cannot be written is kept in mind until it can.
import type { Log } from '../sync/rooms.ts';
import type { Delivery, DeliveryTable, KeptDelivery } from './delivery-table.ts';

type Verdict = Pick<Delivery, 'state' | 'reason'>;
/** How many deliveries of a purpose reached a state. */
export type EndCount = { state: string; purpose: string; count: number };

export type Endings = {
  /** Writes the state of a delivery; `nextAt` is when a queued one is tried again. Throws as the table does. */
  end: (delivery: KeptDelivery, verdict: Verdict, nextAt: number | null) => void;
  /** Like `end` for a delivery that left: never throws, and writes later what cannot be written now. */
  endSent: (delivery: KeptDelivery, verdict: Verdict, nextAt: number | null) => void;
  /** Writes what could not be written before. */
  writeAgain: () => void;
  /** Since the start. */
  counts: () => EndCount[];
};

export function openEndings(options: { table: DeliveryTable; now: () => number; log: Log }): Endings {
  const { table, now, log } = options;
  /** By the delivery's id. */
  const unwritten = new Map<string, () => void>();
  const counts = new Map<string, EndCount>();
  const count = (state: string, purpose: string) => {
    const key = `${state} ${purpose}`;
    counts.set(key, { state, purpose, count: (counts.get(key)?.count ?? 0) + 1 });
  };

  const end: Endings['end'] = (delivery, verdict, nextAt) => {
    table.settle({ id: delivery.id, ...verdict, nextAt }, delivery.attempts, now());
    const { channelName: channel, purpose, incident, attempts, id } = delivery;
    if (verdict.state !== 'queued') count(verdict.state, purpose);
    const about = { delivery: id, channel, purpose, incident, attempts: attempts.length };
    if (verdict.state === 'sent') log.info(about, 'sent');
    else log.warn({ ...about, state: verdict.state, reason: verdict.reason }, 'not sent');
  };

  return {
    end,
    endSent: (delivery, verdict, nextAt) => {
      try {
        end(delivery, verdict, nextAt);
      } catch (error) {
        // It was sent: forgetting that would send it twice.
        log.error(
          { err: error, delivery: delivery.id },
          'an outcome could not be written; it is kept in mind',
        );
        unwritten.set(delivery.id, () => end(delivery, verdict, nextAt));
      }
    },
    writeAgain: () => {
      for (const [id, write] of unwritten) {
        try {
          write();
          unwritten.delete(id);
        } catch {
          // Logged at the first failure.
          return;
        }
      }
    },
    counts: () => [...counts.values()],
  };
}
