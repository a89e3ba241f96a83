// What the feed opens with: on a replica, what comes from the team is as its server said it last.
import type { FeedSnapshot } from '#room/feed.ts';
import { unchangedScheme } from '#room/scheme.ts';
import { shownPages } from '../paging/page-routes.ts';
import type { Parts } from '../parts.ts';

type Shown = Pick<
  Parts,
  | 'replica'
  | 'incidents'
  | 'services'
  | 'scheme'
  | 'monitors'
  | 'watch'
  | 'authority'
  | 'hub'
  | 'bridge'
  | 'desk'
  | 'reports'
  | 'pager'
  | 'pageTests'
  | 'version'
  | 'now'
>;

export function makeSnapshot(parts: Shown): FeedSnapshot {
  const { replica, incidents, services, scheme, monitors, watch, authority, hub, bridge } = parts;
  const mirrored = replica?.mirrored();
  return {
    now: parts.now(),
    server: { role: replica === null ? 'primary' : 'replica', version: parts.version },
    upstreams: replica?.states() ?? [],
    staleSince: mirrored?.staleSince ?? null,
    incidents: incidents.list(),
    services: mirrored?.services ?? services.shown(),
    scheme: mirrored ? (mirrored.scheme ?? unchangedScheme) : scheme.changes(),
    monitors: mirrored?.monitors ?? monitors.list().map(watch.stateOf),
    monitoring: mirrored?.monitoring ?? watch.monitoring(),
    people: authority.everybody(),
    hub: hub.state(),
    bridge: mirrored ? (mirrored.bridge ?? null) : bridge.template(),
    onCall: mirrored?.onCall ?? parts.desk.onCall(),
    reports: mirrored?.reports ?? parts.reports.waiting(),
    pages: mirrored?.pages ?? shownPages(parts),
  };
}
