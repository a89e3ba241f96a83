// HT6: one broadcaster for everybody who follows the live feed. It knows messages, not connections.
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';

/** Writes one server-sent event; never waits and never throws. */
export type Follower = (event: string) => void;

export type View = (message: FeedMessage) => FeedMessage;

export type LiveFeed = {
  publish(message: FeedMessage): void;
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
    publish: (message) => {
      if (followers.size === 0) return;
      // Written once for all who see all of it.
      const event = toEvent(message);
      followers.forEach(({ view }, follower) => {
        const seen = view === null ? message : view(message);
        follower(seen === message ? event : toEvent(seen));
      });
    },
    follow: (follower, { view, person } = {}) => {
      const first: FeedMessage = { type: 'snapshot', snapshot: snapshot() };
      follower(toEvent(view ? view(first) : first));
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

function toEvent(message: FeedMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
