// What the server derives from rooms and from its own database, as it travels on the live feed
// (docs/spec.md, LI). Plain shapes: the server makes them, the desktop and the renderer read them.
import type { Restriction } from './access.ts';
import type { ImpactLevel, Mention } from './incident.ts';
import type { PersonId, Severity, Status } from './fact.ts';
import type { Nature, Noticed, Withdrawal } from './scales.ts';
import type { ReviewDue } from './review-state.ts';
import type { TeamTemplate } from './facts/review-template.ts';

/** One row of the lobby: a room in short. Times are epoch milliseconds. */
export type IncidentSummary = {
  id: string;
  number: string | null;
  title: string;
  severity: Severity;
  severityIsSet: boolean;
  status: Status;
  /** WD1: why it was no incident, which its status `closed` does not say; absent where it is one. */
  withdrawn?: WithdrawnSummary;
  /** TM2: absent where the whole team may see it. */
  restricted?: Restriction;
  drill: boolean;
  service: string | null;
  /** DC1: absent where nobody said so. */
  nature?: Nature;
  noticed?: Noticed;
  declaredAt: number;
  impactBeganAt: number | null;
  /** The worst answer about the impact; null while nobody assessed it. */
  impact?: ImpactLevel | null;
  acknowledgedAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
  /** Persons with an open primary claim on `commander`; two are a conflict. */
  commanders: readonly PersonId[];
  communications: readonly PersonId[];
  rolesFilled: number;
  rolesTotal: number;
  updateDueAt: number | null;
  monitorsDown: readonly string[];
  /** TH4: for each person named by somebody else, the newest standing entry that names them. */
  mentions?: readonly Mention[];
  /** Everybody who holds or backs up a role. */
  holders?: readonly PersonId[];
  /** Open tasks that somebody has and that fall due. */
  tasksDue?: readonly { id: string; text: string; owner: PersonId; due: number }[];
  /** Open action items that somebody promised for a day. */
  itemsDue?: readonly { id: string; text: string; owner: PersonId; due: number }[];
  /** RS3: the review that is owed; null where none is. Absent from an older server. */
  review?: ReviewDue | null;
  /** PM1: tags of what caused it, and the checks that failed in it; absent from an older server. */
  causes?: readonly string[];
  failed?: readonly { id: string; name: string }[];
  factCount: number;
  lastNoted: number;
};

/** `why` is cut to 200 characters. */
export type WithdrawnSummary = {
  as: Withdrawal;
  duplicateOf: string | null;
  number: string | null;
  why: string | null;
};

export type MonitorStatus = 'pending' | 'up' | 'degraded' | 'down' | 'paused' | 'maintenance';

/** A monitor as everybody may see it: no settings, so no secrets. */
export type MonitorState = {
  id: string;
  name: string;
  kind: string;
  service: string | null;
  status: MonitorStatus;
  since: number;
  reason: string | null;
  lastSample: Sample | null;
  intervalSeconds: number;
  uptime: Uptime;
  /** When the certificate it was served last ends. */
  certificateExpiresAt: number | null;
  /** It changes so often that it counts as down until it keeps still. */
  isFlapping: boolean;
  /** The monitor it depends on whose being down explains that it fails; nothing is declared for it. */
  suppressedBy: string | null;
  /** Until when nothing is declared for it. */
  maintenanceUntil: number | null;
};

/** Shares of 0 to 1 over 24 hours, 7, 30 and 90 days; null while nothing was measured. */
export type Uptime = Record<'day' | 'week' | 'month' | 'quarter', number | null>;

/** What a monitor has that nothing is known about yet, or that an older server says nothing about. */
export const unknownStanding = {
  uptime: { day: null, week: null, month: null, quarter: null },
  certificateExpiresAt: null,
  isFlapping: false,
  suppressedBy: null,
  maintenanceUntil: null,
} as const satisfies Partial<MonitorState>;

/**
 * How the watching itself goes. `blindSince`: our own network is away, so failures say nothing. `pagingSilentSince`:
 * the engine that pages has not moved since; absent while it does.
 */
