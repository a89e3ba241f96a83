// Follows the server's live feed (HT6) and keeps its state: the snapshot with all later changes, and the samples
// for charts. The last snapshot is stored, so that the next start paints before the server answers.
import type { Items } from '#wire/api/list.ts';
import { createBackoff } from '#wire/backoff.ts';
import { createEventReader } from '#wire/event-stream.ts';
import { applyFeedMessage } from '#wire/feed/reduce.ts';
import { readFeedMessage } from '#wire/feed/read-message.ts';
import type { Sample } from '#room/feed/feed.ts';
import type { FeedMessage, FeedSnapshot } from '#wire/feed/messages.ts';
import { ApiProblem, type Api } from './http.ts';
import { addSamples, samplesKept } from './samples.ts';
import { recall, remember } from '../state/local-store.ts';

export type FeedState = 'connecting' | 'live' | 'away';

export type FeedStore = {
  snapshot: () => FeedSnapshot | null;
  state: () => FeedState;
  /** When the feed was lost, or when the stored data was last current; null while the feed is live. */
  awaySince: () => number | null;
  samples: (monitor: string) => readonly Sample[];
  /** Loads the server's stored samples of a monitor, once. */
  loadSamples: (monitor: string) => void;
  subscribe: (listener: () => void) => () => void;
  stop: () => void;
};

/** The server sends a comment every 15 s. After two missed comments the connection counts as lost. */
const silenceMs = 35_000;
const paintEveryMs = 100;

export function followFeed(api: Api, now: () => number, onOpen: () => void): FeedStore {
  let snapshot = recall('feed') as FeedSnapshot | null;
  const { changed, subscribe, stopTelling } = tellOfChanges();
  const connection = keepConnection(now, changed);
  const intervalOf = (monitor: string) =>
    snapshot?.monitors.find(({ id }) => id === monitor)?.intervalSeconds ?? 60;
  const samples = keepSamples(api, { now, changed, intervalOf });
  const stopping = new AbortController();
  const stopSaving = keepSaved(
    () => snapshot,
    () => connection.state() === 'live' && remember('feed-at', now()),
  );
  const take = (message: FeedMessage) => {
    if (message.type === 'sample') return samples.add(message.monitor, [message.sample]);
    const next = applyFeedMessage(snapshot, message);
    if (next === snapshot) return;
    snapshot = next;
    changed();
  };
  const opened = () => {
    connection.become('live');
    samples.askAgain();
    onOpen();
  };
  void keepReading(api, { stopping: stopping.signal, take, opened, lost: () => connection.become('away') });

  return {
    snapshot: () => snapshot,
    state: connection.state,
    awaySince: connection.awaySince,
    samples: samples.of,
    loadSamples: samples.load,
    subscribe,
    stop: () => {
      stopping.abort();
      stopSaving();
      stopTelling();
      if (snapshot) remember('feed', snapshot);
    },
  };
}

/** Tells React of changes. A burst of messages notifies it once. */
function tellOfChanges() {
  const listeners = new Set<() => void>();
  let painting: ReturnType<typeof setTimeout> | undefined;
  return {
    changed: () => {
      painting ??= setTimeout(() => {
        painting = undefined;
        for (const listener of listeners) listener();
      }, paintEveryMs);
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stopTelling: () => clearTimeout(painting),
  };
}

/** Whether the feed is live, and since when it is not. */
function keepConnection(now: () => number, changed: () => void) {
  let state: FeedState = 'connecting';
  let awaySince: number | null = null;
  /** When the stored data was last current. */
  let liveAt = readTime(recall('feed-at'));
  return {
    state: () => state,
    awaySince: () => awaySince,
    become: (next: FeedState) => {
      if (state === 'live') liveAt = now();
      awaySince = next === 'away' ? (awaySince ?? liveAt ?? now()) : null;
      state = next;
      changed();
    },
  };
}

type SamplesOptions = {
  now: () => number;
  changed: () => void;
  /** How often a monitor is checked, in seconds. */
  intervalOf: (monitor: string) => number;
};

/** The samples of each monitor. The server is asked once for the samples it has stored. */
function keepSamples(api: Api, { now, changed, intervalOf }: SamplesOptions) {
  const samples = new Map<string, readonly Sample[]>();
  const asked = new Set<string>();
  const add = (monitor: string, more: readonly Sample[]) => {
    samples.set(monitor, addSamples(samples.get(monitor) ?? [], more));
    changed();
  };
  return {
    of: (monitor: string) => samples.get(monitor) ?? none,
    add,
    load: (monitor: string) => {
      if (asked.has(monitor)) return;
      asked.add(monitor);
      const since = Math.floor(now() - samplesKept * intervalOf(monitor) * 1000);
      api.get<Items<Sample>>(`/monitors/${encodeURIComponent(monitor)}/samples?since=${since}`).then(
        ({ items }) => add(monitor, items),
        // Charts then start with new samples. The request is repeated when the feed reopens.
        () => undefined,
      );
    },
    /** Lets the stored samples be loaded anew. */
    askAgain: () => asked.clear(),
  };
}

const none: readonly Sample[] = [];

const readTime = (kept: unknown) => (typeof kept === 'number' ? kept : null);

/** Saves the snapshot every 2 s, and when the window closes or sleeps, so that the next start has the latest data. */
function keepSaved(read: () => FeedSnapshot | null, noteTime: () => void): () => void {
  const save = saveWhenNew(read, noteTime);
  const saving = setInterval(save, 2000);
  window.addEventListener('pagehide', save);
  return () => {
    clearInterval(saving);
    window.removeEventListener('pagehide', save);
  };
}

/** Saves the snapshot if it changed. Calls `noteTime` every time. */
function saveWhenNew(read: () => FeedSnapshot | null, noteTime: () => void): () => void {
  let saved = read();
  return () => {
    noteTime();
    const current = read();
    if (!current || current === saved) return;
    saved = current;
    remember('feed', current);
  };
}

type Reading = {
  stopping: AbortSignal;
  take: (message: FeedMessage) => void;
  opened: () => void;
  lost: () => void;
};

async function keepReading(api: Api, { stopping, take, opened, lost }: Reading) {
  const backoff = createBackoff(Math.random);
  while (!stopping.aborted) {
    try {
      await readOnce(api, stopping, (message) => {
        if (message.type === 'snapshot') {
          backoff.reset();
          opened();
        }
        take(message);
      });
    } catch (error) {
      // This loop must never stop: whatever ended this stream, it opens the next one.
      if (!(error instanceof ApiProblem || error instanceof DOMException || error instanceof TypeError))
        reportError(error);
    }
    if (stopping.aborted) return;
    lost();
    await pause(backoff.next(), stopping);
  }
}

async function readOnce(api: Api, stopping: AbortSignal, take: (message: FeedMessage) => void) {
  const silence = new AbortController();
  const signal = AbortSignal.any([stopping, silence.signal]);
  let watch = setTimeout(() => silence.abort(), silenceMs);
  try {
    const response = await api.fetch('/live?incidents=recent', {
      signal,
      headers: { Accept: 'text/event-stream' },
    });
    if (!response.body) return;
    const read = createEventReader();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      clearTimeout(watch);
      watch = setTimeout(() => silence.abort(), silenceMs);
      for (const message of read(chunk.value).map(readFeedMessage)) if (message !== null) take(message);
    }
  } finally {
    clearTimeout(watch);
  }
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      stopping.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    stopping.addEventListener('abort', end);
    // The network is back, so there is no need to wait for the timer.
    window.addEventListener('online', end, { once: true });
  });
}
