import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from 'react';
import type { Sample } from '#room/feed/feed.ts';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { strings } from '../strings/index.ts';
import type { FeedState, FeedStore } from './feed-store.ts';
import { isIntake, isMonitor, readAuthor } from '#room/facts/author.ts';

const words = strings.connection;

const FeedContext = createContext<FeedStore | null>(null);
export const FeedProvider = FeedContext.Provider;

function useFeedStore(): FeedStore {
  const store = useContext(FeedContext);
  if (!store) throw new Error('useFeed needs a FeedProvider above it');
  return store;
}

/** Names from a room's own facts (FA6), for people missing from the server's list. */
const NamesInRoom = createContext<ReadonlyMap<string, string> | null>(null);
export const NamesInRoomProvider = NamesInRoom.Provider;

export type Feed = {
  /** Follows the parts that its reader reads. The other parts change without a new render. */
  snapshot: FeedSnapshot | null;
  state: FeedState;
  /** When the feed was lost; null while it is live. */
  awaySince: number | null;
  /** The known samples of a monitor, oldest first. A component that calls this follows the monitor. */
  samples: (monitor: string) => readonly Sample[];
  /** The latest measurement only. Also follows the monitor, but sends no request. */
  latest: (monitor: string) => Sample | null;
};

export function useFeed(): Feed {
  const store = useFeedStore();
  const watch = useMemo(() => watchFeed(store), [store]);
  return useSyncExternalStore(store.subscribe, watch);
}

/** Since when the feed is only what was last known; null while it is current. */
export function useSilentSince(): number | null {
  const { snapshot, awaySince } = useFeed();
  return snapshot?.staleSince ?? awaySince;
}

/**
 * Reads the feed as one object that changes with the state, the parts of the snapshot that were read, and the requested
 * samples. Some part of the snapshot changes several times a second, and half of a room's screen reads one.
 */
export function watchFeed(store: FeedStore): () => Feed {
  const readParts = new Set<Part>();
  // The samples that were shown, by monitor.
  const watched = new Map<string, readonly Sample[]>();
  const samples = (monitor: string) => {
    store.loadSamples(monitor);
    return watch(monitor);
  };
  const latest = (monitor: string) => {
    readParts.add('monitors');
    const known = store.snapshot()?.monitors.find(({ id }) => id === monitor);
    return watch(monitor).at(-1) ?? known?.lastSample ?? null;
  };
  const watch = (monitor: string) => {
    const list = store.samples(monitor);
    watched.set(monitor, list);
    return list;
  };
  const read = (): Feed => ({
    snapshot: noteReads(store, readParts),
    state: store.state(),
    awaySince: store.awaySince(),
    samples,
    latest,
  });
  let seen = store.snapshot();
  let feed = read();
  const isAsBefore = () =>
    feed.state === store.state() &&
    areAlike(seen, store.snapshot(), readParts) &&
    [...watched].every(([monitor, list]) => store.samples(monitor) === list);
  return () => {
    if (isAsBefore()) return feed;
    seen = store.snapshot();
    for (const monitor of watched.keys()) watch(monitor);
    feed = read();
    return feed;
  };
}

type Part = keyof FeedSnapshot;

const areAlike = (one: FeedSnapshot | null, other: FeedSnapshot | null, parts: ReadonlySet<Part>): boolean =>
  (one === null) === (other === null) && [...parts].every((part) => one?.[part] === other?.[part]);

/** The snapshot of the store, which notes in `readParts` what is read of it. */
function noteReads(store: FeedStore, readParts: Set<Part>): FeedSnapshot | null {
  const snapshot = store.snapshot();
  if (snapshot === null) return null;
  return new Proxy(snapshot, {
    // An event may read a part long after the render, so that it needs the newest.
    get: (older, part: Part) => {
      readParts.add(part);
      return (store.snapshot() ?? older)[part];
    },
    ownKeys: (older) => {
      const parts = Reflect.ownKeys(older) as Part[];
      for (const part of parts) readParts.add(part);
      return parts;
    },
  });
}

/** Names for person ids and other authors of facts. An unknown id is shortened. */
export function usePersonName(): (id: string) => string {
  const { snapshot } = useFeed();
  const people = snapshot?.people;
  const monitors = snapshot?.monitors;
  const inRoom = useContext(NamesInRoom);
  return useCallback(
    (id) => {
      const author = readAuthor(id);
      const current = author.kind === 'monitor' ? namesIn(monitors).get(author.id) : namesIn(people).get(id);
      return current ?? inRoom?.get(id) ?? nameOfOther(id);
    },
    [people, monitors, inRoom],
  );
}

type Named = { id: string; name: string };
const known = new WeakMap<readonly Named[], ReadonlyMap<string, string>>();
/** The same map for the same list: every row of a timeline asks for names. */
function namesIn(list: readonly Named[] | undefined): ReadonlyMap<string, string> {
  if (list === undefined) return new Map();
  const names = known.get(list) ?? new Map(list.map(({ id, name }) => [id, name]));
  known.set(list, names);
  return names;
}

function nameOfOther(id: string): string {
  if (id === 'server') return words.muster;
  if (isMonitor(id)) return strings.ui.aCheck;
  if (isIntake(id)) return words.anIntake;
  return words.someone(id.slice(-4));
}
