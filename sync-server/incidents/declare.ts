// CH3: decides which room is told about a transition. Pure; follow-up.ts writes the decision.
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { Fact, Severity } from '#room/facts/fact.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';

/** Something that can be down: a monitor, or an alert of another tool (the id is then derived from the alert). */
export type OutageSubject = {
  id: string;
  name: string;
  service: string | null;
  severity: Severity | null;
  /** Monitors that this one depends on, nearest first, and monitors that depend on it. */
  ancestors: readonly string[];
  descendants: readonly string[];
  /** The incident that was last told about it. */
  lastIncident: string | null;
  /** CH10: it may resolve its incident. */
  resolvesByItself: boolean;
  source: OutageSource;
};

/** The source of its facts. An alert is named by its own summary. */
export type OutageSource =
  | { kind: 'monitor' }
  | { kind: 'alert'; intake: string; intakeName: string; title: string };

/** The author of an outage's facts in a room. */
export const authorOf = ({ id, source }: Pick<OutageSubject, 'id' | 'source'>): string =>
  source.kind === 'monitor' ? `monitor:${id}` : `intake:${source.intake}`;

export type JoinReason = 'same-service' | 'same-monitor' | 'same-as-parent' | 'same-as-child';

export type DownDecision =
  | { kind: 'declare'; why: 'nothing-open' }
  /** IT13: it was resolved automatically a moment ago. */
  | { kind: 'reopen'; incident: string; why: 'fires-again' }
  | { kind: 'join'; incident: string; why: JoinReason }
  | { kind: 'nothing'; incident: string; why: 'already-down-there' };

/**
 * One outage, one incident. `incidents` are all known ones; drills and resolved incidents are not joined. A room that
 * already has this outage is not told twice, even after a crash between writing and remembering. `services` are the
 * records whose names and other names mean one service (SV2).
 */
export function decideDown(
  subject: OutageSubject,
  incidents: readonly IncidentSummary[],
  services: readonly Service[] = [],
): DownDecision {
  const isSame = serviceMatcher(services);
  const open = incidents.filter(isOpenForReal).toSorted(byAge);
  const told = open.find(({ monitorsDown }) => monitorsDown.includes(subject.id));
  if (told) return { kind: 'nothing', incident: told.id, why: 'already-down-there' };
  const { service, ancestors, descendants, lastIncident } = subject;
  const fits: readonly (readonly [JoinReason, (incident: IncidentSummary) => boolean])[] = [
    ['same-service', (incident) => isSame(incident.service, service)],
    ['same-monitor', ({ id }) => service === null && id === lastIncident],
    ['same-as-parent', ({ monitorsDown }) => ancestors.some((id) => monitorsDown.includes(id))],
    ['same-as-child', ({ monitorsDown }) => descendants.some((id) => monitorsDown.includes(id))],
  ];
  for (const [why, isFit] of fits) {
    const incident = open.find(isFit);
    if (incident) return { kind: 'join', incident: incident.id, why };
  }
  return { kind: 'declare', why: 'nothing-open' };
}

/** The rooms to tell about the recovery: every one, not closed, where it counts as down. */
export function decideUp(
  subject: Pick<OutageSubject, 'id'>,
  incidents: readonly IncidentSummary[],
): readonly string[] {
  return incidents
    .filter(({ monitorsDown, status }) => status !== 'closed' && monitorsDown.includes(subject.id))
    .map(({ id }) => id);
}

/** The open incident for a remark about it: the one where it is down, otherwise one of its service. */
export function findRoomFor(
  subject: OutageSubject,
  incidents: readonly IncidentSummary[],
  services: readonly Service[] = [],
): string | null {
  const isSame = serviceMatcher(services);
  const open = incidents.filter(isOpenForReal).toSorted(byAge);
  const { id, service } = subject;
  const room =
    open.find(({ monitorsDown }) => monitorsDown.includes(id)) ??
    open.find((incident) => isSame(incident.service, service));
  return room?.id ?? null;
}

export const isOpenForReal = ({ drill, status }: IncidentSummary) =>
  !drill && status !== 'resolved' && status !== 'closed';

const byAge = (a: IncidentSummary, b: IncidentSummary) =>
  a.declaredAt - b.declaredAt || (a.id < b.id ? -1 : 1);

/**
 * CH14: the id of the monitor or alert whose outage declared this incident; null when a person or a report did. Only
 * that outage may resolve the incident.
 */
export function declarerOf(facts: readonly Fact[]): string | null {
  const declared = facts.find(({ kind }) => kind === 'declared');
  const monitor = /^monitor:(.+)$/.exec(declared?.by ?? '')?.[1];
  if (monitor !== undefined) return monitor;
  const first = facts.find(
    (fact) =>
      fact.kind === 'check-down' &&
      fact.by === declared?.by &&
      // Rooms of older versions give no reason.
      (fact.why === undefined || fact.why === 'nothing-open'),
  );
  return first?.kind === 'check-down' ? first.monitor : null;
}
