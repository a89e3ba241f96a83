import { shownMonitoring } from '../paging/pulse.ts';
import { shownPages } from '../paging/page-routes.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Parts } from '../parts.ts';

/** Publishes changes to the feed after its snapshot. */
export function publishChanges(
  {
    bridge,
    devices,
    incidents,
    services,
    reviewTemplates,
    problems,
    scheme,
    watch,
    people,
    desk,
    pager,
    pulse,
    pageTests,
    reports,
    replica,
    hub,
    authority,
    statusPages,
    teams,
    erasing,
    personErasing,
  }: Parts,
  feed: LiveFeed,
) {
  hub.onChange(() => feed.publish({ type: 'hub', hub: hub.state() }));
  people.onChange(() => feed.publish({ type: 'people', people: authority.everybody() }));
  erasing.onErase(({ id }) => feed.publish({ type: 'incident-erased', id }));
  personErasing.onErase(({ id }) => feed.publish({ type: 'person-erased', id }));
  incidents.onChange((incident, before) => feed.publish({ type: 'incident', incident }, before));
  if (replica !== null) {
    replica.onMessage((message) => {
      feed.publish(message.type === 'people' ? { type: 'people', people: authority.everybody() } : message);
    });
    return;
  }
  const publishMonitoring = () =>
    feed.publish({ type: 'monitoring', monitoring: shownMonitoring({ watch, pulse }) });
  pulse?.onChange(publishMonitoring);
  const publishPages = () => feed.publish({ type: 'pages', pages: shownPages({ pager, pageTests }) });
  pager?.onPages(publishPages);
  pageTests?.onPages(publishPages);
  reports.onChange(() => feed.publish({ type: 'reports', reports: reports.waiting() }));
  teams.onChange(() => {
    feed.publish({ type: 'teams', teams: teams.shown() });
    feed.publish({ type: 'people', people: authority.everybody() });
  });
  services.onChange(() => feed.publish({ type: 'services', services: services.shown() }));
  problems.onChange(() => feed.publish({ type: 'problems', problems: problems.shown() }));
  reviewTemplates.onChange(() =>
    feed.publish({ type: 'review-templates', reviewTemplates: reviewTemplates.shown() }),
  );
  scheme.onChange(() => feed.publish({ type: 'scheme', scheme: scheme.changes() }));
  desk.onChange((onCall) => feed.publish({ type: 'on-call', onCall }));
  statusPages.onAwayChange(() => feed.publish({ type: 'status-pages' }));
  bridge.onChange(() => feed.publish({ type: 'bridge', bridge: bridge.template() }));
  devices.onChange(() => feed.publish({ type: 'ended-keys', endedKeys: devices.endings() }));
  watch.onChange((change) => {
    if ('state' in change) feed.publish({ type: 'monitor', monitor: change.state });
    else if ('monitoring' in change) publishMonitoring();
    else if ('removed' in change) feed.publish({ type: 'monitor-removed', id: change.removed });
    else feed.publish({ type: 'sample', ...change });
  });
}
