// HT6: one broadcaster for everybody who follows the live feed. It knows messages, not connections.
import type { FeedMessage, FeedSnapshot } from '#room/feed.ts';

/** Writes one server-sent event; never waits and never throws. */
export type Follower = (event: string) => void;

export type LiveFeed = {
  publish(message: FeedMessage): void;
  /** Starts with a snapshot; answers how to stop. */
  follow(follower: Follower): () => void;
  followers: () => number;
  close(): void;
};

const heartbeatMs = 15_000;

export function openLiveFeed(snapshot: () => FeedSnapshot): LiveFeed {
  const followers = new Set<Follower>();
  const broadcast = (event: string) => followers.forEach((follower) => follower(event));
  // A comment, so that proxies and clients see that the line is alive.
  const heartbeat = setInterval(() => broadcast(': still here\n\n'), heartbeatMs);
  return {
    publish: (message) => {
      if (followers.size > 0) broadcast(toEvent(message));
    },
    follow: (follower) => {
      follower(toEvent({ type: 'snapshot', snapshot: snapshot() }));
      followers.add(follower);
      return () => followers.delete(follower);
    },
    followers: () => followers.size,
    close: () => {
      clearInterval(heartbeat);
      followers.clear();
    },
  };
}

function toEvent(message: FeedMessage): string {
  return `data: ${JSON.stringify(message)}\n\n`;
}
