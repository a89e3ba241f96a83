// SY18: a desktop reads the rooms that people are likely to open next while it has nothing else to do, and then leaves
// them again. To open one, only what is new in it is left to read.
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useFeed } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { orderByNeed } from '../state/incident-order.ts';
import { useRoute } from '../state/router.ts';
import { useTeamClock } from '../ui/now.tsx';
import type { RoomLink } from './room-link.ts';

/** Each is held in memory: 10,000 entries take some 30 MB. */
const most = 2;
/** After the last change of what to read. */
const quietMs = 2_000;

export type ReadAhead = {
  /** Reads those of these rooms that are not here yet, and forgets all others. */
  want: (ids: readonly string[]) => void;
  /** Hands over a room that is not connected; null when it was not read. The caller destroys it. */
  take: (id: string) => RoomLink | null;
};

type Reading = { link: RoomLink; leave: () => void };

/** `read` begins to read a room, and `leave` ends its connection. */
export function createReadAhead(read: (id: string) => Reading): ReadAhead {
  const rooms = new Map<string, Reading>();
  const take: ReadAhead['take'] = (id) => {
    const reading = rooms.get(id);
    rooms.delete(id);
    reading?.leave();
    return reading?.link ?? null;
  };
  return {
    want: (ids) => {
      for (const id of [...rooms.keys()].filter((each) => !ids.includes(each))) take(id)?.destroy();
      for (const id of ids) if (!rooms.has(id)) rooms.set(id, read(id));
    },
    take,
  };
}

const ReadAheadContext = createContext<ReadAhead | null>(null);

/** Null in a browser, and before the code of the room is loaded. */
export const useReadAhead = () => useContext(ReadAheadContext);

/** Reads the most urgent open incidents, apart from the one that is open in this window. */
export function ReadAheadProvider({ children }: { children: ReactNode }) {
  const ahead = useRooms();
  const { me } = useSession();
  const { snapshot, state } = useFeed();
  const route = useRoute();
  const here = route.screen === 'room' ? route.incident : null;
  const urgent = orderByNeed(snapshot?.incidents ?? [], me.id).filter(({ id }) => id !== here);
  const wanted = urgent.slice(0, most);
  const key = wanted.map(({ id }) => id).join(' ');
  const isLive = state === 'live';
  useEffect(() => {
    if (ahead === null || !isLive) return undefined;
    const timer = setTimeout(() => ahead.want(key === '' ? [] : key.split(' ')), quietMs);
    return () => clearTimeout(timer);
  }, [ahead, isLive, key]);
  return <ReadAheadContext.Provider value={ahead}>{children}</ReadAheadContext.Provider>;
}

/** On a desktop, once the code of the room is loaded. */
function useRooms(): ReadAhead | null {
  const { server, token, bridge } = useSession();
  const clock = useTeamClock();
  const isDesktop = bridge !== null;
  const [ahead, setAhead] = useState<ReadAhead | null>(null);
  useEffect(() => {
    if (!isDesktop) return undefined;
    let stopped = false;
    let made: ReadAhead | null = null;
    void import('./room-link.ts').then(({ createRoomLink }) => {
      if (stopped) return;
      made = createReadAhead((id) => {
        const link = createRoomLink(id, clock.now);
        return { link, leave: link.readOnce({ server, token }) };
      });
      setAhead(made);
    });
    return () => {
      stopped = true;
      made?.want([]);
      setAhead(null);
    };
  }, [isDesktop, server, token, clock]);
  return ahead;
}
