import type { FeedMessage, FeedSnapshot, HubState, IncidentSummary } from '#room/feed.ts';
import type { Severity } from '#room/fact.ts';

/** What the tray says: the worst open incident, in one word for the icon and one sentence for the person. */
export type Standing = { mark: 'calm' | Severity; words: string; open: readonly IncidentSummary[] };

/** Takes every message of the live feed; shows the standing after each that may have changed it. */
export function trackStanding(show: (standing: Standing) => void): (message: FeedMessage) => void {
  let incidents: ReadonlyMap<string, IncidentSummary> = new Map();
  let hub: HubState | null = null;
  show(judgeStanding([]));
  return (message) => {
    const next = takeIncidents(incidents, message);
    const nextHub = takeHub(hub, message);
    if (next === incidents && nextHub === hub) return;
    incidents = next;
    hub = nextHub;
    const standing = judgeStanding(incidents.values());
    show(hub === null ? standing : { ...standing, words: `${standing.words}. ${sayHub(hub)}` });
  };
}

function takeHub(hub: HubState | null, message: FeedMessage): HubState | null {
  if (message.type === 'snapshot') return message.snapshot.hub ?? null;
  return message.type === 'hub' ? message.hub : hub;
}

/** That one's computer lets others in is never to be forgotten. */
const sayHub = ({ people }: HubState) =>
  `This computer is a hub: ${people === 1 ? 'nobody else is here' : `${people} people`}`;

function takeIncidents(
  incidents: ReadonlyMap<string, IncidentSummary>,
  message: FeedMessage,
): ReadonlyMap<string, IncidentSummary> {
  if (message.type === 'snapshot') return new Map(message.snapshot.incidents.map((each) => [each.id, each]));
  if (message.type === 'incident') return new Map(incidents).set(message.incident.id, message.incident);
  return incidents;
}

/** Open means before resolved; the worst first, then the oldest. Drills never colour the icon. */
export function judgeStanding(incidents: Iterable<IncidentSummary>): Standing {
  const open = [...incidents]
    .filter(isOpen)
    .toSorted((a, b) => a.severity.localeCompare(b.severity) || a.declaredAt - b.declaredAt);
  const real = open.filter((incident) => !incident.drill);
  const worst = real[0];
  if (!worst) return { mark: 'calm', words: 'Muster: no open incident', open };
  const others = real.length - 1;
  const more = others > 0 ? `, and ${others} more` : '';
  return { mark: worst.severity, words: `Muster: ${worst.severity} ${nameIncident(worst)}${more}`, open };
}

export function isOpen(incident: IncidentSummary): boolean {
  return incident.status !== 'resolved' && incident.status !== 'closed';
}

export function nameIncident(incident: IncidentSummary): string {
  return [incident.number, incident.title].filter(Boolean).join(' ');
}

/** Incidents in a message that this desktop has not met, and that began after it started to look (DE3). */
export function createNewsFilter(): (message: FeedMessage) => IncidentSummary[] {
  const met = new Set<string>();
  let lookingSince: number | null = null;
  const meet = (incidents: readonly IncidentSummary[]) => {
    const fresh = incidents.filter((incident) => !met.has(incident.id));
    for (const incident of fresh) met.add(incident.id);
    return fresh;
  };
  // By time, not only by having met it: a replica's first snapshot comes before what its team sends it.
  const isNews = (incident: IncidentSummary) =>
    isOpen(incident) && incident.declaredAt >= (lookingSince ?? Infinity);
  const start = (snapshot: FeedSnapshot) => {
    lookingSince = snapshot.now;
    meet(snapshot.incidents);
    return [];
  };
  return (message) => {
    if (message.type === 'snapshot') {
      return lookingSince === null
        ? start(message.snapshot)
        : meet(message.snapshot.incidents).filter(isNews);
    }
    return message.type === 'incident' ? meet([message.incident]).filter(isNews) : [];
  };
}
