import type { HubState, UpstreamState } from '#room/feed.ts';

export type ConnectionState = 'connecting' | 'live' | 'hub' | 'local' | 'offline' | 'refused';

export type Connection = {
  state: ConnectionState;
  /** Changes not yet durable at our own server. */
  unsaved: number;
  /** Updates that our own server has and the team's has not acknowledged. */
  unsent: number;
  since: number | null;
  /** The honest sentence to show. */
  words: string;
};

export type Link = {
  /** Our own server's side: the socket of a room, or the feed in the lobby. */
  own: 'connecting' | 'open' | 'lost' | 'refused';
  since: number | null;
  refusal: string | null;
  unsaved: number;
  upstreams: readonly UpstreamState[];
  /** Set when our own server is a hub: this laptop, or the one that a browser's guest looks at. */
  hub: HubState | null;
  /** A desktop's own server is on this computer; a browser's is not. */
  isDesktop: boolean;
};

/** Says how we stand with our own server and, through it, with the team. */
export function describeConnection(link: Link): Connection {
  const { unsaved } = link;
  const unsent = Math.max(0, ...link.upstreams.map((upstream) => upstream.unsent));
  const facts = { unsaved, unsent, since: link.since };
  if (link.own === 'refused') {
    return {
      ...facts,
      state: 'refused',
      words: `Refused: ${link.refusal ?? 'the server does not let you in'}`,
    };
  }
  if (link.own === 'connecting')
    return { ...facts, state: 'connecting', words: withUnsaved('Connecting', unsaved) };
  if (link.own === 'lost') return { ...facts, state: 'offline', words: sayLost(link) };
  // Any server above us that answers carries what we write to the others: the team's, or a hub.
  const team = link.upstreams.find(({ state }) => state === 'connected') ?? link.upstreams[0];
  if (!team || team.state === 'connected') {
    const away = link.upstreams.find((upstream) => upstream.state === 'away' && !upstream.hub);
    const joined = team?.hub ?? null;
    if (joined) return { ...facts, ...sayHub(joined, away, unsent + unsaved) };
    const words = unsaved > 0 ? `Live: saving ${countChanges(unsaved)}` : 'Live';
    if (!link.hub) return { ...facts, state: 'live', words };
    return { ...facts, state: 'live', words: `${words}. ${countPeople(link.hub)}` };
  }
  if (link.hub && team.state === 'away') return { ...facts, ...sayHub(link.hub, team, unsent + unsaved) };
  const state = team.state === 'refused' ? 'refused' : 'local';
  return { ...facts, state, since: team.since, words: sayLocal(team, unsent + unsaved) };
}

/** HU2: those at a hub are not alone, and still the team has not got it. */
function sayHub(
  hub: HubState,
  team: UpstreamState | undefined,
  pending: number,
): Pick<Connection, 'state' | 'words'> & { since: number | null } {
  const behind = !team || pending === 0 ? '' : `. ${countChanges(pending)} not with the team yet`;
  return { state: 'hub', since: team?.since ?? null, words: `${countPeople(hub)}${behind}` };
}

export function countPeople({ people }: HubState): string {
  return people === 1 ? 'Hub: only you so far' : `Hub: ${people} people`;
}

function sayLocal(team: UpstreamState, pending: number): string {
  const waiting = pending === 0 ? 'nothing waits to be sent' : `${countChanges(pending)} not sent`;
  return team.state === 'refused'
    ? `Refused by the team's server: ${waiting}. Ask for a new invitation`
    : `On this computer only: ${waiting}`;
}

function sayLost({ isDesktop, unsaved }: Link): string {
  if (isDesktop) return withUnsaved("Muster's own server is starting again", unsaved);
  return unsaved === 0
    ? 'Offline: reading the copy in this browser'
    : `Offline: ${countChanges(unsaved)} only in this browser`;
}

function withUnsaved(words: string, unsaved: number): string {
  return unsaved === 0 ? words : `${words}: ${countChanges(unsaved)} not saved yet`;
}

export function countChanges(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}
