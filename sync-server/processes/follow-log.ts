// MP3: each process repeatedly reads the log to its end, and takes in others' updates in log order. Messages only make
// it read sooner. Numbers become visible in order only (PG2), so one position shows how far everything was read.
import { parseUpdateMeta } from 'yjs';
import { readLog, readLogHead, readOwners } from '../storage/postgres/log.ts';
import type { Pool } from '../storage/postgres/pool.ts';
import type { DocumentStore, LoggedUpdate, OthersUpdate } from '../sync/store/document-store.ts';
import type { Log, Rooms } from '../sync/rooms.ts';
import type { FanOut } from './fan-out.ts';

/** The longest delay before another process's change is seen if its message was lost. */
const lookEveryMs = 250;
const mostAtOnce = 500;
const behindAfterMs = 5_000;

export type LogFollower = {
  /** The same store; it also tells other processes about new entries. */
  store: DocumentStore;
  /** Everything up to this position was given to the rooms. */
  seenUpTo: () => number;
  /** False when the log could not be read to its end for some time: the database is out of reach from here. */
  isCurrent: () => boolean;
  /** Starts following; `opens`: also for documents that are not open here. */
  begin(rooms: Pick<Rooms, 'absorb'>, opens: boolean): void;
  close(): Promise<void>;
};

type Options = { pool: Pool; store: DocumentStore; fanOut: FanOut; log: Log };

/** Call before any document is opened. Rejects while the database is away. */
export async function followLog({ pool, store, fanOut, log }: Options): Promise<LogFollower> {
  let seen = await readLogHead(pool);
  const own = new Set<number>();
  const findOwners = makeFindOwners(pool);
  const ending = { isClosed: false };
  let take: ((updates: readonly OthersUpdate[]) => void) | null = null;

  const readToEnd = async (): Promise<void> => {
    for (let isMore = true; isMore && !ending.isClosed;) {
      const updates = await readLog(pool, seen, mostAtOnce);
      const others = updates.filter(({ seq }) => !own.delete(seq));
      if (others.length > 0) take?.(await findOwners(others));
      seen = updates.at(-1)?.seq ?? seen;
      isMore = updates.length === mostAtOnce;
    }
  };
  const reading = readInTurn({ readToEnd, ending, log });
  let timer: NodeJS.Timeout | null = null;
  const stop = fanOut.onMessage(({ message }) => {
    if (message.kind === 'log' && timer !== null) reading.look();
  });
  return {
    store: tellOthers(store, fanOut, (seqs) => {
      for (const seq of seqs) if (seq > seen) own.add(seq);
    }),
    seenUpTo: () => seen,
    isCurrent: reading.isCurrent,
    begin: (rooms, opens) => {
      take = (updates) => rooms.absorb(updates, opens);
      timer = setInterval(reading.look, lookEveryMs).unref();
      reading.look();
    },
    close: async () => {
      ending.isClosed = true;
      stop();
      if (timer !== null) clearInterval(timer);
      await reading.ended();
    },
  };
}

/** `wrote` gets the new entries before the other processes hear of them. */
const tellOthers = (
  store: DocumentStore,
  fanOut: FanOut,
  wrote: (seqs: readonly number[]) => void,
): DocumentStore => ({
  ...store,
  append: async (updates) => {
    const seqs = await store.append(updates);
    wrote(seqs);
    if (seqs.length > 0) fanOut.tell({ kind: 'log' });
    return seqs;
  },
});

type Reading = { readToEnd: () => Promise<void>; ending: { readonly isClosed: boolean }; log: Log };

/** Reads once at a time; a look that is asked for meanwhile follows. After a failed reading the next look tries again. */
function readInTurn({ readToEnd, ending, log }: Reading) {
  let reading: Promise<void> | null = null;
  let isWanted = false;
  let isAway = false;
  /** On the monotonic clock. */
  let readAt = performance.now();
  const read = async (): Promise<void> => {
    while (isWanted && !ending.isClosed) {
      isWanted = false;
      try {
        await readToEnd();
        readAt = performance.now();
        isAway = false;
      } catch (error) {
        if (!isAway)
          log.warn({ error }, 'the log of other processes could not be read; the server tries again');
        isAway = true;
      }
    }
  };
  return {
    look: () => {
      isWanted = true;
      reading ??= read().finally(() => {
        reading = null;
      });
    },
    isCurrent: () => !isAway && performance.now() - readAt < behindAfterMs,
    /** Resolves when the reading that is under way has ended. */
    ended: async () => reading,
  };
}

const mostKnown = 50_000;

/** SY14: asks the database once for each client id of a document. */
function makeFindOwners(pool: Pool) {
  const known = new Set<string>();
  return async (updates: readonly LoggedUpdate[]): Promise<OthersUpdate[]> => {
    const seen = updates.map(({ document, data }) =>
      [...parseUpdateMeta(data).from.keys()].filter((client) => !known.has(`${client} ${document}`)),
    );
    const asked = updates.flatMap(({ document }, index) =>
      (seen[index] ?? []).map((client) => ({ document, client })),
    );
    const owners = asked.length === 0 ? new Map<string, string>() : await ask(asked);
    if (known.size > mostKnown) known.clear();
    for (const { document, client } of asked) known.add(`${client} ${document}`);
    return updates.map((update, index) => {
      const introduced = (seen[index] ?? []).flatMap((client) => {
        const owner = owners.get(`${client} ${update.document}`);
        return owner === undefined ? [] : [[client, owner] as const];
      });
      return { ...update, introduced };
    });
  };

  async function ask(clients: readonly { document: string; client: number }[]): Promise<Map<string, string>> {
    const found = await readOwners(pool, clients);
    return new Map(found.map(({ document, client, owner }) => [`${client} ${document}`, owner]));
  }
}
