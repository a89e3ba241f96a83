// HT6: the first message to a follower of the feed: the whole present state.
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { unchangedScheme } from '#room/team/scheme.ts';
import { shownMonitoring } from '../paging/pulse.ts';
import { shownPages } from '../paging/page-routes.ts';
import type { Parts } from '../parts.ts';

type Told = Pick<
  Parts,
  | 'incidents'
  | 'erasing'
  | 'erasedPeople'
  | 'teams'
  | 'services'
  | 'reviewTemplates'
  | 'problems'
  | 'scheme'
  | 'monitors'
  | 'watch'
  | 'authority'
  | 'hub'
  | 'bridge'
  | 'endedKeys'
  | 'desk'
  | 'reports'
  | 'replica'
  | 'pager'
  | 'pageTests'
  | 'pulse'
  | 'version'
  | 'now'
>;

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
    reviewTemplates: mirrored?.reviewTemplates ?? reviewTemplates.shown(),
    problems: mirrored?.problems ?? problems.shown(),
    scheme: mirrored ? (mirrored.scheme ?? unchangedScheme) : told.scheme.changes(),
    monitors: mirrored?.monitors ?? monitors.list().map(watch.stateOf),
    monitoring: mirrored?.monitoring ?? shownMonitoring(told),
    people: told.authority.everybody(),
    hub: told.hub.state(),
    bridge: mirrored ? (mirrored.bridge ?? null) : told.bridge.template(),
    endedKeys: told.endedKeys(),
    onCall: mirrored?.onCall ?? told.desk.onCall(),
    reports: mirrored?.reports ?? told.reports.waiting(),
    pages: mirrored?.pages ?? shownPages(told),
  };
}
