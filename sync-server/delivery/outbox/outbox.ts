// OB1..OB6: the queue of letters to many recipients. A letter is on disk before it is claimed, claimed on disk before
// its handover, and marked on disk afterwards. If the server stops between claim and mark, the letter says so. Claims
// and marks that happen together share a transaction, so that a thousand letters cost few writes. Knows nothing of
// subscribers.
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import { openHandovers } from './hand-over.ts';
import type { Letter, LetterKind, NewLetter } from './letter.ts';
import { type LetterFilter, openOutboxTable, type OutboxTable } from './outbox-table.ts';

const keptMs = 30 * 24 * 3_600_000;
const lookEveryMs = 1_000;
const pruneEveryMs = 3_600_000;
export const interrupted = 'the server ended while this was handed over; whether it arrived is not known';

export type Outbox = {
  /** Sets how letters of a kind are handed over. Call before `start`. */
  define(kind: string, how: LetterKind): void;
  /** Durable on return. */
  add(letters: readonly NewLetter[]): void;
  /** Like `add`, within the caller's transaction. */
  put(letters: readonly NewLetter[]): void;
  /** Drops a recipient's waiting letters, within the caller's transaction. */
  drop(recipient: string, reason: string): void;
  /** Resolves when no letter to this recipient is being handed over. */
  whenQuiet(recipient: string): Promise<void>;
  /** OB4: sends a letter again that may have arrived; false when it is not in that state. */
  again(id: string): boolean;
  find(id: string): Letter | null;
  has(key: string): boolean;
  list(filter: LetterFilter): Letter[];
  counts(page: string): ReturnType<OutboxTable['counts']>;
  /** How many letters wait, and since when the oldest does (epoch ms). */
  waiting(): { queued: number; oldestAt: number | null };
  /** Hands over everything due now. For tests whose clock stands still. */
  runDue(): Promise<void>;
  /** Continues with what the last process left. */
  start(): void;
  close(): Promise<void>;
};

type Options = { database: Database; now: () => number; makeId: () => string; log: Log };

/** The queue of letters to subscribers. */
export function openOutbox({ database, now, makeId, log }: Options): Outbox {
  const table = openOutboxTable(database);
  const kinds = new Map<string, LetterKind>();
  const timers: NodeJS.Timeout[] = [];
  let isEnding = false;
  const isSending = () => !isEnding && timers.length > 0;
  const handovers = openHandovers({ database, table, kinds, isSending, now, log });

  const put = (letters: readonly NewLetter[]) => {
    for (const letter of letters) {
      const kind = kinds.get(letter.kind);
      if (kind === undefined) throw new Error(`no sender is registered for ${letter.kind}`);
      table.insert(makeId(), letter, kind.lane, now());
      if (letter.notBefore !== undefined)
        setTimeout(handovers.ask, Math.max(0, letter.notBefore - now())).unref();
    }
    handovers.ask();
  };
  const prune = () => {
    try {
      table.prune(now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old letters could not be removed');
    }
  };

  return {
    define: (kind, how) => {
      kinds.set(kind, how);
    },
    put,
    add: (letters) => database.transaction(() => put(letters)),
    drop: (recipient, reason) => table.drop(recipient, reason, now()),
    whenQuiet: handovers.whenQuiet,
    again: (id) => {
      const isQueued = table.again(id, now());
      if (isQueued) handovers.ask();
      return isQueued;
    },
    find: table.find,
    has: table.has,
    list: table.list,
    counts: table.counts,
    waiting: table.waiting,
    runDue: handovers.runDue,
    start: () => {
      database.transaction(() => takeUp(table, kinds, now()));
      prune();
      timers.push(setInterval(handovers.ask, lookEveryMs), setInterval(prune, pruneEveryMs));
      handovers.ask();
    },
    close: async () => {
      isEnding = true;
      timers.forEach((timer) => clearInterval(timer));
      await handovers.end();
    },
  };
}

/** OB4: letters that the last process was handing over when it stopped. */
function takeUp(table: OutboxTable, kinds: ReadonlyMap<string, LetterKind>, now: number): void {
  for (const letter of table.sending()) {
    const how = kinds.get(letter.kind)?.afterCrash ?? 'ask';
    if (how === 'ask') table.mark({ ...letter, state: 'maybe-sent', reason: interrupted, endedAt: now });
    else table.mark({ ...letter, state: 'queued', maybeTwice: letter.maybeTwice || how === 'twice' });
  }
}
