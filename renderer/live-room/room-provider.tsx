// Opens one room for its children, with one hook for each question about the room.
import { roomName } from '#wire/document-name.ts';
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import type { ReactNode } from 'react';
import { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { withoutSaidAlready } from '#room/command/said-already.ts';
import type { Fact, FactDraft } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';
import type { OpenRoom, Pen } from '#room/log/room.ts';
import { makeUlidSource } from '#room/facts/ulid.ts';
import { NamesInRoomProvider } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { KeysWait } from '../ui/keys.tsx';
import { useTeamClock } from '../ui/now.tsx';
import { AwarenessContext } from './awareness-context.ts';
import { keepBrowserCopy } from './browser-copy.ts';
import { practiceConnection, type Connection } from './connection-words.ts';
import type { SocketState } from './document-link.ts';
import { useReadAhead } from './read-ahead.tsx';
import { createRoomLink, type RoomLink } from './room-link.ts';
import { presenceColor } from './presence-color.ts';
import { useConnectionOf } from './use-connection.ts';
import { useColorOrder, useOwnPresence } from './use-presence.ts';
import { shouldJoin } from './join.ts';

type OpenedLink = Pick<RoomLink, 'open' | 'room' | 'subscribeToRoom' | 'awareness' | 'state' | 'subscribe'>;
type Opened = {
  id: string;
  link: OpenedLink;
  pen: Pen;
  isPast: boolean;
  /** The room is read from a record file. */
  isRecord?: true;
  /** The room exists only in this window's memory. */
  isPractice?: true;
};
const RoomContext = createContext<Opened | null>(null);

function useOpened(): Opened {
  const opened = useContext(RoomContext);
  if (!opened) throw new Error('This hook needs a RoomProvider above it');
  return opened;
}

export function RoomProvider({ id, children }: { id: string; children: ReactNode }) {
  const { me, bridge } = useSession();
  const clock = useTeamClock();
  const takeAhead = useTakeAhead();
  const [link, setLink] = useState<RoomLink | null>(null);
  useEffect(() => {
    const made = takeAhead(id) ?? createRoomLink(id, clock.now);
    const stopCopy = bridge ? () => undefined : keepBrowserCopy(roomName(id), made);
    // The effect that closes the room also opens it; nothing can be shown before.
    // oxlint-disable-next-line react/set-state-in-effect
    setLink(made);
    return () => {
      stopCopy();
      made.destroy();
    };
  }, [id, bridge, clock, takeAhead]);

  const pen = useMemo<Pen>(() => {
    const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
    return { by: me.id, now: clock.now, makeId: makeUlidSource(random, clock.now) };
  }, [me.id, clock]);
  const opened = useMemo(() => (link ? { id, link, pen, isPast: false } : null), [id, link, pen]);
  if (!link || !opened) return <KeysWait />;
  return (
    <RoomContext.Provider value={opened}>
      <AwarenessContext.Provider value={opened.link.awareness}>
        <InRoom link={link}>{children}</InRoom>
      </AwarenessContext.Provider>
    </RoomContext.Provider>
  );
}

/** The same function for ever: a room that is open stays as it is when others can be read ahead again. */
function useTakeAhead(): (id: string) => RoomLink | null {
  const ahead = useReadAhead();
  const newest = useRef(ahead);
  useEffect(() => {
    newest.current = ahead;
  }, [ahead]);
  return useCallback((id) => newest.current?.take(id) ?? null, []);
}

/** What an open room does by itself: stays connected, shows my presence, records that I joined. */
function InRoom({ link, children }: { link: RoomLink; children: ReactNode }) {
  const { pen } = useOpened();
  const { server, token, me, canWrite } = useSession();
  const room = useRoom();
  const isLoaded = useIsLoaded();
  useEffect(() => link.connect({ server, token }), [link, server, token]);
  const order = useColorOrder(link.awareness, room.people, me.id);
  useOwnPresence(link.awareness, me, order(me.id));
  useEffect(() => {
    if (canWrite && isLoaded && shouldJoin(room, me.id))
      link.open.append({ kind: 'joined', name: me.name }, pen);
  }, [canWrite, isLoaded, room, me.id, me.name, link, pen]);
  return <NamesInRoomProvider value={room.people}>{children}</NamesInRoomProvider>;
}

/** RP4: children read this past room, see nobody present, and cannot write. */
export function PastRoomProvider({ past, children }: { past: OpenRoom; children: ReactNode }) {
  const { id, pen } = useOpened();
  const awareness = useMemo(() => new Awareness(past.doc), [past]);
  useEffect(() => () => awareness.destroy(), [awareness]);
  const opened = useMemo(
    () => ({ id, pen, isPast: true, link: createPastLink(past, awareness) }),
    [id, pen, past, awareness],
  );
  return (
    <RoomContext.Provider value={opened}>
      <AwarenessContext.Provider value={awareness}>{children}</AwarenessContext.Provider>
    </RoomContext.Provider>
  );
}

/** RC5: children read this room from a file, see nobody present, and cannot write. */
export function ClosedRoomProvider({
  id,
  room,
  names,
  children,
}: {
  id: string;
  room: OpenRoom;
  names: Readonly<Record<string, string>>;
  children: ReactNode;
}) {
  const awareness = useMemo(() => new Awareness(room.doc), [room]);
  useEffect(() => () => awareness.destroy(), [awareness]);
  const clock = useTeamClock();
  const opened = useMemo<Opened>(
    () => ({
      id,
      pen: { by: '', now: clock.now, makeId: () => '' },
      isPast: true,
      isRecord: true,
      link: createPastLink(room, awareness),
    }),
    [id, room, awareness, clock],
  );
  const known = useMemo(() => new Map([...room.room().people, ...Object.entries(names)]), [room, names]);
  return (
    <RoomContext.Provider value={opened}>
      <AwarenessContext.Provider value={awareness}>
        <NamesInRoomProvider value={known}>{children}</NamesInRoomProvider>
      </AwarenessContext.Provider>
    </RoomContext.Provider>
  );
}

/** FM1: children read and write this room, which no server stores. */
export function PracticeRoomProvider({
  id,
  room,
  pen,
  children,
}: {
  id: string;
  room: OpenRoom;
  pen: Pen;
  children: ReactNode;
}) {
  const { me } = useSession();
  const awareness = useMemo(() => new Awareness(room.doc), [room]);
  useEffect(() => () => awareness.destroy(), [awareness]);
  useOwnPresence(awareness, me, 0);
  const opened = useMemo<Opened>(
    () => ({ id, pen, isPast: false, isPractice: true, link: createPastLink(room, awareness) }),
    [id, pen, room, awareness],
  );
  return (
    <RoomContext.Provider value={opened}>
      <AwarenessContext.Provider value={awareness}>
        <NamesInRoomProvider value={room.room().people}>{children}</NamesInRoomProvider>
      </AwarenessContext.Provider>
    </RoomContext.Provider>
  );
}

const standsStill: SocketState = {
  own: 'open',
  since: null,
  refusal: null,
  unsaved: 0,
  isLoaded: true,
  isReceiving: false,
};

const createPastLink = (past: OpenRoom, awareness: Awareness): OpenedLink => ({
  open: past,
  room: () => past.room(),
  subscribeToRoom: (listener) => past.subscribe(listener),
  awareness,
  state: () => standsStill,
  subscribe: () => () => undefined,
});

/** The id of the incident whose room this is. */
export function useIncidentId(): string {
  return useOpened().id;
}

/** Whether this room comes from a record file. */
export function useIsRecord(): boolean {
  return useOpened().isRecord === true;
}

/** Whether this is a replay of the room. */
export function useIsPast(): boolean {
  return useOpened().isPast;
}

/** Whether this is the practice room, which is not stored. */
export function useIsPractice(): boolean {
  return useOpened().isPractice === true;
}

export function useOpenRoom(): OpenRoom {
  return useOpened().link.open;
}

export function useRoom(): Room {
  const { link } = useOpened();
  return useSyncExternalStore(link.subscribeToRoom, link.room);
}

/** False until the document is loaded from the server or from this browser's copy. */
export function useIsLoaded(): boolean {
  const { link } = useOpened();
  // Nothing else of the state: each typed letter changes how much is unsaved.
  return useSyncExternalStore(link.subscribe, () => link.state().isLoaded);
}

/** Whether no fact of the room is known yet. */
export function useIsEmpty(): boolean {
  const { link } = useOpened();
  return useSyncExternalStore(link.subscribeToRoom, () => link.room().factCount === 0);
}

/**
 * Appends facts as this person, without what stands already (CO13). Throws FactRefused for an invalid draft or a
 * read-only user.
 */
export function useWrite(): (drafts: FactDraft | readonly FactDraft[]) => Fact[] {
  const { link, pen } = useOpened();
  const { canWrite } = useSession();
  return useCallback(
    (drafts) => {
      if (!canWrite)
        throw new Error('You may read this room but not write in it. Ask an owner to make you a responder.');
      const news = withoutSaidAlready(link.room(), [drafts].flat());
      return news.length === 0 ? [] : link.open.append(news, pen);
    },
    [link, pen, canWrite],
  );
}

export function useText(name: string): Y.Text {
  const open = useOpenRoom();
  return useMemo(() => open.text(name), [open, name]);
}

export function useAwareness(): Awareness {
  return useOpened().link.awareness;
}

export function useConnection(): Connection {
  const { link, isPractice } = useOpened();
  const connection = useConnectionOf(link);
  return isPractice ? practiceConnection : connection;
}

/** PR6: gives each person's colour in this room. */
export function usePresenceColors(): (person: string) => string {
  const { me } = useSession();
  const order = useColorOrder(useAwareness(), useRoom().people, me.id);
  return useCallback((person) => presenceColor(order(person)).color, [order]);
}

export { useOthers, useSetPresence } from './use-presence.ts';
