// TL1: what I have read of this room, from what was in sight.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useIsLoaded, useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { createReading, type Reading } from '#room/account/reading.ts';
import type { Entry } from '#room/incident.ts';

export type ReadingHere = {
  isUnread: Reading['isUnread'];
  /** Takes the entries as read. */
  read: (ids: readonly string[]) => void;
  readAll: () => void;
  /** Another one whenever something was read or written. */
  unread: ReadonlySet<string>;
};

/**
 * `readUpTo`: up to when I had read when I came; null when I never was here, and then what is here already is not new.
 * `onRead` is told up to when everything was read by now.
 */
export function useReading(readUpTo: number | null, onRead: (noted: number) => void): ReadingHere {
  const { timeline, lastNoted } = useRoom();
  const { me } = useSession();
  const isLoaded = useIsLoaded();
  const [from] = useState(readUpTo ?? lastNoted ?? 0);
  const reading = useMemo(() => createReading({ from, me: me.id }), [from, me.id]);
  const [version, setVersion] = useState(0);
  const latest = useRef(timeline);
  useEffect(() => {
    latest.current = timeline;
  }, [timeline]);
  const tell = useCallback(() => setVersion((before) => before + 1), []);
  const read = useCallback(
    (ids: readonly string[]) => {
      if (reading.read(ids)) tell();
    },
    [reading, tell],
  );
  const readAll = useCallback(() => {
    reading.read(latest.current.map(({ id }) => id));
    tell();
  }, [reading, tell]);
  const unread = useMemo(
    () => findUnread({ reading, timeline, isLoaded, version }),
    [reading, timeline, isLoaded, version],
  );
  // `unread` is another set whenever something was read or written.
  useEffect(() => {
    const upTo = isLoaded ? reading.upTo(timeline) : null;
    if (upTo !== null && unread) onRead(upTo);
  }, [reading, timeline, isLoaded, unread, onRead]);
  return { isUnread: reading.isUnread, read, readAll, unread };
}

type Unread = { reading: Reading; timeline: readonly Entry[]; isLoaded: boolean; version: number };

/** What is still on its way from the server is no news. What comes later is, whenever it was noted. */
function findUnread({ reading, timeline, isLoaded }: Unread): ReadonlySet<string> {
  reading.know(timeline, isLoaded);
  return new Set(timeline.filter(reading.isUnread).map(({ id }) => id));
}
