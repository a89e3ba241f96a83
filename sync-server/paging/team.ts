// Collects the team data that paging decides with.
import type { Person } from '#room/feed/feed.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { PushDevices } from '../delivery/push/push-devices.ts';
import { pushWay } from '../delivery/push/push-way.ts';
import type { Roster } from '../on-call/roster.ts';
import type { PagingTeam } from './paging-state.ts';
import type { Policies } from './policy/policies.ts';
import type { World } from './recipients.ts';

/** Where the team's data is kept. Without `services` there are none. */
export type TeamParts = {
  people: { list(): readonly Person[] };
  channels: Pick<Channels, 'list'>;
  roster: Pick<Roster, 'onCall'>;
  policies: Pick<Policies, 'list'>;
  /** WP3: push devices; absent: no push. */
  devices?: Pick<PushDevices, 'taking'> | undefined;
  services?: { shown(): NonNullable<PagingTeam['services']> } | undefined;
};

/** The team as of now. */
export const teamOf = ({ people, channels, roster, policies, services, devices }: TeamParts): PagingTeam => ({
  policies: policies.list().map(({ id, settings }) => ({ id, ...settings })),
  people: people.list(),
  onCall: roster.onCall(),
  services: services?.shown() ?? [],
  ...waysIn(channels, devices, people.list()),
});

/** The channels as a decision sees them, push included, and which of `people` have a push device. */
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
