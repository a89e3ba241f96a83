import { shownMonitoring, type Pulse } from '../paging/pulse.ts';
import { shownPages } from '../paging/page-routes.ts';
import { shownScheme } from './take-snapshot.ts';
import type { Channels } from '../delivery/configured-channels.ts';
import type { LiveFeed } from './live-feed.ts';
import type { Authority } from '../people/authority.ts';
import type { LinkTemplate } from '../incidents/call-template.ts';
import type { Roster } from '../on-call/roster.ts';
import type { Devices } from '../devices/devices.ts';
import type { Erasing } from '../incidents/erasing.ts';
import type { Hub } from '../hub/hub.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { PageTests } from '../paging/test-pages/page-tests.ts';
import type { Pager } from '../paging/pager.ts';
import type { People } from '../people/people.ts';
import type { PersonErasing } from '../personal-data/erase-person.ts';
import type { Problems } from '../problems/problems.ts';
import type { Replica } from '../replica/replica.ts';
import type { Reports } from '../intake/reports/reports.ts';
import type { ReviewTemplates } from '../reviews/review-templates.ts';
import type { SchemeStore } from '../scheme/scheme.ts';
import type { Recurring } from '../recurring/recurring.ts';
import { showRecurring } from '../recurring/show-recurring.ts';
import type { Services } from '../services/services.ts';
import type { Maintenance } from '../maintenance/maintenance.ts';
import type { StatusPages } from '../status-pages/status-pages.ts';
import type { Teams } from '../people/teams.ts';
import type { Watch } from '../monitoring/watch.ts';

type Takes = {
  people: People;
  teams: Teams;
  incidents: Incidents;
  erasing: Erasing;
  personErasing: PersonErasing;
  services: Services;
  recurringTasks: Recurring;
  reviewTemplates: ReviewTemplates;
  problems: Problems;
  scheme: SchemeStore;
  channels: Channels;
  statusPages: StatusPages;
  maintenance: Pick<Maintenance, 'onChange'>;
  reports: Reports;
  watch: Watch;
  pager: Pager | null;
  pulse: Pulse | null;
  pageTests: PageTests | null;
  roster: Roster;
  bridge: LinkTemplate;
  ticketLink: LinkTemplate;
  hub: Hub;
  devices: Devices;
  replica: Replica | null;
  authority: Authority;
};

/** Publishes changes to the feed after its snapshot. */
export function publishChanges(takes: Takes, feed: LiveFeed) {
  const { hub, people, erasing, personErasing, incidents, replica, authority } = takes;
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
  publishMonitors(takes, feed);
  publishPages(takes, feed);
  publishScheme(takes, feed);
  publishTeam(takes, feed);
  publishRecurring(takes, feed);
}

function publishMonitors({ watch, pulse, maintenance }: Takes, feed: LiveFeed) {
  const publishMonitoring = () =>
    feed.publish({ type: 'monitoring', monitoring: shownMonitoring({ watch, pulse }) });
  pulse?.onChange(publishMonitoring);
  maintenance.onChange(() => feed.publish({ type: 'maintenance' }));
  watch.onChange((change) => {
    if ('state' in change) feed.publish({ type: 'monitor', monitor: change.state });
    else if ('monitoring' in change) publishMonitoring();
    else if ('removed' in change) feed.publish({ type: 'monitor-removed', id: change.removed });
    else feed.publish({ type: 'sample', ...change });
  });
}

function publishPages({ pager, pageTests }: Takes, feed: LiveFeed) {
  const publish = () => feed.publish({ type: 'pages', pages: shownPages({ pager, pageTests }) });
  pager?.onPages(publish);
  pageTests?.onPages(publish);
}

function publishScheme({ scheme, channels, ticketLink }: Takes, feed: LiveFeed) {
  const publish = () =>
    feed.publish({ type: 'scheme', scheme: shownScheme({ scheme, channels, ticketLink }) });
  scheme.onChange(publish);
  channels.onChange(publish);
  ticketLink.onChange(publish);
}

/** RR5: who is reminded depends on the people, the services and who is on call. */
function publishRecurring(takes: Takes, feed: LiveFeed) {
  const { recurringTasks, people, services, roster } = takes;
  const publish = () => feed.publish({ type: 'recurring-tasks', recurringTasks: showRecurring(takes) });
  recurringTasks.onChange(publish);
  const publishAny = () => {
    if (recurringTasks.list().length > 0) publish();
  };
  people.onChange(publishAny);
  services.onChange(publishAny);
  roster.onChange(publishAny);
}

/** What the team keeps: its lists, its links, and who is on call. */
function publishTeam(takes: Takes, feed: LiveFeed) {
  const { reports, teams, authority, services, problems, reviewTemplates } = takes;
  const { roster, statusPages, bridge, devices } = takes;
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
  roster.onChange((onCall) => feed.publish({ type: 'on-call', onCall }));
  statusPages.onAwayChange(() => feed.publish({ type: 'status-pages' }));
  bridge.onChange(() => feed.publish({ type: 'bridge', bridge: bridge.template() }));
  devices.onChange(() => feed.publish({ type: 'ended-keys', endedKeys: devices.endings() }));
}
