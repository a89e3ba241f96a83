// SP131: a page for the company shows the team's open incidents, without drills.
import { limits } from '#status-page/limits.ts';
import { cleanLine } from '#status-page/text.ts';
import type { TeamIncident } from '#status-page/schema/index.ts';
import type { Incidents } from '../../incidents/incidents.ts';
import type { People } from '../../people/people.ts';

/** The most severe first, then the oldest. */
export function teamIncidents({
  incidents,
  people,
}: {
  incidents: Pick<Incidents, 'list'>;
  people: Pick<People, 'find'>;
}): TeamIncident[] {
  return incidents
    .list()
    .filter(
      ({ status, drill, withdrawn, restricted }) =>
        // TM4: the reader of the page is unknown.
        restricted === undefined &&
        !drill &&
        withdrawn === undefined &&
        status !== 'resolved' &&
        status !== 'closed',
    )
    .toSorted((one, other) => one.severity.localeCompare(other.severity) || one.declaredAt - other.declaredAt)
    .slice(0, limits.teamIncidents)
    .map(({ number, title, severity, status, impact = null, commanders, declaredAt, updateDueAt }) => ({
      number,
      title: cleanLine(title).slice(0, limits.title).toWellFormed(),
      severity,
      status,
      impact,
      commanders: commanders.flatMap((each) => people.find(each)?.name ?? []),
      declaredAt,
      updateDueAt,
    }));
}
