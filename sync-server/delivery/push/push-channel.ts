// WP3: browser notices as a way to page people. Every server has this channel, with the id `push`, and nobody
// configures it. A person's message becomes one delivery per device, each with its own retries.
import { cutText } from '#room/text/cut.ts';
import type { PushNotice } from '#wire/push-notice.ts';
import type { Channel, Channels } from '../configured-channels.ts';
import { defineChannel, type ChannelKind, type SendOutcome, type SendContext } from '../channels/channel.ts';
import { post } from '../channels/post.ts';
import type { Deliveries } from '../deliveries.ts';
import { namedHeadlineOf, type Message } from '../message.ts';
import type { PushDevices } from './push-devices.ts';
import type { PushKeys } from './push-keys.ts';
import { pushChannel, pushWay } from './push-way.ts';

/** How long, in seconds, a push service keeps a notice for a device that is off; a page is useful for an hour. */
const keptSeconds = { page: 3_600, other: 6 * 3_600 };
/** All push services accept 4,096 encrypted bytes; longer text is on the screen that the notice opens. */
const longest = { title: 120, body: 600 };

/** A later notice with the same tag replaces the earlier one; a mention never replaces a page. */
const tagOf = ({ incident, purpose }: Message): string =>
  purpose === 'reminder' ? purpose : (incident?.id ?? purpose);

/** The message in the form that a device shows. */
function noticeOf(message: Message): PushNotice {
  const { incident, links, purpose } = message;
  const code = links.acknowledge?.split('/').at(-1) ?? null;
  return {
    title: namedHeadlineOf(message, longest.title, ': '),
    body: [
      cutText(message.text, longest.body),
      ...(links.runbook === undefined || links.runbook.length > longest.body
        ? []
        : [`Runbook: ${links.runbook}`]),
    ].join('\n'),
    tag: tagOf(message),
    purpose,
    incident: incident?.id ?? null,
    acknowledge: code,
  };
}

type Options = { devices: PushDevices; keys: PushKeys; baseUrl: () => string };

/** Encrypts a notice for one device (RFC 8291) and posts it to the device's push service (RFC 8030). */
export function pushKind({ devices, keys, baseUrl }: Options): ChannelKind {
  return defineChannel({
    label: 'Push notice',
    fields: {},
    addresses: 'device',
    perMinute: Infinity,
    timeoutMs: 10_000,
    longestUpdate: 0,
    send: async (message, _settings, context) => {
      const id = message.to.person?.device ?? '';
      const device = devices.find(id);
      if (device === null)
        return { ok: false, retry: false, reason: 'this device was removed or signed out' };
      // Loads with the first notice, because it is half the weight of a small server.
      const { default: webPush } = await import('web-push');
      const isPage = message.purpose === 'page';
      const { headers, body } = webPush.generateRequestDetails(
        device.subscription,
        JSON.stringify(noticeOf(message)),
        {
          contentEncoding: 'aes128gcm',
          TTL: isPage ? keptSeconds.page : keptSeconds.other,
          urgency: isPage ? 'high' : 'normal',
          topic: tagOf(message),
          vapidDetails: { subject: subjectOf(baseUrl()), ...keys },
        },
      );
      const outcome = await hand(device.endpoint, { headers, body }, context);
      if (outcome.ok) devices.sent(id);
      else if (outcome.isGone === true) devices.gone(id);
      return outcome;
    },
  });
}

/** RFC 8292: the sender's contact for the push service. Some services accept only https or mail. */
function subjectOf(baseUrl: string): string {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'https:' ? baseUrl : `mailto:muster@${hostname}`;
}

type Sealed = { headers: Record<string, string>; body: Buffer };

async function hand(
  url: string,
  { headers, body }: Sealed,
  context: SendContext,
): Promise<SendOutcome & { isGone?: boolean }> {
  // `post` sets length and type itself.
  const { 'Content-Length': _length, 'Content-Type': type, ...rest } = headers;
  const outcome = await post({ url, headers: rest, type: type ?? 'application/octet-stream', body }, context);
  if (outcome.ok) return outcome;
  // One push service's limit must not delay other devices.
  const { retryAfterMs: _wait, ...failed } = outcome;
  if (!/^answered (?:404|410)\b/u.test(outcome.reason)) return failed;
  return {
    ok: false,
    retry: false,
    reason: 'the browser no longer accepts notices, so it was removed from your devices',
    isGone: true,
  };
}

const channel: Channel = {
  id: pushChannel,
  version: 1,
  settings: { name: pushWay.name, kind: pushChannel, settings: {}, paused: false, audiences: [] },
};

/** The queue's channels: the configured ones and this one. */
export const withPush = (channels: Channels): Channels => ({
  ...channels,
  find: (id) => (id === pushChannel ? channel : channels.find(id)),
});

/** Enqueues a person's `push` message for each of their devices. */
export function toDevices(deliveries: Deliveries, devices: PushDevices): Deliveries {
  const find = (key: string) => {
    const own = deliveries.find(key);
    if (own !== null) return own;
    const parts = deliveries.findUnder(`${key}.device.`);
    return parts.find(({ state }) => state === 'sent') ?? parts[0] ?? null;
  };
  return {
    ...deliveries,
    find,
    enqueue: (order) => {
      const { channel: wanted, message, dedupKey } = order;
      const { person } = message.to;
      if (wanted !== pushChannel || person === undefined) return deliveries.enqueue(order);
      const before = find(dedupKey);
      if (before !== null) return before;
      const made = devices.taking(person.id).map((device) =>
        deliveries.enqueue({
          ...order,
          dedupKey: `${dedupKey}.device.${device.id}`,
          channelName: `${pushWay.name} on ${device.name}`,
          message: { ...message, to: { person: { ...person, device: device.id } } },
        }),
      );
      // Without devices the queue refuses it, as with any unknown address.
      return made[0] ?? deliveries.enqueue(order);
    },
  };
}
