// CH3: which room hears of a transition. Pure; what it decides is written by follow-up.ts.
import type { IncidentSummary } from '#room/feed.ts';
import type { Severity } from '#room/fact.ts';

export type Watched = {
  id: string;
  name: string;
  service: string | null;
  severity: Severity | null;
  /** A monitor that this one depends on. */
  parent: string | null;
  /** The incident that heard of it last. */
  lastIncident: string | null;
};

export type DownDecision =
  | { kind: 'declare'; why: 'nothing-open' }
  | { kind: 'join'; incident: string; why: 'same-service' | 'same-monitor' | 'same-as-parent' }
  | { kind: 'nothing'; incident: string; why: 'already-down-there' };

/**
 * One outage, one incident. `incidents` are all that are known; drills and what is resolved are not joined.
 * A room that already holds this outage is not told twice, also after a crash between telling and remembering.
 */
export function decideDown(watched: Watched, incidents: readonly IncidentSummary[]): DownDecision {
  const open = incidents.filter(isOpenForReal).toSorted(byAge);
  const told = open.find(({ monitorsDown }) => monitorsDown.includes(watched.id));
  if (told) return { kind: 'nothing', incident: told.id, why: 'already-down-there' };
  const { service, parent, lastIncident } = watched;
  const sameService = service === null ? undefined : open.find((incident) => incident.service === service);
  if (sameService) return { kind: 'join', incident: sameService.id, why: 'same-service' };
  const sameMonitor = open.find(({ id }) => service === null && id === lastIncident);
  if (sameMonitor) return { kind: 'join', incident: sameMonitor.id, why: 'same-monitor' };
  const withParent =
    parent === null ? undefined : open.find(({ monitorsDown }) => monitorsDown.includes(parent));
  if (withParent) return { kind: 'join', incident: withParent.id, why: 'same-as-parent' };
  return { kind: 'declare', why: 'nothing-open' };
}

/** The rooms to tell that it is up again: every one where it counts as down, resolved or not. */
export function decideUp(watched: Watched, incidents: readonly IncidentSummary[]): readonly string[] {
  return incidents
    .filter(({ monitorsDown, status }) => status !== 'closed' && monitorsDown.includes(watched.id))
    .map(({ id }) => id);
}

const isOpenForReal = ({ drill, status }: IncidentSummary) =>
  !drill && status !== 'resolved' && status !== 'closed';

const byAge = (a: IncidentSummary, b: IncidentSummary) =>
  a.declaredAt - b.declaredAt || (a.id < b.id ? -1 : 1);
