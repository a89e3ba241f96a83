import { useCallback, useEffect, useRef, useState } from 'react';
import { useIsPast, useIsPractice } from '#renderer/live-room/room-provider.tsx';
import { recall, remember } from '#renderer/state/local-store.ts';
import { useTeamClock } from '#renderer/ui/now.tsx';

/** Entries that are new to me: noted after `from`, when I had read everything, and before `to`, when I came back. */
export type Unread = { from: number; to: number };

/**
 * How far I have read this room. `unread` is fixed when I come (back), so that the mark does not move while I
 * read. Entries that arrive while I am here are not marked. `markRead` records how far I have read.
 */
export function useReadMark(room: string): { unread: Unread | null; markRead: (noted: number) => void } {
  const key = `read.${room}`;
  const clock = useTeamClock();
  const isPast = useIsPast();
  const isPractice = useIsPractice();
  const isKept = !isPast && !isPractice;
  // Uses the clock, not the loaded entries: entries written while I was away may still be loading.
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
