// The live feed's state for the tray and notifications: one record, replaced when a message changes it.
import type { HubState, IncidentSummary, OnCall, OpenPage, Person, UpstreamState } from '#room/feed/feed.ts';
import { serviceMatcher } from '#room/team/services.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { applyFeedMessage } from '#wire/feed/reduce.ts';

export type Watched = {
  /** The feed's full state; null before its first message. */
  snapshot: FeedSnapshot | null;
  incidents: ReadonlyMap<string, IncidentSummary>;
  people: readonly Person[];
  onCall: readonly OnCall[];
  pages: readonly OpenPage[];
  /** Services that have a monitor. */
  watchedServices: readonly string[];
  blindSince: number | null;
  pagingSilentSince: number | null;
  upstreams: readonly UpstreamState[];
  hub: HubState | null;
};

export const nothingWatched: Watched = {
  snapshot: null,
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

/** Returns the same object when a message changes nothing here. */
export function takeMessage(watched: Watched, message: FeedMessage): Watched {
  const snapshot = applyFeedMessage(watched.snapshot, message);
  return snapshot === null || snapshot === watched.snapshot ? watched : readSnapshot(snapshot);
}

function readSnapshot(snapshot: FeedSnapshot): Watched {
  const { monitoring }: Partial<FeedSnapshot> = snapshot; // absent from an old server
  return {
    snapshot,
    incidents: new Map(snapshot.incidents.map((each) => [each.id, each])),
    people: snapshot.people,
    onCall: snapshot.onCall ?? nothingWatched.onCall,
    pages: snapshot.pages ?? nothingWatched.pages,
    watchedServices: [...new Set(snapshot.monitors.flatMap(({ service }) => service ?? []))],
    blindSince: monitoring?.blindSince ?? null,
    pagingSilentSince: monitoring?.pagingSilentSince ?? null,
    upstreams: snapshot.upstreams,
    hub: snapshot.hub ?? null,
  };
}

/** DE6: whether this person holds a role in it, is paged for it, or is on call for its service. */
export function isMine(watched: Watched, incident: IncidentSummary, me: string | null): boolean {
  if (me === null) return false;
  const { commanders, communications, holders = [], service } = incident;
  if ([...commanders, ...communications, ...holders].includes(me)) return true;
  if (watched.pages.some((page) => page.person === me && page.incident === incident.id)) return true;
  const isSame = serviceMatcher(watched.snapshot?.services ?? []);
  return watched.onCall.some((each) => isSame(each.service, service) && (each.person ?? each.backup) === me);
}

/** DE13: whether this desktop mutes the incident. It never mutes a P1 of this person. */
export function isMuted(
  watched: Watched,
  incident: IncidentSummary,
  { me, mutes, now }: { me: string | null; mutes: Readonly<Record<string, number>>; now: number },
): boolean {
  const isSame = serviceMatcher(watched.snapshot?.services ?? []);
  const isInForce = Object.entries(mutes).some(
    ([service, until]) => until > now && isSame(service, incident.service),
  );
  if (!isInForce) return false;
  return !(incident.severity === 'P1' && isMine(watched, incident, me));
}
