// Opens the library for all components below, with one hook per question.
import { libraryName } from '#wire/document-name.ts';
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { openLibrary, type Library, type LibraryPlaybook, type Stamp } from '#room/playbooks/library.ts';
import { keepBrowserCopy } from '../../live-room/browser-copy.ts';
import type { Connection } from '../../live-room/connection-words.ts';
import { createDocumentLink, type DocumentSocket } from '../../live-room/document-link.ts';
import { useConnectionOf } from '../../live-room/use-connection.ts';
import { useColorOrder, useOwnPresence } from '../../live-room/use-presence.ts';
import { useSession } from '../../server/session.tsx';
import { KeysWait } from '../../ui/keys.tsx';
import { useTeamClock } from '../../ui/now.tsx';
import { shippedPlaybooks } from './shipped.ts';

type Opened = { link: DocumentSocket; library: Library };
const LibraryContext = createContext<Opened | null>(null);
const nobody: ReadonlyMap<string, string> = new Map();

function useOpened(): Opened {
  const opened = useContext(LibraryContext);
  if (!opened) throw new Error('This hook needs a LibraryProvider above it');
  return opened;
}

export function LibraryProvider({ children }: { children: ReactNode }) {
  const { bridge, server, token } = useSession();
  const clock = useTeamClock();
  const [opened, setOpened] = useState<Opened | null>(null);
  useEffect(() => {
    const link = createDocumentLink(libraryName, clock.now);
    const library = openLibrary(link.doc, shippedPlaybooks);
    const stopCopy = bridge ? () => undefined : keepBrowserCopy(libraryName, link);
    const disconnect = link.connect({ server, token });
    // The effect that closes the library also opens it; there is nothing to show before.
    // oxlint-disable-next-line react/set-state-in-effect
    setOpened({ link, library });
    return () => {
      stopCopy();
      disconnect();
      library.close();
      link.destroy();
    };
  }, [bridge, server, token, clock]);
  if (!opened) return <KeysWait />;
  return <LibraryContext.Provider value={opened}>{children}</LibraryContext.Provider>;
}

export function useLibrary(): Library {
  return useOpened().library;
}

/** All playbooks by title, archived ones included. */
export function usePlaybooks(): readonly LibraryPlaybook[] {
  const { library } = useOpened();
  return useSyncExternalStore(library.subscribe, library.list);
}

export function useLibraryAwareness() {
  const { me } = useSession();
  const { awareness } = useOpened().link;
  const order = useColorOrder(awareness, nobody, me.id);
  useOwnPresence(awareness, me, order(me.id));
  return awareness;
}

/** Makes a mark: the current user and the current time. */
export function useMark(): () => Stamp {
  const { me } = useSession();
  const clock = useTeamClock();
  return useMemo(() => () => ({ by: me.id, at: Math.round(clock.now()) }), [me.id, clock]);
}

export function useLibraryConnection(): Connection {
  return useConnectionOf(useOpened().link);
}
