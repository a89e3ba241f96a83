// A server with upstreams: keeps its own durable copy of the rooms, merges both ways while an upstream is in reach
// (RE1), and shows data that only the upstream has. Knows nothing of HTTP routes, checks or alerting. It shares the
// rooms, the database and the feed's messages with the rest of the server.
import type { Person, UpstreamState } from '#room/feed/feed.ts';
import type { FeedMessage } from '#wire/feed/messages.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import { gatherChanges } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import type { ForwardRequest, ForwardResponse } from './forward.ts';
import { compareMirrors, type Mirror } from './mirror/mirror.ts';
import type { NamedFiles } from './carrier.ts';
import type { Peer } from './peer.ts';
import { defaultTiming, type Timing } from './timing.ts';
import type { PassKeeper } from './renew-pass.ts';
import { Upstream } from './upstream.ts';
import { createListeners } from '../listeners.ts';

export { UpstreamAway } from './forward.ts';

export type Replica = {
  states(): UpstreamState[];
  /** The upstream's last state, kept across restarts; `staleSince` is null while it is current. */
  mirrored(): Mirror;
  /** HU4: the team's people as its own server listed them, whichever upstream is in use. */
  team(): Pick<Mirror, 'people' | 'staleSince'>;
  /** Called when the team's people or our own identity may have changed. */
  onTeam(listener: () => void): () => void;
  /** The person of the upstream token; null until the first answer. */
  me(): Person | null;
  /** Ms to add to our clock to get the team's. */
  clockOffsetMs(): number;
  /** RE4: forwards a request to the upstream in use. Rejects with UpstreamAway. */
  forward(request: ForwardRequest): Promise<ForwardResponse>;
  /** Forwards to the team's own server, whichever upstream is in use. Rejects with UpstreamAway. */
  forwardToTeam: (request: ForwardRequest) => Promise<ForwardResponse>;
  /** Feed messages of the team's own server. */
  onTeamMessage(listener: (message: FeedMessage) => void): () => void;
  /** AT5: gets a missing file from any upstream that has it; false when none in reach has it. */
  fetchFile(sha256: string): Promise<boolean>;
  /** Messages of the upstream's feed, and `upstreams` messages when the connection changes. */
  onMessage(listener: (message: FeedMessage) => void): () => void;
  /** Keeps a document joined that is open here; call the returned function when it is closed. */
  hold(document: string): () => void;
  /** ER2: the document was erased here; nothing of it is sent any more. */
  forget(document: string): void;
  close(): Promise<void>;
};

export type ReplicaOptions = {
  /** At least one. */
  upstreams: readonly Peer[];
  rooms: Rooms;
  database: Database;
  files: AttachmentStore;
  named: NamedFiles;
  /** This computer's clock. */
  now: () => number;
  log: Log;
  passes?: PassKeeper;
  /** TM3: the team's own server hides an incident from this server's person, or shows it again. */
  onSight?: (incident: string, isHidden: boolean) => void;
  isWithheld?: (incident: string) => boolean;
  random?: () => number;
  timing?: Partial<Timing>;
};

export function startReplica(options: ReplicaOptions): Replica {
  const timing = { ...defaultTiming, ...options.timing };
  const held = countHeld((document) => noteDocument(document, null));
  const team = openTeamNews();
  const heard = (from: Upstream, message: FeedMessage | null) => shown.take(from, message);
  // The first is the team's; further ones are hubs.
  const upstreams = options.upstreams.map((peer, index) =>
    makeUpstream(peer, { ...options, timing, held, team: index === 0 ? team : null, heard }),
  );
  const [teams] = upstreams;
  if (teams === undefined) throw new Error('a replica needs at least one upstream');
  const pickActive = () => activeOf(upstreams, teams);
  const shown = showActive({ upstreams, pickActive, everyMs: timing.tellEveryMs, log: options.log });

  const noteDocument = (document: string, head: number | null) => {
    for (const upstream of upstreams) upstream.noteDocument(document, head);
  };
  const stopWatching = options.rooms.onChange(({ document, head }) => noteDocument(document, head));
  for (const upstream of upstreams) upstream.start();

  return {
    states: shown.states,
    mirrored: () => pickActive().mirror(),
    team: () => teams.mirror(),
    onTeam: team.onTeam,
    // A hub may know us under another id, so the team's server, the first, decides who we are.
    me: () => upstreams.find((upstream) => upstream.me() !== null)?.me() ?? null,
    clockOffsetMs: () => pickActive().clockOffsetMs(),
    forward: (request) => pickActive().forward(request),
    forwardToTeam: (request) => teams.forward(request),
    onTeamMessage: team.onMessage,
    forget: (document) => upstreams.forEach((upstream) => upstream.unsent.drop(document)),
    fetchFile: (sha256) => fetchFromAny(upstreams, sha256, options.log),
    onMessage: shown.onMessage,
    hold: held.hold,
    async close() {
      stopWatching();
      await Promise.all(upstreams.map((upstream) => upstream.close()));
      shown.stop();
    },
  };
}

