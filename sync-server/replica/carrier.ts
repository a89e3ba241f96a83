// AT5: moves attached files along with the rooms. While an upstream is in reach, missing files are pushed to it, and
// files that our rooms name and we lack are fetched. No progress is stored: each connection asks again for the missing
// files, which also repairs a kill -9 here or lost files at the upstream. AT8: files erased there are erased here.
import { z } from 'zod';
import { isSha256 } from '#room/view/attachments.ts';
import type { AttachmentStore } from '../attachments/store.ts';
import type { Log } from '../sync/rooms.ts';
import { createBackoff } from '#wire/backoff.ts';
import { fetchFile, sendFile } from './file-transfer.ts';
import { forwardRequest, type ForwardTarget } from './forward.ts';
import { explainFailure } from './peer.ts';
import type { Timing } from './timing.ts';

export type Carrier = {
  /** The upstream is in reach; `access` is the right of its token. */
  resume(access: { mayWrite: boolean }): void;
  pause(): void;
  /**
   * Fetches at once; false when the upstream does not have the file either. Rejects when the upstream could not be
   * asked.
   */
  fetch(sha256: string): Promise<boolean>;
  close(): Promise<void>;
};

/** The files that rooms name. */
export type NamedFiles = {
  list(): Promise<string[]>;
  /** A room named another file. */
  onNamed(listener: () => void): () => void;
  close(): void;
};

export type CarrierOptions = {
  files: AttachmentStore;
  named: NamedFiles;
  target: () => ForwardTarget;
  timing: Pick<Timing, 'erasedEveryMs'>;
  random: () => number;
  log: Log;
};

const missingSchema = z.object({ items: z.array(z.string()) });
const erasedSchema = z.object({
  items: z.array(z.object({ sha256: z.string().refine(isSha256), at: z.number(), by: z.string() })),
});
const askedAtOnce = 1_000;

/** One fetch of a file at a time; others who need it wait for the same one. */
function shareFetches({ files, target }: Pick<CarrierOptions, 'files' | 'target'>) {
  const fetching = new Map<string, Promise<boolean>>();
  return {
    fetch: (sha256: string): Promise<boolean> => {
      const fetched = fetching.get(sha256) ?? fetchFile(files, sha256, target());
      fetching.set(sha256, fetched);
      // The caller handles a failure; here the entry is only removed.
      const done = () => void fetching.delete(sha256);
      fetched.then(done, done);
      return fetched;
    },
    atWork: () => [...fetching.values()].map((each) => each.catch(() => false)),
  };
}

export function createCarrier(options: CarrierOptions): Carrier {
  const { files, named, timing } = options;
  const { fetch, atWork } = shareFetches(options);
  const state: Settled = { files: new Set(), heededAt: 0 };
  let end: AbortController | null = null;
  const loops = new Set<Promise<void>>();
  const bell = createBell();
  const stops = [files.onKept(bell.ring), named.onNamed(bell.ring)];

  const rounds = makeRounds(options, { state, fetch });
  const pause = () => {
    end?.abort();
    end = null;
  };
  return {
    pause,
    fetch,
    resume({ mayWrite }) {
      pause();
      state.files = new Set();
      state.heededAt = 0;
      end = new AbortController();
      const { signal } = end;
      for (const round of mayWrite ? [rounds.push, rounds.pull] : [rounds.pull]) {
        const running = repeat(round, { signal, idleMs: null, bell }, options).finally(() =>
          loops.delete(running),
        );
        loops.add(running);
      }
      const seldom = { signal, idleMs: timing.erasedEveryMs, bell };
      const heeding = repeat(rounds.heed, seldom, options).finally(() => loops.delete(heeding));
      loops.add(heeding);
    },
    async close() {
      pause();
      for (const stop of stops) stop();
      await Promise.all([...loops, ...atWork()]);
    },
  };
}

/** One connection's knowledge of the upstream. */
type Settled = {
  /** Files that it has or refuses. */
  files: Set<string>;
  /** Erasures there are known up to this time. */
  heededAt: number;
};
/** Resolves to whether every file is in place. */
type Round = (signal: AbortSignal) => Promise<boolean>;

