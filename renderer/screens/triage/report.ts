import { statuses } from '#room/team/scales.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { serviceMatcher, type Service } from '#room/team/services.ts';

const overFrom = statuses.indexOf('resolved');

/** Incidents that a report can be merged into: open ones, those of its service first. */
export function mergeChoices(
  incidents: readonly IncidentSummary[],
  service: string | null,
  services: readonly Service[] = [],
): readonly IncidentSummary[] {
  const open = incidents.filter(({ status, drill }) => statuses.indexOf(status) < overFrom && !drill);
  const isMeant = serviceMatcher(services);
  const isSame = (incident: IncidentSummary) => isMeant(incident.service, service);
  return [...open.filter(isSame), ...open.filter((incident) => !isSame(incident))];
}
