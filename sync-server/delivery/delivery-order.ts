// An order to the queue, and whether it can be delivered at all.
import type { Channel } from './configured-channels.ts';
import type { ChannelKind } from './channels/channel.ts';
import type { Message } from './message.ts';
import { noDevice, pushChannel } from './push/push-way.ts';

const mostQueued = 10_000;

export type Order = {
  channel: string;
  /** Absent: the channel's own name. */
  channelName?: string;
  message: Message;
  /** Identifies the message and its recipient: the same key is the same delivery, and is never made twice. */
  dedupKey: string;
  person?: string;
  /** Used when the message itself must not name it. */
  incident?: string | undefined;
  /** Epoch milliseconds after which it is useless. */
  notAfter?: number;
  /** Returned with the outcome. */
  context?: Record<string, unknown>;
};
type Kinds = Readonly<Record<string, ChannelKind>>;

const noAddress = (name: string | undefined): string =>
  name === undefined ? 'this channel has no address to send to' : `${name} has no address for this channel`;

/** Its address; '' when the channel posts to a fixed place, null when the person's address is unknown. */
export function addressFor({ to }: Pick<Message, 'to'>, { settings }: Channel, kinds: Kinds): string | null {
  const needs = kinds[settings.kind]?.addresses ?? null;
  if (needs === null) return '';
  const usual = settings.settings.to;
  const isForNobody = to.person === undefined && typeof usual === 'string' && usual !== '';
  return to.address ?? to.person?.[needs] ?? (isForNobody ? usual : null);
}

/** Why it cannot be sent at all; null when it can. */
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
  if (address === null) return { state: 'failed', reason: noAddress(to.person?.name) };
  return queued < mostQueued
    ? null
    : { state: 'failed', reason: `${mostQueued} deliveries are already waiting` };
}
