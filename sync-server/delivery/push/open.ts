// WP: opens push notices to phones and browsers in order: the server's keys, the devices, and their additions to the
// queue.
import type { Role } from '#room/team/scales.ts';
import type { Database } from '../../storage/database.ts';
import type { ChannelKind } from '../channels/channel.ts';
import type { Channels } from '../configured-channels.ts';
import type { Deliveries } from '../deliveries.ts';
import { pushKind, toDevices, withPush } from './push-channel.ts';
import { openPushDevices, type PushDevices } from './push-devices.ts';
import { openPushKeys, type PushKeys } from './push-keys.ts';
import { pushChannel } from './push-way.ts';

export type Push = {
  keys: Pick<PushKeys, 'publicKey'>;
  devices: PushDevices;
  /** The queue's channels and kinds, with push added. */
  known(queue: Queue): Queue;
  /** Wraps the queue: a message to a person goes to each of their devices. */
  over(deliveries: Deliveries): Deliveries;
};
type Queue = { channels: Channels; kinds: Readonly<Record<string, ChannelKind>> };

type Options = {
  database: Database;
  /** `role` is null for somebody who was removed. */
  people: { onChange(listener: (change: { id: string; role: Role | null }) => void): unknown };
  tokens: { find(id: string): { expiresAt: number | null } | null };
  baseUrl: () => string;
  now: () => number;
  makeId: () => string;
};

/** Makes the server's keys when there are none. */
export function openPush({ database, people, tokens, baseUrl, now, makeId }: Options): Push {
  const keys = openPushKeys(database);
  const isSignedIn = (id: string) => {
    const token = tokens.find(id);
    return token !== null && (token.expiresAt === null || token.expiresAt > now());
  };
  const devices = openPushDevices({ database, now, makeId, isSignedIn });
  people.onChange(({ id, role }) => {
    if (role === null) devices.removeOf(id);
  });
  return {
    keys,
    devices,
    known: ({ channels, kinds }) => ({
      channels: withPush(channels),
      kinds: { ...kinds, [pushChannel]: pushKind({ devices, keys, baseUrl }) },
    }),
    over: (deliveries) => toDevices(deliveries, devices),
  };
}
