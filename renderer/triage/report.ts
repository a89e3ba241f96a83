import { statuses } from '#room/scales.ts';
import type { IncidentSummary } from '#room/feed.ts';

const overFrom = statuses.indexOf('resolved');

/** Incidents that a report can be merged into: open ones, those of its service first. */
export function mergeChoices(
  incidents: readonly IncidentSummary[],
  service: string | null,
): readonly IncidentSummary[] {
  const open = incidents.filter(({ status, drill }) => statuses.indexOf(status) < overFrom && !drill);
  const isSame = (incident: IncidentSummary) => service !== null && incident.service === service;
  return [...open.filter(isSame), ...open.filter((incident) => !isSame(incident))];
}
