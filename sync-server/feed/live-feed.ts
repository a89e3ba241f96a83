// HT6: one broadcaster for all followers of the live feed. It knows messages, not connections.
import type { IncidentSummary } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { createListeners } from '../listeners.ts';

/** Writes one server-sent event; never waits and never throws. */
export type Follower = (event: string) => void;

/** What one follower sees of a message. `before`: the incident as known before this message. */
export type FollowerView = (message: FeedMessage, before: IncidentSummary | null) => readonly FeedMessage[];

export type LiveFeed = {
  publish(message: FeedMessage, before?: IncidentSummary | null): void;
  /** Starts with a snapshot; returns a function that stops it. `view` filters each message for this follower. */
  follow(
    follower: Follower,
    options?: { view?: FollowerView | undefined; person?: string | undefined },
  ): () => void;
  /** Whether a client of this person follows now. */
  isConnected: (person: string) => boolean;
  /** Called with each person whose client begins to follow. Returns a function that stops it. */
  onConnected: (listener: (person: string) => void) => () => void;
  followers: () => number;
  close(): void;
};

const heartbeatMs = 15_000;

export function openLiveFeed(snapshot: () => FeedSnapshot): LiveFeed {
  const followers = new Map<Follower, { view: FollowerView | null; person: string | null }>();
  const listeners = createListeners<[person: string]>();
  const broadcast = (event: string) => followers.forEach((_who, follower) => follower(event));
  // A comment, which shows proxies and clients that the connection is alive.
  const heartbeat = setInterval(() => broadcast(': still here\n\n'), heartbeatMs);
  return {
    publish: (message, before = null) => {
      if (followers.size === 0) return;
      // Encoded once for all who see the whole message.
      const event = toEvent(message);
      followers.forEach(({ view }, follower) => {
        const all = view === null ? [message] : view(message, before);
        for (const seen of all) follower(seen === message ? event : toEvent(seen));
      });
    },
    follow: (follower, { view, person } = {}) => {
      const first: FeedMessage = { type: 'snapshot', snapshot: snapshot() };
      for (const seen of view ? view(first, null) : [first]) follower(toEvent(seen));
      followers.set(follower, { view: view ?? null, person: person ?? null });
      if (person !== undefined) listeners.tell(person);
      return () => followers.delete(follower);
    },
    followers: () => followers.size,
    isConnected: (person) => [...followers.values()].some((each) => each.person === person),
    onConnected: listeners.add,
    close: () => {
      clearInterval(heartbeat);
      followers.clear();
    },
  };
}

/** The message as sent over the connection. */
export function toEvent(message: FeedMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
