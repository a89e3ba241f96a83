// What is asked of the queue, and what of it can be done at all.
import type { Channel } from './configured-channels.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Message } from './message.ts';
import { noDevice, pushChannel } from './push/push-way.ts';

export const mostQueued = 10_000;

export type Order = {
  channel: string;
  /** Absent: as the channel is called. */
  channelName?: string;
  message: Message;
  /** Names what is said to whom: the same key is the same delivery, and is never made twice. */
  dedupKey: string;
  person?: string;
  /** Where the message itself must not name it. */
  incident?: string | undefined;
  /** Epoch milliseconds after which it is of no use. */
  notAfter?: number;
  /** Comes back with the outcome. */
  context?: Record<string, unknown>;
};
type Kinds = Readonly<Record<string, ChannelKind>>;

/** Where it goes; '' when the channel is a place, null when it is for a person of whom that is not known. */
export function addressFor({ to }: Pick<Message, 'to'>, { settings }: Channel, kinds: Kinds): string | null {
  const needs = kinds[settings.kind]?.addresses ?? null;
  if (needs === null) return '';
  const usual = settings.settings.to;
  const isForNobody = to.person === undefined && typeof usual === 'string' && usual !== '';
  return to.address ?? to.person?.[needs] ?? (isForNobody ? usual : null);
}

/** Why it cannot be sent at all. */
export function refusalOf(
  { to, purpose }: Pick<Message, 'to' | 'purpose'>,
  channel: Channel | null,
  address: string | null,
  queued: number,
): { state: 'failed' | 'dropped'; reason: string } | null {
  if (channel === null) return { state: 'failed', reason: 'there is no such channel' };
  if (channel.settings.paused && purpose !== 'test')
    return { state: 'dropped', reason: 'the channel is paused' };
  if (address === null && channel.settings.kind === pushChannel)
    return { state: 'failed', reason: noDevice(to.person?.name ?? 'anybody') };
  if (address === null)
    return {
      state: 'failed',
      reason: `no address for this channel is known of ${to.person?.name ?? 'anybody'}`,
    };
  return queued < mostQueued
    ? null
    : { state: 'failed', reason: `${mostQueued} deliveries are waiting already` };
}
