// How the outbox hands over a delivery (CN3, CN4): it asks whether the delivery is still wanted, makes one attempt
// through its channel, and decides about the next attempt.
import type { Egress } from '../outgoing/egress.ts';
import type { Censor } from './censor.ts';
import type { ChannelKind, SendOutcome } from './channels/channel.ts';
import type { Channel, Channels } from './configured-channels.ts';
import { deliveryOf, payloadOf, type Delivery } from './delivery-letters.ts';
import type { Message, Purpose } from './message.ts';
import type { HandedOver, Letter, LetterKind, Unwanted } from './outbox/letter.ts';
import { waitAfter } from './outbox/settle.ts';

const minuteMs = 60_000;
const backoff = { firstMs: 2_000, longestMs: 5 * minuteMs };

/** How long to retry, per purpose. A message that is useless late is not sent late. */
export const keptTryingMs: Record<Purpose, number> = {
  page: 60 * minuteMs,
  nag: 30 * minuteMs,
  incident: 6 * 60 * minuteMs,
  acknowledged: 6 * 60 * minuteMs,
  resolved: 6 * 60 * minuteMs,
  reminder: 24 * 60 * minuteMs,
  shift: 6 * 60 * minuteMs,
  ticket: 24 * 60 * minuteMs,
  audit: 24 * 60 * minuteMs,
  // A person watches, and sends it again or informs the readers in another way.
  update: 15 * minuteMs,
  test: 0,
};

export type DeliveryOutcome = { delivery: Delivery; message: Message; context: Record<string, unknown> };
/** Called before each attempt; a returned reason drops the delivery. */
export type AttemptGuard = (delivery: DeliveryOutcome) => Promise<string | null>;

export type HandingOptions = {
  channels: Channels;
  kinds: Readonly<Record<string, ChannelKind>>;
  censor: Censor;
  egress: Egress;
  /** The name this server gives when a protocol asks for one. */
  host: string;
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  guards: ReadonlySet<AttemptGuard>;
};

type Way = { channel: Channel; kind: ChannelKind };
const removed = { went: 'failed', reason: 'the channel was removed' } as const;

/** As listeners and guards get it. */
export const outcomeOf = (letter: Letter): DeliveryOutcome => ({
  delivery: deliveryOf(letter),
  ...payloadOf(letter),
});

export function handingOver(
  options: HandingOptions,
): Required<Pick<LetterKind, 'mayLeave' | 'send' | 'perMinute'>> {
  const { channels, kinds } = options;
  const wayOf = (id = ''): Way | null => {
    const channel = channels.find(id);
    const kind = kinds[channel?.settings.kind ?? ''];
    return channel === null || kind === undefined ? null : { channel, kind };
  };
  return {
    perMinute: ({ id }) => wayOf(id)?.kind.perMinute ?? Infinity,
    mayLeave: async (letter) => {
      const way = wayOf(letter.channel?.id);
      return way === null ? removed : whyNotNow(letter, way, options);
    },
    send: async (letter) => {
      const way = wayOf(letter.channel?.id);
      return way === null ? removed : followUp(letter, await sendOnce(letter, way, options), options);
    },
  };
}

const dropped = (reason: string): Unwanted => ({ went: 'dropped', reason });

/** Null when it should be sent. */
async function whyNotNow(
  letter: Letter,
  { channel }: Way,
  { guards, now }: HandingOptions,
): Promise<Unwanted | null> {
  const asked = outcomeOf(letter);
  if (asked.delivery.purpose === 'test') return null;
  if (channel.settings.paused) return dropped('the channel is paused');
  if (letter.giveUpAt !== null && now() > letter.giveUpAt)
    return dropped('it could not be sent while it was still useful');
  for (const guard of guards) {
    const reason = await guard(asked);
    if (reason !== null) return dropped(reason);
  }
  return null;
}

function sendOnce(
  letter: Letter,
  { channel, kind }: Way,
  { censor, egress, host, now }: HandingOptions,
): Promise<SendOutcome> {
  const signal = AbortSignal.timeout(kind.timeoutMs);
  const context = { signal, egress, deliveryId: letter.id, now: now(), host };
  // The incident may have been restricted since the delivery was enqueued.
  const message = censor({ ...payloadOf(letter), incident: letter.incident ?? undefined }, channel);
  return kind.send(message, channel.settings.settings, context);
}

/**
 * CN3: exponential backoff with full jitter (between zero and the full wait), or the receiver's own wait if that is
 * longer.
 */
function followUp(letter: Letter, outcome: SendOutcome, { random }: HandingOptions): HandedOver {
  if (outcome.ok) return { went: 'sent', ...(outcome.made !== undefined && { made: outcome.made }) };
  const { reason, retry, retryAfterMs } = outcome;
  const hold = retryAfterMs === undefined ? {} : { holdMs: retryAfterMs };
  if (!retry) return { went: 'failed', reason, ...hold };
  const waitMs = Math.round(random() * waitAfter(letter.attempts + 1, backoff));
  return { went: 'again', reason, waitMs: Math.max(waitMs, retryAfterMs ?? 0), ...hold };
}