/** The repeated work: sends files, fetches files, and erases files that the upstream erased. */
function makeRounds(
  { files, named, target, log }: CarrierOptions,
  { state, fetch }: { state: Settled; fetch: (sha256: string) => Promise<boolean> },
): Record<'push' | 'pull' | 'heed', Round> {
  return {
    push: async (signal) => {
      const unsure = (await files.list()).filter((sha256) => !state.files.has(sha256));
      const missing = await askMissing(unsure, target());
      for (const sha256 of unsure) if (!missing.has(sha256)) state.files.add(sha256);
      for (const sha256 of missing) {
        signal.throwIfAborted();
        const file = await files.find(sha256);
        const isTaken = file === null || (await sendFile(file, sha256, target()));
        if (!isTaken) log.warn({ sha256, upstream: target().url }, 'the upstream refused this file');
        state.files.add(sha256);
      }
      return true;
    },
    pull: async (signal) => {
      const here = new Set(await files.list());
      const wanted = (await named.list()).filter(
        (sha256) => !here.has(sha256) && files.erasureOf(sha256) === null,
      );
      const missing = await askMissing(wanted, target());
      for (const sha256 of wanted) {
        signal.throwIfAborted();
        if (!missing.has(sha256) && (await fetch(sha256))) state.files.add(sha256);
      }
      return missing.size === 0;
    },
    heed: async (signal) => {
      for (const { sha256, at, by } of await askErased(state.heededAt, target())) {
        signal.throwIfAborted();
        if (files.erasureOf(sha256) === null) await files.erase(sha256, { at, by });
        state.heededAt = Math.max(state.heededAt, at);
      }
      return true;
    },
  };
}

/** Until the signal aborts: again after a ring or `idleMs`, sooner when a round failed or is not done. */
async function repeat(
  round: Round,
  {
    signal,
    idleMs,
    bell,
  }: { signal: AbortSignal; idleMs: number | null; bell: ReturnType<typeof createBell> },
  { random, log, target }: CarrierOptions,
): Promise<void> {
  const backoff = createBackoff(random);
  while (!signal.aborted) {
    const rung = bell.count();
    const isDone = await round(signal).catch((error: unknown) => {
      if (!signal.aborted)
        log.debug({ upstream: target().url, reason: explainFailure(error) }, 'files wait for another try');
      return false;
    });
    if (isDone) backoff.reset();
    await bell.wait(rung, isDone ? idleMs : backoff.next(), signal);
  }
}

/** The items that the upstream lacks. An upstream too old for this question counts as having all of them. */
async function askMissing(items: readonly string[], target: ForwardTarget): Promise<Set<string>> {
  const missing = new Set<string>();
  for (let from = 0; from < items.length; from += askedAtOnce) {
    const { status, body } = await forwardRequest(
      {
        method: 'POST',
        path: '/api/v1/attachments/missing',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ items: items.slice(from, from + askedAtOnce) }),
      },
      target,
    );
    if (status === 404 || status === 405) return new Set();
    if (status !== 200) throw new Error(`it answered HTTP ${status} when asked for files`);
    for (const item of missingSchema.parse(JSON.parse(body.toString())).items) missing.add(item);
  }
  return missing;
}

/** Files erased there since then. A server too old to answer counts as having erased nothing. */
async function askErased(since: number, target: ForwardTarget) {
  const path = `/api/v1/attachments/erased?since=${since}`;
  const { status, body } = await forwardRequest({ method: 'GET', path, headers: {}, body: null }, target);
  if (status === 400 || status === 404 || status === 405) return [];
  if (status !== 200) throw new Error(`it answered HTTP ${status} when asked what was erased`);
  return erasedSchema.parse(JSON.parse(body.toString())).items;
}

/** Wakes sleeping loops when there may be work. */
function createBell() {
  const sleepers = new Set<() => void>();
  let count = 0;
  return {
    count: () => count,
    ring: () => {
      count += 1;
      for (const wake of sleepers) wake();
    },
    /** Waits until a ring after number `rung`, until `ms` passed (null: no limit), or until the signal aborts. */
    wait: (rung: number, ms: number | null, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        const timer = ms === null ? null : setTimeout(wake, ms);
        function wake() {
          if (timer !== null) clearTimeout(timer);
          sleepers.delete(wake);
          signal.removeEventListener('abort', wake);
          resolve();
        }
        sleepers.add(wake);
        signal.addEventListener('abort', wake, { once: true });
        if (signal.aborted || count !== rung) wake();
      }),
  };
}
