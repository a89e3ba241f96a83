// TL1: tracks which entries of this room I have read, from the rows that were in sight.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useIsLoaded, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { createReading, type ReadEntries } from '#room/account/reading.ts';
import type { Entry } from '#room/view/room-view.ts';

export type ReadingHere = {
  isUnread: ReadEntries['isUnread'];
  hasArrived: ReadEntries['hasArrived'];
  /** Marks the entries as read. */
  read: (ids: readonly string[]) => void;
  readAll: () => void;
  /** A new set whenever something is read or written. */
  unread: ReadonlySet<string>;
};

/**
 * `readUpTo`: the time up to which I had read when I came. Null for a first visit: then the entries already here
 * are not new. `onRead` gets the time up to which everything is read now.
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
  // `unread` is a new set whenever something is read or written.
  useEffect(() => {
    const upTo = isLoaded ? reading.upTo(timeline) : null;
    if (upTo !== null && unread) onRead(upTo);
  }, [reading, timeline, isLoaded, unread, onRead]);
  return { isUnread: reading.isUnread, hasArrived: reading.hasArrived, read, readAll, unread };
}

type Unread = { reading: ReadEntries; timeline: readonly Entry[]; isLoaded: boolean; version: number };

/** Entries of the initial load are not new. Later entries are, whatever time they were noted. */
function findUnread({ reading, timeline, isLoaded }: Unread): ReadonlySet<string> {
  reading.know(timeline, isLoaded);
  return new Set(timeline.filter(reading.isUnread).map(({ id }) => id));
}
