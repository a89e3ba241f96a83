// HT6: the first message to a follower of the feed: the whole present state.
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { unchangedScheme, type SchemeChanges } from '#room/team/scheme.ts';
import { shownMonitoring, type Pulse } from '../paging/pulse.ts';
import { shownPages } from '../paging/page-routes.ts';
import type { Authority } from '../people/authority.ts';
import type { LinkTemplate } from '../incidents/call-template.ts';
import { trackersIn, type Channels } from '../delivery/configured-channels.ts';
import type { Roster } from '../on-call/roster.ts';
import type { ErasedPeople } from '../people/erased-people.ts';
import type { Erasing } from '../incidents/erasing.ts';
import type { Hub } from '../hub/hub.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import type { PageTests } from '../paging/test-pages/page-tests.ts';
import type { Pager } from '../paging/pager.ts';
import type { Problems } from '../problems/problems.ts';
import type { Replica } from '../replica/replica.ts';
import type { Reports } from '../intake/reports/reports.ts';
import type { ReviewTemplates } from '../reviews/review-templates.ts';
import type { SchemeStore } from '../scheme/scheme.ts';
import type { Recurring } from '../recurring/recurring.ts';
import { showRecurring } from '../recurring/show-recurring.ts';
import type { People } from '../people/people.ts';
import type { Services } from '../services/services.ts';
import type { Teams } from '../people/teams.ts';
import type { Watch } from '../monitoring/watch.ts';

type Told = {
  incidents: Incidents;
  erasing: Erasing;
  erasedPeople: ErasedPeople;
  teams: Teams;
  people: People;
  services: Services;
  recurringTasks: Recurring;
  reviewTemplates: ReviewTemplates;
  problems: Problems;
  scheme: SchemeStore;
  channels: Channels;
  monitors: Monitors;
  watch: Watch;
  authority: Authority;
  hub: Hub;
  bridge: LinkTemplate;
  ticketLink: LinkTemplate;
  endedKeys: () => readonly string[];
  roster: Roster;
  reports: Reports;
  replica: Replica | null;
  pager: Pager | null;
  pageTests: PageTests | null;
  pulse: Pulse | null;
  version: string;
  now: () => number;
};

export function takeSnapshot(told: Told): FeedSnapshot {
  const { incidents, services, reviewTemplates, problems, monitors, watch, replica } = told;
  // RE5: on a desktop, the last state of the team's server.
  const mirrored = replica?.mirrored();
  return {
    now: told.now(),
    server: { role: replica === null ? 'primary' : 'replica', version: told.version },
    upstreams: replica?.states() ?? [],
    staleSince: mirrored?.staleSince ?? null,
    incidents: incidents.list(),
    erased: told.erasing.list().map(({ id }) => id),
    erasedPeople: told.erasedPeople.list().map(({ id }) => id),
    teams: mirrored ? (mirrored.teams ?? []) : told.teams.shown(),
    services: mirrored?.services ?? services.shown(),
    recurringTasks: mirrored ? (mirrored.recurringTasks ?? []) : showRecurring(told),
    reviewTemplates: mirrored?.reviewTemplates ?? reviewTemplates.shown(),
    problems: mirrored?.problems ?? problems.shown(),
    scheme: mirrored ? (mirrored.scheme ?? unchangedScheme) : shownScheme(told),
    monitors: mirrored?.monitors ?? monitors.list().map(watch.stateOf),
    monitoring: mirrored?.monitoring ?? shownMonitoring(told),
    people: told.authority.everybody(),
    hub: told.hub.state(),
    bridge: mirrored ? (mirrored.bridge ?? null) : told.bridge.template(),
    endedKeys: told.endedKeys(),
    onCall: mirrored?.onCall ?? told.roster.onCall(),
    reports: mirrored?.reports ?? told.reports.waiting(),
    pages: mirrored?.pages ?? shownPages(told),
  };
}

/** What owners set, with the ways to make tickets. */
export const shownScheme = ({
  scheme,
  channels,
  ticketLink,
}: Pick<Told, 'scheme' | 'channels' | 'ticketLink'>): SchemeChanges => ({
  ...scheme.changes(),
  trackers: trackersIn(channels),
  ticketLink: ticketLink.template(),
});
