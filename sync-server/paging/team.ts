// The team as paging decides with it, read from where each part of it is kept.
import type { Person } from '#room/feed.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { PushDevices } from '../delivery/push/push-devices.ts';
import { pushWay } from '../delivery/push/push-way.ts';
import type { Desk } from '../on-call/desk.ts';
import type { Team } from './paging-state.ts';
import type { Policies } from './policies.ts';
import type { World } from './recipients.ts';

/** Where the parts of a team are kept. Without `services` none is recorded. */
export type TeamParts = {
  people: { list(): readonly Person[] };
  channels: Pick<Channels, 'list'>;
  desk: Pick<Desk, 'onCall'>;
  policies: Pick<Policies, 'list'>;
  /** WP3; absent: nobody takes notices. */
  devices?: Pick<PushDevices, 'taking'> | undefined;
  services?: { shown(): NonNullable<Team['services']> } | undefined;
};

/** As it is at this moment. */
export const teamOf = ({ people, channels, desk, policies, services, devices }: TeamParts): Team => ({
  policies: policies.list().map(({ id, settings }) => ({ id, ...settings })),
  people: people.list(),
  onCall: desk.onCall(),
  services: services?.shown() ?? [],
  ...waysIn(channels, devices, people.list()),
});

/** The channels as a decision knows them, notices among them, and which of `people` have a device that takes notices. */
export const waysIn = (
  channels: TeamParts['channels'],
  devices: TeamParts['devices'],
  people: readonly Person[],
): Required<Pick<World, 'channels' | 'onDevices'>> => ({
  channels: [
    ...channels
      .list()
      .map(({ id, settings: { kind, name, paused } }) => ({ id, kind, name, isPaused: paused })),
    pushWay,
  ],
  onDevices: new Set(people.map(({ id }) => id).filter((id) => (devices?.taking(id).length ?? 0) > 0)),
});
