// SY11: keeps loading fast. A snapshot of a large document blocks the server for tens of milliseconds, so it waits for
// a pause in the writing. Without a pause it waits for a number of updates that grows with the document.
import { setImmediate as nextTick } from 'node:timers/promises';
import type { DocumentStore } from './store/document-store.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { OpenDocument } from './open-document.ts';

const pauseMs = 1_000;
// Encoding costs about 20 ns a byte, an update about 20 us: snapshots then take at most a tenth of the work.
const bytesPerUpdate = 100;

export type Snapshots = {
  /** Call after each commit and after loading. */
  consider(document: OpenDocument): void;
  /** Call before unloading; takes a snapshot if that saves more than a few updates. */
  beforeUnload(document: OpenDocument): Promise<void>;
  /** Resolves when no snapshot is under way. */
  settle(): Promise<void>;
};

type Options = {
  store: DocumentStore;
  limits: Pick<Limits, 'snapshotAfter'>;
  log: Log;
  /** MP3: later log entries may be in other processes only. */
  seenUpTo: () => number;
};

export function createSnapshots(options: Options): Snapshots {
  const { limits } = options;
  // Snapshots run one after the other, each in its own turn of the event loop.
  let chain = Promise.resolve();
  const queued = new Set<OpenDocument>();
  const queue = (document: OpenDocument) => {
    if (queued.has(document)) return chain;
    queued.add(document);
    chain = chain
      .then(() => nextTick())
      .then(() => {
        queued.delete(document);
        return takeSnapshot(document, options);
      });
    return chain;
  };

  return {
    consider: (document) => {
      const { live } = document;
      if (live === null || live.tail < limits.snapshotAfter) return;
      if (live.tail >= Math.max(4 * limits.snapshotAfter, live.bytes / bytesPerUpdate)) {
        void queue(document);
        return;
      }
      document.snapshotTimer ??= setTimeout(() => void queue(document), pauseMs).unref();
      document.snapshotTimer.refresh();
    },
    beforeUnload: async (document) => {
      if (document.live !== null && document.live.tail >= limits.snapshotAfter / 10) await queue(document);
    },
    settle: () => chain,
  };
}

async function takeSnapshot(document: OpenDocument, { store, log, seenUpTo }: Options): Promise<void> {
  const { live } = document;
  if (live === null || document.isInTurn || document.jobs.length > 0 || live.tail === 0) return;
  const { tail } = live;
  const head = Math.min(live.head, seenUpTo());
  try {
    await store.saveSnapshot(document.name, head, live.encode());
    live.tail = Math.max(0, live.tail - tail);
    log.debug({ document: document.name, upTo: head, bytes: live.bytes }, 'snapshot saved');
  } catch (error) {
    log.error(
      { document: document.name, error },
      'the snapshot could not be saved; loading takes longer until the next',
    );
  }
}
