// HT6: one broadcaster for everybody who follows the live feed. It knows messages, not connections.
import type { IncidentSummary } from '#room/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';

/** Writes one server-sent event; never waits and never throws. */
export type Follower = (event: string) => void;

/** `before`: of an incident, what was known of it before this message. Null: nothing of it is for this follower. */
export type View = (message: FeedMessage, before: IncidentSummary | null) => FeedMessage | null;

export type LiveFeed = {
  publish(message: FeedMessage, before?: IncidentSummary | null): void;
  /** Starts with a snapshot; answers how to stop. `view` is what of a message this follower may see. */
  follow(follower: Follower, options?: { view?: View | undefined; person?: string | undefined }): () => void;
  /** Whether some client of this person follows at this moment. */
  isConnected: (person: string) => boolean;
  /** Called with each person whose client begins to follow. Returns the end of it. */
  onConnected: (listener: (person: string) => void) => () => void;
  followers: () => number;
  close(): void;
};

const heartbeatMs = 15_000;

export function openLiveFeed(snapshot: () => FeedSnapshot): LiveFeed {
  const followers = new Map<Follower, { view: View | null; person: string | null }>();
  const listeners = new Set<(person: string) => void>();
  const broadcast = (event: string) => followers.forEach((_who, follower) => follower(event));
  // A comment, so that proxies and clients see that the line is alive.
  const heartbeat = setInterval(() => broadcast(': still here\n\n'), heartbeatMs);
  return {
    publish: (message, before = null) => {
      if (followers.size === 0) return;
      // Written once for all who see all of it.
      const event = toEvent(message);
      followers.forEach(({ view }, follower) => {
        const seen = view === null ? message : view(message, before);
        if (seen !== null) follower(seen === message ? event : toEvent(seen));
      });
    },
    follow: (follower, { view, person } = {}) => {
      const first: FeedMessage = { type: 'snapshot', snapshot: snapshot() };
      const seen = view ? view(first, null) : first;
      if (seen !== null) follower(toEvent(seen));
      followers.set(follower, { view: view ?? null, person: person ?? null });
      if (person !== undefined) for (const listener of listeners) listener(person);
      return () => followers.delete(follower);
    },
    followers: () => followers.size,
    isConnected: (person) => [...followers.values()].some((each) => each.person === person),
    onConnected: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      clearInterval(heartbeat);
      followers.clear();
    },
  };
}

/** As it goes over the line. */
export function toEvent(message: FeedMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
