// DE14: where a line goes: the incident that is open in the window, else the newest that I am in, else the only
// one; otherwise Tab chooses.
import type { IncidentSummary } from '#room/feed.ts';

type Asked = { opened: string | null; me: string };

/** Open incidents in the order in which Tab goes through them. */
export function orderIncidents(all: readonly IncidentSummary[], { opened, me }: Asked): IncidentSummary[] {
  const rank = (incident: IncidentSummary) => (incident.id === opened ? 0 : isIn(incident, me) ? 1 : 2);
  return all
    .filter(({ status, id }) => (status !== 'resolved' && status !== 'closed') || id === opened)
    .toSorted((a, b) => rank(a) - rank(b) || b.declaredAt - a.declaredAt);
}

/** The one that needs no choice, by its id. */
export function chooseIncident(ordered: readonly IncidentSummary[], { opened, me }: Asked): string | null {
  const [first] = ordered;
  if (!first) return null;
  return first.id === opened || isIn(first, me) || ordered.length === 1 ? first.id : null;
}

function isIn({ commanders, communications, holders = [] }: IncidentSummary, me: string): boolean {
  return [...commanders, ...communications, ...holders].includes(me);
}

export const nameOf = ({ number, title }: IncidentSummary) => [number, title].filter(Boolean).join(' ');
