import { useCallback, useEffect, useRef, useState } from 'react';
import { useIsPast, useIsPractice } from '#renderer/room/room-provider.tsx';
import { recall, remember } from '#renderer/state/local-store.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';

/** What is new to me: noted after I had read up to `from`, and before `to`, when I came back. */
export type Unread = { from: number; to: number };

/**
 * How far I have read this room. `unread` stays as it was when I came (back), so that the mark does not run
 * away from the reader; what comes while I am here is not marked. `markRead` says how far I have read by now.
 */
export function useReadMark(room: string): { unread: Unread | null; markRead: (noted: number) => void } {
  const key = `read.${room}`;
  const clock = useTeamClock();
  const isPast = useIsPast();
  const isPractice = useIsPractice();
  const isKept = !isPast && !isPractice;
  // By the clock and not by what is here already: what was written while I was away may still be on its way.
  const [unread, setUnread] = useState(() => sinceThen(recall(key), clock.now()));
  const read = useRef(unread?.from ?? null);
  const markRead = useCallback(
    (noted: number) => {
      if (!isKept || noted <= (read.current ?? 0)) return;
      read.current = noted;
      remember(key, noted);
    },
    [key, isKept],
  );
  useEffect(() => {
    const onVisibility = () => {
      if (!document.hidden) setUnread(sinceThen(read.current, clock.now()));
    };
    document.addEventListener('visibilitychange', onVisibility);
    return () => document.removeEventListener('visibilitychange', onVisibility);
  }, [clock]);
  return { unread, markRead };
}

function sinceThen(read: unknown, now: number): Unread | null {
  return typeof read === 'number' ? { from: read, to: now } : null;
}
