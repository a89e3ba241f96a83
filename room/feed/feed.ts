// Data on the live feed (docs/spec.md, LI): the server derives it from rooms and from its own database.
// Plain shapes: the server makes them, the desktop and the renderer read them.
import type { Restriction } from '../view/access.ts';
import type { ActionType } from '../facts/action-type.ts';
import type { Area } from '../team/areas.ts';
import type { ImpactLevel, Mention } from '../view/room-view.ts';
import type { PersonId, Severity, Status } from '../facts/fact.ts';
import type { Nature, Noticed, Role, Withdrawal } from '../team/scales.ts';
import type { ReviewDue } from '../pir/review-state.ts';
import type { TeamTemplate } from '../facts/review-template.ts';

/** One row of the lobby: the summary of a room. Times are epoch milliseconds. */
export type IncidentSummary = {
  id: string;
  number: string | null;
  title: string;
  severity: Severity;
  severityIsSet: boolean;
  status: Status;
  /** WD1: why this was not an incident (its status is only `closed`); absent for a real incident. */
  withdrawn?: WithdrawnSummary;
  /** TM2: absent when the whole team may see it. */
  restricted?: Restriction;
  drill: boolean;
  service: string | null;
  /** DC1: absent when nobody stated it. */
  nature?: Nature;
  noticed?: Noticed;
  /** SV5: the runbook that an alert brought; absent without one. */
  runbook?: string;
  declaredAt: number;
  impactBeganAt: number | null;
  /** The worst answer of the impact assessment; null while nobody assessed it. */
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
  /** Open tasks with an owner and a due time. */
  tasksDue?: readonly { id: string; text: string; owner: PersonId; due: number }[];
  /** Open action items with an owner and a due day. */
  itemsDue?: readonly { id: string; text: string; owner: PersonId; due: number }[];
  /** RS3: the review that is due; null when none is. Absent from an older server. */
  review?: ReviewDue | null;
  /** PM1: cause tags, and the checks that failed during the incident; absent from an older server. */
  causes?: readonly string[];
  failed?: readonly { id: string; name: string }[];
  /** GR7: the newest actions that helped; absent from an older server. */
  helped?: readonly { id: string; text: string; type: ActionType | null }[];
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

/** The public view of a monitor: without settings, so without secrets. */
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
  /** Expiry of the certificate that the target served last. */
  certificateExpiresAt: number | null;
  /** It changes so often that it counts as down until it is stable. */
  isFlapping: boolean;
  /** A monitor it depends on is down, which explains this failure; no incident is declared for it. */
  suppressedBy: string | null;
  /** End of its maintenance; no incident is declared for it before. */
  maintenanceUntil: number | null;
  /** CH18: what it watches; absent from an older server. */
  area?: Area;
  /** SV5: an address; absent when it has none, and from an older server. */
  runbook?: string;
  /** CH19: what each location saw last; absent when only the team's server measures, and from an older server. */
  locations?: readonly LocationState[];
};

/** CH20: `unknown`: it could not measure, or nothing was heard from it since. */
export type LocationState = {
  /** `server` for the team's own. */
  id: string;
  name: string;
  status: 'up' | 'degraded' | 'down' | 'unknown';
  /** Null: nothing was ever heard. */
  since: number | null;
  reason: string | null;
};

/** Shares of 0 to 1 over 24 hours, 7, 30 and 90 days; null while nothing was measured. */
export type Uptime = Record<'day' | 'week' | 'month' | 'quarter', number | null>;

/** Defaults for a monitor without measurements, or from an older server that sends none of these. */
export const unknownStanding = {
  uptime: { day: null, week: null, month: null, quarter: null },
  certificateExpiresAt: null,
  isFlapping: false,
  suppressedBy: null,
  maintenanceUntil: null,
} as const satisfies Partial<MonitorState>;

/**
 * Health of the monitoring itself. `blindSince`: our own network is down, so failures prove nothing.
 * `pagingSilentSince`: the paging engine has not run since; absent while it runs.
 */
export type Monitoring = { blindSince: number | null; pagingSilentSince?: number };

/** One measurement. `latencyMs` is null when nothing answered. */
export type Sample = {
  at: number;
  status: 'up' | 'degraded' | 'down';
  latencyMs: number | null;
  reason: string | null;
};

/** `contact` is null and `notify` empty when nothing was set; an older server sends neither. */
export type Person = {
  id: PersonId;
  name: string;
  role: Role;
  contact?: Contact | null;
  notify?: readonly NotifyRule[];
  /** TM1: ids of this person's teams; absent from an older server, and when there are none. */
  teams?: readonly string[];
};

/** TM1: a sub-team of the organisation, as sent on the feed. */
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
  /** AB: absences, in which the person gets no shift; `since`: when the absence was recorded. */
  away?: readonly { from: number; to: number; since?: number | undefined }[];
  /** AB4: days off in the person's own time zone, such as `2026-12-25`. */
  holidays?: readonly string[];
  /** When the person last confirmed this contact. */
  confirmedAt?: number;
};
/** Wall-clock hours on some days of the week (1 is Monday); `to` may be earlier than `from`, past midnight. */
export type WorkingHours = { days: readonly number[]; from: string; to: string };
/**
 * Sends a page to this person on `channel` (a channel's id, `desktop` or `push`) `afterMinutes` after it began.
 * With `severities`, only for incidents of these severities.
 */
export type NotifyRule = {
  channel: string;
  afterMinutes: number;
  severities?: readonly Severity[] | undefined;
};

/** Who is on call in one schedule now. `until` is the next change; `person` is null in a gap. */
export type OnCall = {
  schedule: string;
  name: string;
  service: string | null;
  person: PersonId | null;
  backup: PersonId | null;
  until: number | null;
  next: { person: PersonId | null; from: number } | null;
};

/** An unanswered page; the person's desktop shows it until they answer. */
export type OpenPage = {
  id: string;
  incident: string;
  person: PersonId;
  at: number;
  /** The step of the policy, from 1. */
  step: number;
  /** The policy's name. */
  policy: string;
  reason: string;
  /** How many steps the policy has. This and the next fields are absent from an older server. */
  steps?: number;
  /** When the next step begins if nobody answers, and whom it would page now; null without a next step. */
  nextAt?: number | null;
  next?: readonly PersonId[];
  /** PH: who paged by hand, and their message; absent when a policy pages. */
  by?: PersonId;
  text?: string | null;
  /** SV5: the address of the runbook to open first; absent when there is none. */
  runbook?: string;
  /** PT: a test page; `incident` is empty. */
  isTest?: boolean;
};

/** TG: the summary of a report in triage. The rest of the report is not visible to everybody. */
export type WaitingReport = {
  id: string;
  at: number;
  title: string;
  /** The form it was sent through. */
  form: string;
  service: string | null;
  files: number;
};

/** State of a replica's connection to its upstream server. `unsent` counts updates not yet acknowledged there. */
export type UpstreamState = {
  url: string;
  state: 'connected' | 'away' | 'refused';
  since: number;
  unsent: number;
  reason: string | null;
  /** Set when that server is a hub. Kept while the hub is away, so that its host can still be named. */
  hub?: HubState | null;
};

/** A desktop's server that its owner opened to others on the network (docs/spec.md, HU). */
export type HubState = {
  /** The name of the person who runs it. */
  host: string;
  since: number;
  /** How many people follow it now, including the person who runs it. */
  people: number;
};

/** RT1: a review template, as sent on the feed. */
export type KeptTemplate = TeamTemplate & { id: string };
