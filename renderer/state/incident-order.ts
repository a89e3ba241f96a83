// The order of incidents by urgency for me. Pure rules over the feed, shared by
// the lobby, the palette and the wallboard.
import { comparePriority } from '#room/command/priority.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { severities } from '#room/team/scales.ts';

export function isOpen(incident: IncidentSummary): boolean {
  return incident.status !== 'resolved' && incident.status !== 'closed';
}

/** I am responsible for it: I hold the commander or communications role. */
export function isMine(incident: IncidentSummary, me: string): boolean {
  return incident.commanders.includes(me) || incident.communications.includes(me);
}

/** TH4: somebody named me in it since I last read it. `readUpTo` is the time of that reading, null for never. */
export function isNamedIn({ mentions = [] }: IncidentSummary, me: string, readUpTo: number | null): boolean {
  const mention = mentions.find(({ person }) => person === me);
  return mention !== undefined && mention.noted > (readUpTo ?? 0);
}

/** Open incidents: real before drills, then by severity, then mine, then unacknowledged, then by priority (CO5). */
export function orderByNeed(incidents: readonly IncidentSummary[], me: string): IncidentSummary[] {
  const rank = (incident: IncidentSummary) => [
    incident.drill ? 1 : 0,
    severities.indexOf(incident.severity),
    isMine(incident, me) ? 0 : 1,
    incident.acknowledgedAt === null ? 0 : 1,
  ];
  return incidents
    .filter(isOpen)
    .map((incident) => ({ incident, rank: rank(incident) }))
    .toSorted((a, b) => compareRanks(a.rank, b.rank) || comparePriority(a.incident, b.incident).order)
    .map(({ incident }) => incident);
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const first = a.findIndex((value, i) => value !== b[i]);
  return first < 0 ? 0 : (a[first] ?? 0) - (b[first] ?? 0);
}

/** Finished incidents, newest first. */
export function recentlyOver(incidents: readonly IncidentSummary[], count: number): IncidentSummary[] {
  return incidents
    .filter((incident) => !isOpen(incident))
    .toSorted((a, b) => endOf(b) - endOf(a))
    .slice(0, count);
}

export function endOf(incident: IncidentSummary): number {
  return incident.resolvedAt ?? incident.closedAt ?? incident.lastNoted;
}

export type DueItem = {
  incident: IncidentSummary;
  what: 'update' | 'review' | 'item';
  at: number;
  /** The action item. */
  item?: { id: string; text: string };
};

/** AI5: my action items due today or earlier, the earliest first. */
export function myItemsDue(incidents: readonly IncidentSummary[], me: string, now: number): DueItem[] {
  return incidents
    .filter(({ drill }) => !drill)
    .flatMap((incident) =>
      (incident.itemsDue ?? [])
        .filter(({ owner, due }) => owner === me && due < now + dayMs)
        .map(({ id, text, due }): DueItem => ({ incident, what: 'item', at: due, item: { id, text } })),
    )
    .toSorted((a, b) => a.at - b.at);
}
const dayMs = 86_400_000;

/** Updates that are due, soonest first, then the reviews that are due (RS3). */
export function whatIsDue(incidents: readonly IncidentSummary[]): DueItem[] {
  const real = incidents.filter(({ drill }) => !drill);
  const updates = real.flatMap((incident): DueItem[] =>
    isOpen(incident) && incident.updateDueAt !== null
      ? [{ incident, what: 'update', at: incident.updateDueAt }]
      : [],
  );
  const reviews = real.flatMap((incident): DueItem[] => {
    const { review } = incident;
    // An older server does not say which reviews are due.
    if (review === undefined)
      return incident.status === 'resolved' ? [{ incident, what: 'review', at: endOf(incident) }] : [];
    return review === null ? [] : [{ incident, what: 'review', at: review.dueAt }];
  });
  const byTime = (a: DueItem, b: DueItem) => a.at - b.at;
  return [...updates.toSorted(byTime), ...reviews.toSorted(byTime)];
}
