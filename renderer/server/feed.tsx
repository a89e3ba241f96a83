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

/** Reads the feed as one object that changes with the snapshot, the state, and the requested samples. */
function watchFeed(store: FeedStore): () => Feed {
  const watched = new Set<string>();
  let seen: readonly unknown[] = [];
  const samples = (monitor: string) => {
    watched.add(monitor);
    store.loadSamples(monitor);
    return store.samples(monitor);
  };
  const latest = (monitor: string) => {
    watched.add(monitor);
    const known = store.snapshot()?.monitors.find(({ id }) => id === monitor);
    return store.samples(monitor).at(-1) ?? known?.lastSample ?? null;
  };
  const read = (): Feed => ({
    snapshot: store.snapshot(),
    state: store.state(),
    awaySince: store.awaySince(),
    samples,
    latest,
  });
  let feed = read();
  return () => {
    const parts = [store.snapshot(), store.state(), ...[...watched].map((id) => store.samples(id))];
    if (parts.length === seen.length && parts.every((part, i) => part === seen[i])) return feed;
    seen = parts;
    feed = read();
    return feed;
  };
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
