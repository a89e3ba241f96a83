// The team as paging decides with it, read from where each part of it is kept.
import type { Person } from '#room/feed.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { Desk } from '../on-call/desk.ts';
import type { Team } from './paging-state.ts';
import type { Policies } from './policies.ts';

/** Where the parts of a team are kept. Without `services` none is recorded. */
export type TeamParts = {
  people: { list(): readonly Person[] };
  channels: Pick<Channels, 'list'>;
  desk: Pick<Desk, 'onCall'>;
  policies: Pick<Policies, 'list'>;
  services?: { shown(): NonNullable<Team['services']> } | undefined;
};

/** As it is at this moment. */
export const teamOf = ({ people, channels, desk, policies, services }: TeamParts): Team => ({
  policies: policies.list().map(({ id, settings }) => ({ id, ...settings })),
  people: people.list(),
  onCall: desk.onCall(),
  services: services?.shown() ?? [],
  channels: channels.list().map(({ id, settings }) => ({
    id,
    kind: settings.kind,
    name: settings.name,
    isPaused: settings.paused,
  })),
});