type Making = Omit<ReplicaOptions, 'timing'> & {
  timing: Timing;
  held: ReturnType<typeof countHeld>;
  /** Null for a hub. */
  team: ReturnType<typeof openTeamNews> | null;
  heard: (from: Upstream, message: FeedMessage | null) => void;
};

function makeUpstream(peer: Peer, { held, team, heard, ...options }: Making): Upstream {
  const upstream: Upstream = new Upstream({
    ...options,
    ...peer,
    random: options.random ?? Math.random,
    passes: team === null ? null : (options.passes ?? null),
    onSight: (incident, isHidden) => {
      if (team !== null) options.onSight?.(incident, isHidden);
    },
    isHeld: held.has,
    heldDocuments: held.all,
    onMessage: (message) => {
      heard(upstream, message);
      team?.take(message);
    },
    onState: () => heard(upstream, null),
  });
  return upstream;
}

/** The first connected upstream; while none is, the one heard last. */
function activeOf(upstreams: readonly Upstream[], teams: Upstream): Upstream {
  const connected = upstreams.find((upstream) => upstream.isConnected());
  const lastHeard = upstreams.toSorted((a, b) => (b.heardAt() ?? 0) - (a.heardAt() ?? 0))[0];
  return connected ?? lastHeard ?? teams;
}

/** The documents that are open here, each counted as often as it is open. */
function countHeld(changed: (document: string) => void) {
  const held = new Map<string, number>();
  return {
    has: (document: string) => held.has(document),
    all: () => held.keys(),
    hold: (document: string) => {
      held.set(document, (held.get(document) ?? 0) + 1);
      changed(document);
      return () => {
        const others = (held.get(document) ?? 1) - 1;
        if (others > 0) held.set(document, others);
        else held.delete(document);
        changed(document);
      };
    },
  };
}

/** What the team's own server says, for those who follow it. */
function openTeamNews() {
  const changed = createListeners();
  const said = createListeners<[message: FeedMessage]>();
  return {
    take: (message: FeedMessage) => {
      if (message.type === 'snapshot' || message.type === 'people') changed.tell();
      said.tell(message);
    },
    onTeam: changed.add,
    onMessage: said.add,
  };
}

type Showing = {
  upstreams: readonly Upstream[];
  pickActive: () => Upstream;
  everyMs: number;
  log: Log;
};

/** Sends changes of the active upstream to the followers of our own feed. */
function showActive({ upstreams, pickActive, everyMs, log }: Showing) {
  const listeners = new Set<(message: FeedMessage) => void>();
  const tell = (message: FeedMessage) => {
    for (const listener of listeners) {
      try {
        listener(message);
      } catch (error) {
        log.error({ err: error }, 'a listener of the replica failed');
      }
    }
  };
  const states = () => upstreams.map((upstream) => upstream.state());
  const tellStates = gatherChanges(everyMs, () => {
    tell({ type: 'upstreams', upstreams: states(), staleSince: pickActive().mirror().staleSince });
  });
  let shown = pickActive();
  let shownMirror = shown.mirror();
  return {
    states,
    take: (from: Upstream, message: FeedMessage | null) => {
      const active = pickActive();
      const mirror = active.mirror();
      const isPassedOn = message !== null && active === shown && active === from && isAboutOneThing(message);
      const messages = isPassedOn ? [message] : compareMirrors(shownMirror, mirror);
      shown = active;
      shownMirror = mirror;
      for (const change of messages) tell(change);
      if (!isPassedOn) tellStates.soon();
    },
    onMessage: (listener: (message: FeedMessage) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: tellStates.stop,
  };
}

/** AT5: false when no upstream in reach has the file. */
async function fetchFromAny(upstreams: readonly Upstream[], sha256: string, log: Log): Promise<boolean> {
  for (const upstream of upstreams) {
    const isHere = await upstream.fetchFile(sha256).catch((error: unknown) => {
      log.info({ upstream: upstream.url, sha256, err: error }, 'a file could not be fetched');
      return false;
    });
    if (isHere) return true;
  }
  return false;
}

function isAboutOneThing(message: FeedMessage): boolean {
  return [
    'monitor',
    'monitor-removed',
    'monitoring',
    'sample',
    'people',
    'teams',
    'services',
    'recurring-tasks',
    'review-templates',
    'problems',
    'scheme',
    'on-call',
    'pages',
    'bridge',
    'ended-keys',
  ].includes(message.type);
}
