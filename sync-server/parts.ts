import type { CompanySignIn } from './sign-in/open.ts';
import type { Teams } from './people/teams.ts';
import type { FollowUp } from './incidents/follow-up.ts';
import type { Authority } from './people/authority.ts';
import type { AuditLog } from './audit/audit-log.ts';
import type { AttachmentStore } from './attachments/store.ts';
import type { Uploads } from './attachments/uploads.ts';
import type { AcknowledgeLinks } from './paging/acknowledge-links.ts';
import type { Deliveries } from './delivery/deliveries.ts';
import type { Outbox } from './delivery/outbox/outbox.ts';
import type { Channels } from './delivery/configured-channels.ts';
import type { Bridge } from './incidents/call-template.ts';
import type { Beats } from './monitoring/beats.ts';
import type { Config } from './config.ts';
import type { Configuration } from './configuration/configuration.ts';
import type { Egress } from './outgoing/egress.ts';
import type { EvidenceStore } from './monitoring/evidence.ts';
import type { Group } from './group/join.ts';
import type { SharedPresence } from './group/shared-presence.ts';
import type { Hub } from './hub/hub.ts';
import type { Devices } from './devices/devices.ts';
import type { Passes } from './hub/passes.ts';
import type { Questions } from './hub/questions.ts';
import type { Intakes } from './intake/intakes.ts';
import type { Receive } from './intake/receive.ts';
import type { Reports } from './intake/reports.ts';
import type { Journal } from './journal/journal.ts';
import type { ErasedPeople } from './people/erased-people.ts';
import type { PersonErasing } from './personal-data/erase-person.ts';
import type { PersonRecords } from './personal-data/personal-data.ts';
import type { Erasing } from './incidents/erasing.ts';
import type { Incidents } from './incidents/incidents.ts';
import type { Slos } from './slo/slo.ts';
import type { Problems } from './problems/problems.ts';
import type { ReviewLibrary } from './reviews/review-library.ts';
import type { ReviewTemplates } from './reviews/review-templates.ts';
import type { Swaps } from './on-call/swaps.ts';
import type { SeverityReviews } from './scheme/severity-reviews.ts';
import type { SchemeStore } from './scheme/scheme.ts';
import type { Services } from './services/services.ts';
import type { RestedRooms } from './incidents/rested-rooms.ts';
import type { InsightStore } from './insights/insights.ts';
import type { Away } from './status-pages/away/away.ts';
import type { Subscribers } from './status-pages/subscribers/subscribers.ts';
import type { StatusPages } from './status-pages/status-pages.ts';
import type { ActionItems } from './items/action-items.ts';
import type { Search } from './incidents/search.ts';
import type { ApiTokens } from './people/api-tokens.ts';
import type { Invitations } from './people/invitations.ts';
import type { LiveFeed } from './feed/live-feed.ts';
import type { Maintenance } from './maintenance/maintenance.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Monitors } from './monitoring/monitors.ts';
import type { Pager } from './paging/pager.ts';
import type { Pulse } from './paging/pulse.ts';
import type { PageTests } from './paging/page-tests.ts';
import type { Policies } from './paging/policies.ts';
import type { Calendars } from './on-call/calendars.ts';
import type { Desk } from './on-call/desk.ts';
import type { Schedules } from './on-call/schedules.ts';
import type { Outages } from './monitoring/outages.ts';
import type { Overview } from './monitoring/overview.ts';
import type { People } from './people/people.ts';
import type { PlaybookRuns } from './incidents/playbook-runs.ts';
import type { Replica } from './replica/replica.ts';
import type { Samples } from './monitoring/samples.ts';
import type { Lives } from './storage/lives.ts';
import type { Log, Rooms } from './sync/rooms.ts';
import type { Identity } from './sync/identity.ts';
import type { Push } from './delivery/push/open.ts';
import type { Updates } from './delivery/updates.ts';
import type { Uplink } from './monitoring/uplink.ts';
import type { Watch } from './monitoring/watch.ts';

