import { useEffect, useState } from 'react';
import * as Y from 'yjs';
import { useIsLoaded, useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { recall, remember } from '#renderer/state/local-store.ts';
import { useSession } from '#renderer/server/session.tsx';
import { useTeamClock, type Clock } from '#renderer/ui/now.tsx';
import type { OpenRoom } from '#room/log/room.ts';

/** When I left and the document's state then (CU1). `back` is when I returned. */
export type Away = { left: { at: number; mark: Uint8Array } | null; back: number };

const everyMs = 15_000;

/** My absence before I came (back) to this room. Saves the current state often, so that a crash does not lose it. */
export function useAway(room: string): Away {
  const open = useOpenRoom();
  const isLoaded = useIsLoaded();
  const clock = useTeamClock();
  const { me } = useSession();
  const key = `left.${me.id}.${room}`;
  const [away, setAway] = useState<Away>(() => ({ left: readLeft(key), back: clock.now() }));
  useEffect(() => {
    // Before loading, the document is empty and not a state I have seen.
    if (!isLoaded) return undefined;
    const keep = () => {
      if (!document.hidden) rememberHere(key, open, clock);
    };
    const onVisibility = () => {
      if (document.hidden) return rememberHere(key, open, clock);
      setAway({ left: readLeft(key), back: clock.now() });
    };
    keep();
    const timer = setInterval(keep, everyMs);
    const stop = open.subscribe(keep);
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', keep);
    return () => {
      keep();
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', keep);
    };
  }, [isLoaded, key, open, clock]);
  return away;
}

function rememberHere(key: string, { doc }: OpenRoom, clock: Clock) {
  const vector = [...Y.decodeStateVector(Y.encodeStateVector(doc))];
  remember(key, { at: clock.now(), vector });
}

function readLeft(key: string): Away['left'] {
  const kept = recall(key) as { at?: unknown; vector?: unknown } | null;
  if (typeof kept?.at !== 'number' || !Array.isArray(kept.vector)) return null;
  return { at: kept.at, mark: Y.encodeStateVector(new Map(kept.vector as [number, number][])) };
}
