// One attempt to send a delivery (CN3, CN4): whether it is still wanted, the send itself, and what follows from its
// outcome.
import type { Egress } from '../outgoing/egress.ts';
import type { Censor } from './censor.ts';
import type { ChannelKind, Outcome } from './channels/channel.ts';
import type { Channel, Channels } from './configured-channels.ts';
import type { Gate } from './delivery-gate.ts';
import type { DeliveryTable, KeptDelivery } from './delivery-table.ts';
import type { Endings } from './endings.ts';
import type { DeliveryOutcome } from './outcomes.ts';
import { decideRetry, decideUnknown } from './retry.ts';

/** Called before each attempt; a returned reason drops the delivery. */
export type AttemptGuard = (delivery: DeliveryOutcome) => Promise<string | null>;

export type Attempts = {
  addGuard: (guard: AttemptGuard) => () => void;
  /** Sends a delivery once, or ends it unsent. Rejects for a bug and for a table that cannot be written. */
  attempt: (delivery: KeptDelivery) => Promise<void>;
  /** Ends the attempts that the last process did not finish, or queues them again. */
  settleInterrupted: () => void;
};

type Options = {
  table: DeliveryTable;
  endings: Endings;
  gate: Gate;
  channels: Channels;
  kinds: Readonly<Record<string, ChannelKind>>;
  censor: Censor;
  egress: Egress;
  host: string;
  now: () => number;
  random: () => number;
};

export function openAttempts(options: Options): Attempts {
  const { table, endings, channels, kinds, now } = options;
  const guards = new Set<AttemptGuard>();

  const attempt = async (delivery: KeptDelivery): Promise<void> => {
    const channel = channels.find(delivery.channel);
    const kind = channel === null ? undefined : kinds[channel.settings.kind];
    if (channel === null || kind === undefined)
      return endings.end(delivery, { state: 'failed', reason: 'the channel was removed' }, null);
    const unwanted = await whyNotNow(delivery, channel, { guards, now });
    if (unwanted !== null) return endings.end(delivery, { state: 'dropped', reason: unwanted }, null);
    // CN4: recorded before the first byte leaves, so that an interrupted send is recognised after a crash.
    if (!table.begin(delivery.id, now())) return undefined;
    return takeOutcome(delivery, await sendOnce(delivery, channel, kind, options), options);
  };

  return {
    addGuard: (guard) => {
      guards.add(guard);
      return () => guards.delete(guard);
    },
    attempt,
    settleInterrupted: () => {
      for (const delivery of table.begun()) {
        const reason = 'the server ended during this attempt; whether it arrived is not known';
        const tried = withAttempt(delivery, { at: now(), ok: false, reason });
        if (decideUnknown(delivery.purpose) === 'failed')
          endings.end(tried, { state: 'failed', reason }, null);
        else endings.end(tried, { state: 'queued', reason }, now());
      }
    },
  };
}

const withAttempt = (delivery: KeptDelivery, attempt: KeptDelivery['attempts'][number]): KeptDelivery => ({
  ...delivery,
  attempts: [...delivery.attempts, attempt],
});

/** Null when it should be sent. */
async function whyNotNow(
  delivery: KeptDelivery,
  { settings }: Channel,
  { guards, now }: { guards: ReadonlySet<AttemptGuard>; now: () => number },
): Promise<string | null> {
  if (delivery.purpose === 'test') return null;
  if (settings.paused) return 'the channel is paused';
  if (now() > delivery.giveUpAt) return 'it could not be sent while it was of use';
  for (const guard of guards) {
    const reason = await guard({ delivery, message: delivery.message, context: delivery.context });
    if (reason !== null) return reason;
  }
  return null;
}

function sendOnce(
  delivery: KeptDelivery,
  channel: Channel,
  kind: ChannelKind,
  { censor, egress, host, now }: Options,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(kind.timeoutMs);
  const context = { signal, egress, deliveryId: delivery.id, now: now(), host };
  // The incident may have been restricted since the delivery was enqueued.
  const message = censor({ ...delivery, incident: delivery.incident ?? undefined }, channel);
  return kind.send(message, channel.settings.settings, context);
}

function takeOutcome(delivery: KeptDelivery, outcome: Outcome, { endings, gate, now, random }: Options) {
  const at = now();
  const tried = withAttempt(delivery, { at, ok: outcome.ok, reason: outcome.ok ? null : outcome.reason });
  const { giveUpAt, attempts } = tried;
  const verdict = decideRetry(
    outcome,
    { attempts: attempts.length, giveUpAt },
    { now: at, random: random() },
  );
  if (!outcome.ok && outcome.retryAfterMs !== undefined) gate.block(delivery.channel, outcome.retryAfterMs);
  endings.endSent(tried, verdict, verdict.state === 'queued' ? verdict.nextAt : null);
}
