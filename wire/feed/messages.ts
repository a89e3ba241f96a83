// HT6: the messages of the live feed, for the server that sends them and all readers. The types of their contents are
// in room/, which also uses them.
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
} from '#room/feed/feed.ts';
import type { ProblemRecord } from '#room/learning/problems.ts';
import type { SchemeChanges } from '#room/team/scheme.ts';
import type { RecurringTask } from '#room/team/recurring.ts';
import type { Service } from '#room/team/services.ts';

/** HT6: where clients follow the feed: without incidents that are over for long. */
export const recentFeedPath = '/api/v1/live?incidents=recent';

export type FeedSnapshot = {
  /** The team's clock when this was sent. */
  now: number;
  server: { role: 'primary' | 'replica'; version: string };
  upstreams: readonly UpstreamState[];
  /** When the data from the upstream was last current; null when it is current now. */
  staleSince: number | null;
  incidents: readonly IncidentSummary[];
  /**
   * The incidents that were left out, for readers that ask for the recent ones; absent when none was. Every incident
   * declared at `from` or later is here.
   */
  older?: { count: number; from: number; digest: string };
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
  /** Absent from a server that is older than recurring tasks. */
  recurringTasks?: readonly RecurringTask[];
  /** Absent from a server that is older than templates of reviews. */
  reviewTemplates?: readonly KeptTemplate[];
  /** Absent from a server that is older than problems. */
  problems?: readonly ProblemRecord[];
  /** The owners' changes of the shipped severities and roles. Absent from an older server. */
  scheme?: SchemeChanges;
  /** Absent from a server that is older than schedules. */
  onCall?: readonly OnCall[];
  pages?: readonly OpenPage[];
  /** Absent from a server that is older than triage. */
  reports?: readonly WaitingReport[];
  /** Set when this server is a hub. Absent from a server that cannot be one. */
  hub?: HubState | null;
  /** The template of the team's call addresses (BR1); null without one. */
  bridge?: string | null;
  /** JN9: the team's signed statements about keys that it no longer vouches for. Absent from an older server. */
  endedKeys?: readonly string[];
};

/** Every message of the feed: the first is a snapshot, each later one changes it. */
export type FeedMessage =
  | { type: 'snapshot'; snapshot: FeedSnapshot }
  | { type: 'incident'; incident: IncidentSummary }
  /** TM3: this reader may no longer see the incident. */
  | { type: 'incident-hidden'; id: string }
  /** ER2: the incident is permanently erased; every reader deletes its copy. */
  | { type: 'incident-erased'; id: string }
  /** ED4: the person is erased; every reader deletes its data about them. */
  | { type: 'person-erased'; id: string }
  | { type: 'monitor'; monitor: MonitorState }
  | { type: 'monitor-removed'; id: string }
  | { type: 'monitoring'; monitoring: Monitoring }
  | { type: 'sample'; monitor: string; sample: Sample }
  | { type: 'people'; people: readonly Person[] }
  | { type: 'teams'; teams: readonly Team[] }
  | { type: 'services'; services: readonly Service[] }
  | { type: 'recurring-tasks'; recurringTasks: readonly RecurringTask[] }
  | { type: 'scheme'; scheme: SchemeChanges }
  | { type: 'problems'; problems: readonly ProblemRecord[] }
  | { type: 'review-templates'; reviewTemplates: readonly KeptTemplate[] }
  | { type: 'on-call'; onCall: readonly OnCall[] }
  | { type: 'pages'; pages: readonly OpenPage[] }
  | { type: 'reports'; reports: readonly WaitingReport[] }
  | { type: 'bridge'; bridge: string | null }
  | { type: 'ended-keys'; endedKeys: readonly string[] }
  | { type: 'hub'; hub: HubState | null }
  /** SP110: the status pages may have changed, so desktops' copies of them may be old. */
  | { type: 'status-pages' }
  /** SP151: planned work may have changed, so desktops' copies of it may be old. */
  | { type: 'maintenance' }
  | { type: 'upstreams'; upstreams: readonly UpstreamState[]; staleSince: number | null };
