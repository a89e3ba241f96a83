// What the server derives from rooms and from its own database, as it travels on the live feed
// (docs/spec.md, LI). Plain shapes: the server makes them, the desktop and the renderer read them.
import type { PersonId, Severity, Status } from './fact.ts';

/** One row of the lobby: a room in short. Times are epoch milliseconds. */
export type IncidentSummary = {
  id: string;
  number: string | null;
  title: string;
  severity: Severity;
  severityIsSet: boolean;
  status: Status;
  drill: boolean;
  service: string | null;
  declaredAt: number;
  impactBeganAt: number | null;
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
  factCount: number;
  lastNoted: number;
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
};

/** One measurement. `latencyMs` is null when nothing answered. */
export type Sample = {
  at: number;
  status: 'up' | 'degraded' | 'down';
  latencyMs: number | null;
  reason: string | null;
};

export type Role = 'owner' | 'responder' | 'viewer';
export type Person = { id: PersonId; name: string; role: Role };

/** How a replica stands with the server above it. `unsent` counts updates not yet acknowledged there. */
export type UpstreamState = {
  url: string;
  state: 'connected' | 'away' | 'refused';
  since: number;
  unsent: number;
  reason: string | null;
};

export type FeedSnapshot = {
  /** The team's clock when this was sent. */
  now: number;
  server: { role: 'primary' | 'replica'; version: string };
  upstreams: readonly UpstreamState[];
  /** When the parts that come from the upstream were last known to be true; null when they are true now. */
  staleSince: number | null;
  incidents: readonly IncidentSummary[];
  monitors: readonly MonitorState[];
  people: readonly Person[];
};

/** Every message of the feed: the first is a snapshot, each later one changes it. */
export type FeedMessage =
  | { type: 'snapshot'; snapshot: FeedSnapshot }
  | { type: 'incident'; incident: IncidentSummary }
  | { type: 'monitor'; monitor: MonitorState }
  | { type: 'monitor-removed'; id: string }
  | { type: 'sample'; monitor: string; sample: Sample }
  | { type: 'people'; people: readonly Person[] }
  | { type: 'upstreams'; upstreams: readonly UpstreamState[]; staleSince: number | null };
