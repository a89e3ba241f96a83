import { useMemo, useSyncExternalStore } from 'react';
import { useFeed } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { describeConnection, type Connection } from './connection-words.ts';
import type { DocumentSocket } from './document-link.ts';

/** How a document reaches our own server and the team. */
export function useConnectionOf({
  subscribe,
  state,
}: Pick<DocumentSocket, 'subscribe' | 'state'>): Connection {
  const { bridge } = useSession();
  const { snapshot } = useFeed();
  const socket = useSyncExternalStore(subscribe, state);
  const upstreams = snapshot?.upstreams;
  const hub = snapshot?.hub ?? null;
  return useMemo(
    () => describeConnection({ ...socket, upstreams: upstreams ?? null, hub, isDesktop: bridge !== null }),
    [socket, upstreams, hub, bridge],
  );
}
