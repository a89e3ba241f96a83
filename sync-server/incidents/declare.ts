// CH3: which room hears of a transition. Pure; what it decides is written by follow-up.ts.
import type { IncidentSummary } from '#room/feed.ts';
import type { Fact, Severity } from '#room/fact.ts';

/** What can be down: a monitor, or an alert that somebody else's tool sends (its id is then made of that). */
export type Watched = {
  id: string;
  name: string;
  service: string | null;
  severity: Severity | null;
  /** What this one depends on, nearest first, and what depends on it. */
  ancestors: readonly string[];
  descendants: readonly string[];
  /** The incident that heard of it last. */
  lastIncident: string | null;
  /** CH10: it may resolve its incident. */
  resolvesByItself: boolean;
  source: Source;
};

/** Whose words its facts are. An alert is called by its own summary. */
export type Source =
  | { kind: 'monitor' }
  | { kind: 'alert'; intake: string; intakeName: string; title: string };

/** What a room calls the writer of an outage's facts. */
export const authorOf = ({ id, source }: Pick<Watched, 'id' | 'source'>): string =>
  source.kind === 'monitor' ? `monitor:${id}` : `intake:${source.intake}`;

export type JoinReason = 'same-service' | 'same-monitor' | 'same-as-parent' | 'same-as-child';

export type DownDecision =
  | { kind: 'declare'; why: 'nothing-open' }
  /** IT13: it was resolved by itself a moment ago. */
  | { kind: 'reopen'; incident: string; why: 'fires-again' }
  | { kind: 'join'; incident: string; why: JoinReason }
  | { kind: 'nothing'; incident: string; why: 'already-down-there' };

/**
 * One outage, one incident. `incidents` are all that are known; drills and what is resolved are not joined.
 * A room that already holds this outage is not told twice, also after a crash between telling and remembering.
 */
export function decideDown(watched: Watched, incidents: readonly IncidentSummary[]): DownDecision {
  const open = incidents.filter(isOpenForReal).toSorted(byAge);
  const told = open.find(({ monitorsDown }) => monitorsDown.includes(watched.id));
  if (told) return { kind: 'nothing', incident: told.id, why: 'already-down-there' };
  const { service, ancestors, descendants, lastIncident } = watched;
  const fits: readonly (readonly [JoinReason, (incident: IncidentSummary) => boolean])[] = [
    ['same-service', (incident) => service !== null && incident.service === service],
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

/** The rooms to tell that it is up again: every one where it counts as down, resolved or not. */
export function decideUp(
  watched: Pick<Watched, 'id'>,
  incidents: readonly IncidentSummary[],
): readonly string[] {
  return incidents
    .filter(({ monitorsDown, status }) => status !== 'closed' && monitorsDown.includes(watched.id))
    .map(({ id }) => id);
}

/** The open incident a remark about it belongs into: where it is down, else that of its service. */
export function findRoomFor(watched: Watched, incidents: readonly IncidentSummary[]): string | null {
  const open = incidents.filter(isOpenForReal).toSorted(byAge);
  const { id, service } = watched;
  const room =
    open.find(({ monitorsDown }) => monitorsDown.includes(id)) ??
    open.find((incident) => service !== null && incident.service === service);
  return room?.id ?? null;
}

export const isOpenForReal = ({ drill, status }: IncidentSummary) =>
  !drill && status !== 'resolved' && status !== 'closed';

const byAge = (a: IncidentSummary, b: IncidentSummary) =>
  a.declaredAt - b.declaredAt || (a.id < b.id ? -1 : 1);

/**
 * CH14: the outage that declared this incident, by the id of what was down; null when a person or a report did. Only
 * that outage may end anything but itself here.
 */
export function declarerOf(facts: readonly Fact[]): string | null {
  const declared = facts.find(({ kind }) => kind === 'declared');
  const monitor = /^monitor:(.+)$/.exec(declared?.by ?? '')?.[1];
  if (monitor !== undefined) return monitor;
  const first = facts.find(
    (fact) =>
      fact.kind === 'check-down' &&
      fact.by === declared?.by &&
      // Rooms of older versions do not say why.
      (fact.why === undefined || fact.why === 'nothing-open'),
  );
  return first?.kind === 'check-down' ? first.monitor : null;
}
