import type { HubState, UpstreamState } from '#room/feed/feed.ts';
import { strings } from '../strings/index.ts';

export type ConnectionState = 'connecting' | 'live' | 'hub' | 'practice' | 'local' | 'offline' | 'refused';

export type Connection = {
  state: ConnectionState;
  /** Changes not yet durable at our own server. */
  unsaved: number;
  /** Updates stored on our own server that the team's server has not acknowledged. */
  unsent: number;
  since: number | null;
  /** The sentence to show. */
  words: string;
};

export type ConnectionParts = {
  /** The connection to our own server: the socket of a room, or the feed in the lobby. */
  own: 'connecting' | 'open' | 'lost' | 'refused';
  since: number | null;
  refusal: string | null;
  unsaved: number;
  /** Null until our own server has said how it reaches them. */
  upstreams: readonly UpstreamState[] | null;
  /** Set when our own server is a hub: on this laptop, or the one a guest's browser connects to. */
  hub: HubState | null;
  /** A desktop's own server runs on this computer; a browser's does not. */
  isDesktop: boolean;
};

/** FM1: no server stores it, and nothing waits to be sent. */
export const practiceConnection: Connection = {
  state: 'practice',
  unsaved: 0,
  unsent: 0,
  since: null,
  words: strings.practice.connection,
};

/** Describes the connection to our own server and, through it, to the team. */
export function describeConnection(link: ConnectionParts): Connection {
  const { unsaved, upstreams } = link;
  const unsent = Math.max(0, ...(upstreams ?? []).map((upstream) => upstream.unsent));
  const facts = { unsaved, unsent, since: link.since };
  if (link.own === 'refused') {
    return {
      ...facts,
      state: 'refused',
      words: strings.room.refused(link.refusal ?? strings.room.notAdmitted),
    };
  }
  if (link.own === 'lost') return { ...facts, state: 'offline', words: sayLost(link) };
  if (link.own === 'connecting' || upstreams === null)
    return { ...facts, state: 'connecting', words: withUnsaved(strings.room.connecting, unsaved) };
  // Any connected upstream, the team's server or a hub, delivers our changes to others.
  const team = upstreams.find(({ state }) => state === 'connected') ?? upstreams[0];
  if (!team || team.state === 'connected') {
    const away = upstreams.find((upstream) => upstream.state === 'away' && !upstream.hub);
    const joined = team?.hub ?? null;
    if (joined) return { ...facts, ...sayHub(joined, away, unsent + unsaved) };
    const words = unsaved > 0 ? strings.room.liveSaving(countChanges(unsaved)) : strings.room.live;
    if (!link.hub) return { ...facts, state: 'live', words };
    return { ...facts, state: 'live', words: `${words}. ${countPeople(link.hub)}` };
  }
  if (link.hub && team.state === 'away') return { ...facts, ...sayHub(link.hub, team, unsent + unsaved) };
  const state = team.state === 'refused' ? 'refused' : 'local';
  return { ...facts, state, since: team.since, words: sayLocal(team, unsent + unsaved) };
}

/** HU2: people at a hub have each other, but the team does not have their changes yet. */
function sayHub(
  hub: HubState,
  team: UpstreamState | undefined,
  pending: number,
): Pick<Connection, 'state' | 'words'> & { since: number | null } {
  const people = countPeople(hub);
  const words = !team || pending === 0 ? people : strings.room.hubBehind(people, countChanges(pending));
  return { state: 'hub', since: team?.since ?? null, words };
}

function countPeople({ people }: HubState): string {
  return people === 1 ? strings.room.hubOnlyYou : strings.room.hubPeople(people);
}

function sayLocal(team: UpstreamState, pending: number): string {
  const waiting = pending === 0 ? strings.room.nothingWaits : strings.room.notSent(countChanges(pending));
  return team.state === 'refused'
    ? strings.room.refusedByTeam(waiting)
    : strings.room.onThisComputer(waiting);
}

function sayLost({ isDesktop, unsaved }: ConnectionParts): string {
  if (isDesktop) return withUnsaved(strings.room.ownServerStarting, unsaved);
  return unsaved === 0 ? strings.room.offlineReadingCopy : strings.room.offlineOnlyIn(countChanges(unsaved));
}

function withUnsaved(words: string, unsaved: number): string {
  return unsaved === 0 ? words : strings.room.notSavedYet(words, countChanges(unsaved));
}

export function countChanges(count: number): string {
  return strings.room.changes(count);
}