/** The parts of the server, as its HTTP routes and sockets may use them. */
export type Parts = {
  config: Config;
  /** MP1: the link to other processes on this database; null when there are none. */
  group: Group | null;
  /** MP5: presence from other processes; null when there can be none. */
  others: Pick<SharedPresence, 'hold'> | null;
  version: string;
  log: Log;
  /** The team's clock. */
  now: () => number;
  rooms: Rooms;
  people: People;
  invitations: Invitations;
  tokens: ApiTokens;
  teams: Teams;
  /** SI: null when people do not sign in with the company's accounts. */
  companySignIn: CompanySignIn | null;
  /** Written only on the team's server. */
  audit: AuditLog;
  incidents: Incidents;
  erasing: Erasing;
  /** ED: people who were erased. */
  erasedPeople: ErasedPeople;
  personErasing: PersonErasing;
  personRecords: PersonRecords;
  search: Search;
  insights: InsightStore;
  actionItems: ActionItems;
  reviewLibrary: ReviewLibrary;
  restedRooms: RestedRooms;
  services: Services;
  reviewTemplates: ReviewTemplates;
  problems: Problems;
  slos: Slos;
  scheme: SchemeStore;
  /** Stored only on the team's server. */
  severityReviews: SeverityReviews;
  swaps: Swaps;
  /** Rendered and published only on the primary. */
  statusPages: StatusPages;
  /** Notified only by the primary. */
  subscribers: Subscribers;
  /** Sends only on the primary. */
  outbox: Outbox;
  /** On a replica, `find` also asks the upstream. */
  attachments: AttachmentStore;
  uploads: Uploads;
  monitors: Monitors;
  intakes: Intakes;
  receive: Receive;
  reports: Reports;
  playbookRuns: PlaybookRuns;
  samples: Samples;
  channels: Channels;
  /** Sends only on the primary. */
  deliveries: Deliveries;
  /** WP: phones and browsers that receive notices. */
  push: Push;
  updates: Updates;
  outages: Outages;
  maintenance: Maintenance;
  uplink: Uplink;
  /** Tells rooms about outages. Shared, because it keeps these messages in order. */
  followUp: FollowUp;
  watch: Watch;
  beats: Beats;
  evidence: EvidenceStore;
  overview: () => Promise<Overview>;
  /** Where our outgoing requests may go. */
  egress: Egress;
  schedules: Schedules;
  calendars: Calendars;
  policies: Policies;
  links: AcknowledgeLinks;
  /** Null on a replica, which pages nobody. */
  pager: Pager | null;
  /** Whether the pager works; null on a replica. */
  pulse: Pulse | null;
  /** On the primary only. */
  pageTests: PageTests | null;
  /** Who is on call; kept up to date on the primary. */
  desk: Desk;
  /** The content of the files of --config. */
  configuration: Configuration;
  feed: LiveFeed;
  metrics: Metrics;
  lives: Lives;
  /** The address template of the team's calls; the upstream's on a replica. */
  bridge: Bridge;
  hub: Hub;
  passes: Passes;
  /** Stored only on the team's server. */
  devices: Devices;
  /** JN9: the team's signed statements about keys that have ended, as far as known here. */
  endedKeys: () => readonly string[];
  /** Signs facts written at this server. */
  journal: Journal;
  questions: Questions;
  /** The start of links in messages, without a trailing slash. */
  baseUrl: () => string;
  /** Null on the primary. */
  replica: Replica | null;
  /** SP110: publishes the team's pages from this desktop while their server is away; null on the primary. */
  away: Away | null;
  /** Null when the token is unknown. */
  identify: (token: string) => Identity | null;
  authority: Authority;
  /** Null when the server can work; otherwise the reason. */
  readiness: () => string | null;
  /** The folder of the built user interface; null when it was not built. */
  rendererFolder: string | null;
};
