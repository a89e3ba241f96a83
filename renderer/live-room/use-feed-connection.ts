import { useMemo } from 'react';
import { describeConnection, type Connection, type ConnectionParts } from './connection-words.ts';
import { useFeed } from '../server/feed.tsx';
import type { FeedState } from '../server/feed-store.ts';
import { useSession } from '../server/session.tsx';

const own: Record<FeedState, ConnectionParts['own']> = {
  connecting: 'connecting',
  live: 'open',
  away: 'lost',
};

/** The connection of this window outside rooms, taken from the feed. */
export function useFeedConnection(): Connection {
  const { snapshot, state, awaySince } = useFeed();
  const { bridge } = useSession();
  const upstreams = snapshot?.upstreams;
  const hub = snapshot?.hub ?? null;
  return useMemo(
    () =>
      describeConnection({
        own: own[state],
        since: awaySince,
        refusal: null,
        unsaved: 0,
        upstreams: upstreams ?? null,
        hub,
        isDesktop: bridge !== null,
      }),
    [state, awaySince, upstreams, hub, bridge],
  );
}