export type Monitoring = { blindSince: number | null; pagingSilentSince?: number };

/** One measurement. `latencyMs` is null when nothing answered. */
export type Sample = {
  at: number;
  status: 'up' | 'degraded' | 'down';
  latencyMs: number | null;
  reason: string | null;
};

export type Role = 'owner' | 'responder' | 'viewer';
/** `contact` is null and `notify` empty where nothing was set; an older server says neither. */
export type Person = {
  id: PersonId;
  name: string;
  role: Role;
  contact?: Contact | null;
  notify?: readonly NotifyRule[];
  /** TM1: the ids of the teams they belong to; absent from an older server, and where there are none. */
  teams?: readonly string[];
};

/** TM1: a team within the team, as it travels. */
export type Team = { id: string; name: string };

/** How to reach somebody, and when they work. */
export type Contact = {
  email?: string;
  /** In international form, such as `+4930123456`. */
  phone?: string;
  title?: string;
  /** IANA, such as `Europe/Berlin`. */
  timeZone?: string;
  workingHours?: WorkingHours;
  /** False: no message when a shift begins or ends (NT3). */
  shiftNews?: boolean;
  /** AB: when they can have no shift; `since`: when that was written down. */
  away?: readonly { from: number; to: number; since?: number | undefined }[];
  /** AB4: days on which they work no hours, such as `2026-12-25`, by their own clock. */
  holidays?: readonly string[];
  /** When they last said that this is right. */
  confirmedAt?: number;
};
/** Wall-clock hours on some days of the week (1 is Monday); `to` may be earlier than `from`, past midnight. */
export type WorkingHours = { days: readonly number[]; from: string; to: string };
/**
 * A page to this person goes out on `channel` (a channel's id, `desktop`, or `push`) so long after it began; with
 * `severities`,
 * that of an incident of one of these alone.
 */
export type NotifyRule = {
  channel: string;
  afterMinutes: number;
  severities?: readonly Severity[] | undefined;
};

/** Who has one schedule at the moment. `until` is the next change; `person` is null in a gap. */
export type OnCall = {
  schedule: string;
  name: string;
  service: string | null;
  person: PersonId | null;
  backup: PersonId | null;
  until: number | null;
  next: { person: PersonId | null; from: number } | null;
};

/** A page that waits for its person to answer; their desktop shows it until they do. */
export type OpenPage = {
  id: string;
  incident: string;
  person: PersonId;
  at: number;
  /** Which step of the policy, from 1. */
  step: number;
  /** The policy's name. */
  policy: string;
  reason: string;
  /** How many steps the policy has. Absent from an older server, as what follows. */
  steps?: number;
  /** When the next step begins if nobody answers, and whom it would page now; null when there is none. */
  nextAt?: number | null;
  next?: readonly PersonId[];
  /** PH: who asked by hand, and what they wrote; absent where a policy pages. */
  by?: PersonId;
  text?: string | null;
  /** PT: nothing is wrong; `incident` is empty. */
  isTest?: boolean;
};

/** TG: a report that waits in triage, in short. What else it says is not for everybody. */
export type WaitingReport = {
  id: string;
  at: number;
  title: string;
  /** The form it came by. */
  form: string;
  service: string | null;
  files: number;
};

/** How a replica stands with the server above it. `unsent` counts updates not yet acknowledged there. */
export type UpstreamState = {
  url: string;
  state: 'connected' | 'away' | 'refused';
  since: number;
  unsent: number;
  reason: string | null;
  /** Set when that server is a hub; kept while it is away, so that one can say whose hub that was. */
  hub?: HubState | null;
};

/** A server that lets others in over the network for as long as its owner says (docs/spec.md, HU). */
export type HubState = {
  /** The name of the person who runs it. */
  host: string;
  since: number;
  /** How many people follow it now, including the person who runs it. */
  people: number;
};

/** RT1: a template of reviews, as it travels. */
export type KeptTemplate = TeamTemplate & { id: string };
