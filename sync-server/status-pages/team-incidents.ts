// SP131: what a page for the company tells of the team's rooms: incidents that are open and are none to practise with.
import { limits } from '#status-page/limits.ts';
import { cleanLine } from '#status-page/text.ts';
import type { TeamIncident } from '#status-page/schema/index.ts';
import type { Incidents } from '../incidents/incidents.ts';
import type { People } from '../people/people.ts';

/** The worst first, of those the oldest. */
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
        // TM4: whoever reads the page is nobody in particular.
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
