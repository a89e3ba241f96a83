// HT6: what travels on the live feed, as a server says it and everybody who follows reads it. The shapes of what it
// carries stand in room/, which also works with them.
import type {
  IncidentSummary,
  KeptTemplate,
  MonitorState,
  Monitoring,
  Person,
  Team,
  OnCall,
  OpenPage,
  WaitingReport,
  HubState,
  UpstreamState,
  Sample,
} from '#room/feed.ts';
import type { ProblemRecord } from '#room/problems.ts';
import type { SchemeChanges } from '#room/scheme.ts';
import type { Service } from '#room/services.ts';

export type FeedSnapshot = {
  /** The team's clock when this was sent. */
  now: number;
  server: { role: 'primary' | 'replica'; version: string };
  upstreams: readonly UpstreamState[];
  /** When the parts that come from the upstream were last known to be true; null when they are true now. */
  staleSince: number | null;
  incidents: readonly IncidentSummary[];
  /** ER2: the ids of those that were erased for good. Absent from an older server. */
  erased?: readonly string[];
  /** ED4: the ids of people who were erased. Absent from an older server. */
  erasedPeople?: readonly string[];
  monitors: readonly MonitorState[];
  monitoring: Monitoring;
  people: readonly Person[];
  /** Absent from a server that is older than teams. */
  teams?: readonly Team[];
  /** Absent from a server that is older than services. */
  services?: readonly Service[];
  /** Absent from a server that is older than templates of reviews. */
  reviewTemplates?: readonly KeptTemplate[];
  /** Absent from a server that is older than problems. */
  problems?: readonly ProblemRecord[];
  /** What owners changed of the severities and roles that ship. Absent from an older server. */
  scheme?: SchemeChanges;
  /** Absent from a server that is older than schedules. */
  onCall?: readonly OnCall[];
  pages?: readonly OpenPage[];
  /** Absent from a server that is older than triage. */
  reports?: readonly WaitingReport[];
  /** Whether this very server is a hub. Absent from one that cannot be. */
  hub?: HubState | null;
  /** The template of the team's calls (BR1); null where there is none. */
  bridge?: string | null;
  /** JN9: what the team signed of keys that it no longer vouches for. Absent from an older server. */
  endedKeys?: readonly string[];
};

/** Every message of the feed: the first is a snapshot, each later one changes it. */
export type FeedMessage =
  | { type: 'snapshot'; snapshot: FeedSnapshot }
  | { type: 'incident'; incident: IncidentSummary }
  /** TM3: this reader may not see it any more. */
  | { type: 'incident-hidden'; id: string }
  /** ER2: it is erased for good; every reader deletes its copy. */
  | { type: 'incident-erased'; id: string }
  /** ED4: whoever keeps something of them takes it away too. */
  | { type: 'person-erased'; id: string }
  | { type: 'monitor'; monitor: MonitorState }
  | { type: 'monitor-removed'; id: string }
  | { type: 'monitoring'; monitoring: Monitoring }
  | { type: 'sample'; monitor: string; sample: Sample }
  | { type: 'people'; people: readonly Person[] }
  | { type: 'teams'; teams: readonly Team[] }
  | { type: 'services'; services: readonly Service[] }
  | { type: 'scheme'; scheme: SchemeChanges }
  | { type: 'problems'; problems: readonly ProblemRecord[] }
  | { type: 'review-templates'; reviewTemplates: readonly KeptTemplate[] }
  | { type: 'on-call'; onCall: readonly OnCall[] }
  | { type: 'pages'; pages: readonly OpenPage[] }
  | { type: 'reports'; reports: readonly WaitingReport[] }
  | { type: 'bridge'; bridge: string | null }
  | { type: 'ended-keys'; endedKeys: readonly string[] }
  | { type: 'hub'; hub: HubState | null }
  /** SP110: what the desktops keep of the status pages may be another now. */
  | { type: 'status-pages' }
  | { type: 'upstreams'; upstreams: readonly UpstreamState[]; staleSince: number | null };
