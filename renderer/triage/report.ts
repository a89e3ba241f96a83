import { statuses } from '#room/scales.ts';
import type { IncidentSummary } from '#room/feed.ts';

export type Answer = 'yes' | 'no' | 'unknown';
/** A report as the server tells responders (TG3). */
export type Report = {
  id: string;
  form: string;
  service: string | null;
  at: number;
  state: 'waiting' | 'accepted' | 'merged' | 'declined' | 'theirs';
  title: string;
  details: string;
  reporter: string;
  contact: string;
  reproducible: Answer;
  others: Answer;
  changed: Answer;
  isProbablyTheirs: boolean;
  files: readonly { name: string; type: string; bytes: number }[];
};

const overFrom = statuses.indexOf('resolved');

/** Into what a report can be merged: open incidents, those of its service first. */
export function mergeChoices(
  incidents: readonly IncidentSummary[],
  service: string | null,
): readonly IncidentSummary[] {
  const open = incidents.filter(({ status, drill }) => statuses.indexOf(status) < overFrom && !drill);
  const isSame = (incident: IncidentSummary) => service !== null && incident.service === service;
  return [...open.filter(isSame), ...open.filter((incident) => !isSame(incident))];
}
