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

/** What the server consists of, as its doors (HTTP, sockets) may use it. */
export type Parts = {
  config: Config;
  /** MP1: the word of the other processes on this database; null where it is this one's alone. */
  group: Group | null;
  /** MP5: who is in the rooms of the other processes; null where there can be none. */
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
  /** SI: null where people do not sign in with the company's accounts. */
  companySignIn: CompanySignIn | null;
  /** Written on the team's server alone. */
  audit: AuditLog;
  incidents: Incidents;
  erasing: Erasing;
  /** ED */
  erasedPeople: ErasedPeople;
  personErasing: PersonErasing;
  personRecords: PersonRecords;
  search: Search;
  insights: InsightStore;
  actionItems: ActionItems;
  restedRooms: RestedRooms;
  services: Services;
  reviewTemplates: ReviewTemplates;
  problems: Problems;
  slos: Slos;
  scheme: SchemeStore;
  /** Kept on the team's server alone. */
  severityReviews: SeverityReviews;
  swaps: Swaps;
  /** Rendered and published on the primary alone. */
  statusPages: StatusPages;
  /** Told on the primary alone. */
  subscribers: Subscribers;
  /** Sends on the primary alone. */
  outbox: Outbox;
  /** On a replica, finding one asks the upstream too. */
  attachments: AttachmentStore;
  uploads: Uploads;
  monitors: Monitors;
  intakes: Intakes;
  receive: Receive;
  reports: Reports;
  playbookRuns: PlaybookRuns;
  samples: Samples;
  channels: Channels;
  /** Sends on the primary alone. */
  deliveries: Deliveries;
  /** WP: phones and browsers that take notices. */
  push: Push;
  updates: Updates;
  outages: Outages;
  maintenance: Maintenance;
  uplink: Uplink;
  /** The one that tells rooms of what is down: shared, because it keeps the telling in order. */
  followUp: FollowUp;
  watch: Watch;
  beats: Beats;
  evidence: EvidenceStore;
  overview: () => Promise<Overview>;
  /** Where requests of ours may go. */
  egress: Egress;
  schedules: Schedules;
  calendars: Calendars;
  policies: Policies;
  links: AcknowledgeLinks;
  /** Null on a replica, which pages nobody. */
  pager: Pager | null;
  /** Whether the pager works; null on a replica. */
  pulse: Pulse | null;
  /** On the primary alone. */
  pageTests: PageTests | null;
  /** Who is on call; kept up to date on the primary. */
  desk: Desk;
  /** What the files of --config say. */
  configuration: Configuration;
  feed: LiveFeed;
  metrics: Metrics;
  lives: Lives;
  /** How the team's calls are addressed; the upstream's on a replica. */
  bridge: Bridge;
  hub: Hub;
  passes: Passes;
  /** Kept on the team's server alone. */
  devices: Devices;
  /** JN9: what the team signed of keys that it no longer vouches for, as far as this server knows. */
  endedKeys: () => readonly string[];
  /** Signs what was written at this server. */
  journal: Journal;
  questions: Questions;
  /** How links in messages begin, without a slash at the end. */
  baseUrl: () => string;
  /** Null on the primary. */
  replica: Replica | null;
  /** SP110: what this desktop publishes of the team's pages while their server is away; null on the primary. */
  away: Away | null;
  /** Null when nobody has this token. */
  identify: (token: string) => Identity | null;
  authority: Authority;
  /** Whether it can do its work; a reason when it cannot. */
  readiness: () => string | null;
  /** Where the built renderer lies; null when it was not built. */
  rendererFolder: string | null;
};
