// WP3: notices of a browser as a way of being paged. It is a channel that every server has and nobody configures: its
// id is `push`. What is for a person goes to each of their devices as a delivery of its own, with its own retries.
import type { PushNotice } from '#wire/push-notice.ts';
import type { Channel, Channels } from '../configured-channels.ts';
import { defineChannel, type ChannelKind, type Outcome, type SendContext } from '../channels/channel.ts';
import { post } from '../channels/post.ts';
import type { Deliveries } from '../deliveries.ts';
import { namedHeadlineOf, type Message } from '../message.ts';
import type { PushDevices } from './push-devices.ts';
import type { PushKeys } from './push-keys.ts';
import { pushChannel, pushWay } from './push-way.ts';

/** A push service keeps a notice for a device that is off for so long, in seconds: a page is of use for an hour. */
const keptSeconds = { page: 3_600, other: 6 * 3_600 };
/** What all push services take is 4,096 bytes, encrypted; words beyond this are on the screen that it opens. */
const longest = { title: 120, body: 600 };

/** The message as a device shows it. */
function noticeOf(message: Message): PushNotice {
  const { incident, links, purpose } = message;
  const code = links.acknowledge?.split('/').at(-1) ?? null;
  return {
    title: namedHeadlineOf(message, longest.title, ': '),
    body: Array.from(message.text).slice(0, longest.body).join(''),
    tag: incident?.id ?? purpose,
    purpose,
    incident: incident?.id ?? null,
    acknowledge: code,
  };
}

type Options = { devices: PushDevices; keys: PushKeys; baseUrl: () => string };

/** The kind of that channel: encrypts for one device (RFC 8291) and hands it to the device's push service (RFC 8030). */
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
        return { ok: false, retry: false, reason: 'this device was removed, or signed out' };
      // Loaded with the first notice: it brings half of what a small server weighs.
      const { default: webPush } = await import('web-push');
      const isPage = message.purpose === 'page';
      const { headers, body } = webPush.generateRequestDetails(
        device.subscription,
        JSON.stringify(noticeOf(message)),
        {
          contentEncoding: 'aes128gcm',
          TTL: isPage ? keptSeconds.page : keptSeconds.other,
          urgency: isPage ? 'high' : 'normal',
          topic: message.incident?.id ?? message.purpose,
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

/** RFC 8292: where a push service finds who sends. Some refuse what is neither https nor mail. */
function subjectOf(baseUrl: string): string {
  const { protocol, hostname } = new URL(baseUrl);
  return protocol === 'https:' ? baseUrl : `mailto:muster@${hostname}`;
}

type Sealed = { headers: Record<string, string>; body: Buffer };

async function hand(
  url: string,
  { headers, body }: Sealed,
  context: SendContext,
): Promise<Outcome & { isGone?: boolean }> {
  // Its own words for the length and the type of what it carries.
  const { 'Content-Length': _length, 'Content-Type': type, ...rest } = headers;
  const outcome = await post({ url, headers: rest, type: type ?? 'application/octet-stream', body }, context);
  if (outcome.ok) return outcome;
  // What one push service asks for is no reason to make other devices wait.
  const { retryAfterMs: _wait, ...failed } = outcome;
  if (!/^answered (?:404|410)\b/u.test(outcome.reason)) return failed;
  return {
    ok: false,
    retry: false,
    reason: 'the browser takes no more notices; it was removed from your devices',
    isGone: true,
  };
}

const channel: Channel = {
  id: pushChannel,
  version: 1,
  settings: { name: pushWay.name, kind: pushChannel, settings: {}, paused: false, audiences: [] },
};

/** The channels as the queue finds them: the configured ones, and this one. */
export const withPush = (channels: Channels): Channels => ({
  ...channels,
  find: (id) => (id === pushChannel ? channel : channels.find(id)),
});

/** What is queued for a person through `push` is queued for each of their devices. */
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
      // Without any the queue says so, as of every address that is not known.
      return made[0] ?? deliveries.enqueue(order);
    },
  };
}
