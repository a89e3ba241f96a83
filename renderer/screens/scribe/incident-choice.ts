// DE14: the target of a line: the incident open in the window, else my newest one, else the only one. Otherwise Tab
// chooses.
import type { IncidentSummary } from '#room/feed/feed.ts';

type Asked = { opened: string | null; me: string };

/** Open incidents in Tab order. */
export function orderIncidents(all: readonly IncidentSummary[], { opened, me }: Asked): IncidentSummary[] {
  const rank = (incident: IncidentSummary) => (incident.id === opened ? 0 : isIn(incident, me) ? 1 : 2);
  return all
    .filter(({ status, id }) => (status !== 'resolved' && status !== 'closed') || id === opened)
    .toSorted((a, b) => rank(a) - rank(b) || b.declaredAt - a.declaredAt);
}

/** The id of the incident that needs no choice; null when Tab must choose. */
export function chooseIncident(ordered: readonly IncidentSummary[], { opened, me }: Asked): string | null {
  const [first] = ordered;
  if (!first) return null;
  return first.id === opened || isIn(first, me) || ordered.length === 1 ? first.id : null;
}

function isIn({ commanders, communications, holders = [] }: IncidentSummary, me: string): boolean {
  return [...commanders, ...communications, ...holders].includes(me);
}
