// What the live feed says, as tray and notifications need it: one record, made anew with each message.
import type { HubState, IncidentSummary, OpenPage } from '#room/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import type { Monitoring, OnCall, Person, UpstreamState } from '#room/feed.ts';

export type Watched = {
  incidents: ReadonlyMap<string, IncidentSummary>;
  people: readonly Person[];
  onCall: readonly OnCall[];
  pages: readonly OpenPage[];
  /** Services that somebody watches or has incidents of. */
  watchedServices: readonly string[];
  blindSince: number | null;
  pagingSilentSince: number | null;
  upstreams: readonly UpstreamState[];
  hub: HubState | null;
};

export const nothingWatched: Watched = {
  incidents: new Map(),
  people: [],
  onCall: [],
  pages: [],
  watchedServices: [],
  blindSince: null,
  pagingSilentSince: null,
  upstreams: [],
  hub: null,
};

/** The same object where a message changes nothing here. */
export function takeMessage(watched: Watched, message: FeedMessage): Watched {
  switch (message.type) {
    case 'snapshot':
      return readSnapshot(message.snapshot);
    case 'incident':
      return {
        ...watched,
        incidents: new Map(watched.incidents).set(message.incident.id, message.incident),
      };
    case 'incident-hidden': {
      const incidents = new Map(watched.incidents);
      incidents.delete(message.id);
      return { ...watched, incidents };
    }
    case 'people':
      return { ...watched, people: message.people };
    case 'on-call':
      return { ...watched, onCall: message.onCall };
    case 'pages':
      return { ...watched, pages: message.pages };
    case 'monitoring':
      return { ...watched, ...readMonitoring(message.monitoring) };
    case 'hub':
      return { ...watched, hub: message.hub };
    case 'upstreams':
      return { ...watched, upstreams: message.upstreams };
    case 'monitor': {
      const { service } = message.monitor;
      if (service === null || watched.watchedServices.includes(service)) return watched;
      return { ...watched, watchedServices: [...watched.watchedServices, service] };
    }
    default:
      return watched;
  }
}

const readMonitoring = (monitoring: Monitoring | undefined) => ({
  blindSince: monitoring?.blindSince ?? null,
  pagingSilentSince: monitoring?.pagingSilentSince ?? null,
});

function readSnapshot(snapshot: FeedSnapshot): Watched {
  return {
    incidents: new Map(snapshot.incidents.map((each) => [each.id, each])),
    people: snapshot.people,
    onCall: snapshot.onCall ?? [],
    pages: snapshot.pages ?? [],
    watchedServices: [...new Set(snapshot.monitors.flatMap(({ service }) => service ?? []))],
    ...readMonitoring(snapshot.monitoring),
    upstreams: snapshot.upstreams,
    hub: snapshot.hub ?? null,
  };
}

/** DE6: I hold a role in it, am paged for it, or have its service on call. */
export function isMine(watched: Watched, incident: IncidentSummary, me: string | null): boolean {
  if (me === null) return false;
  const { commanders, communications, holders = [], service } = incident;
  if ([...commanders, ...communications, ...holders].includes(me)) return true;
  if (watched.pages.some((page) => page.person === me && page.incident === incident.id)) return true;
  return watched.onCall.some(
    (each) => each.service !== null && each.service === service && (each.person ?? each.backup) === me,
  );
}

/** DE13: whether this desktop keeps quiet about it. Never about a P1 that is mine. */
export function isMuted(
  watched: Watched,
  incident: IncidentSummary,
  { me, mutes, now }: { me: string | null; mutes: Readonly<Record<string, number>>; now: number },
): boolean {
  const until = incident.service === null ? undefined : mutes[incident.service];
  if (until === undefined || until <= now) return false;
  return !(incident.severity === 'P1' && isMine(watched, incident, me));
}
