// OB1..OB6: the queue of letters to many recipients. A letter is on disk before it is claimed, claimed on disk before
// its handover, and marked on disk afterwards. If the server stops between claim and mark, the letter says so. Claims
// and marks that happen together share a transaction, so that a thousand letters cost few writes. Knows nothing of
// subscribers.
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import { type HandedOver, type Lane, lanes, type Letter, type LetterKind, type NewLetter } from './letter.ts';
import { type LetterFilter, openOutboxTable } from './outbox-table.ts';

const keptMs = 30 * 24 * 3_600_000;
const lookEveryMs = 1_000;
const pruneEveryMs = 3_600_000;
const afterBugMs = 60_000;
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
  counts(page: string): ReturnType<ReturnType<typeof openOutboxTable>['counts']>;
  /** How many letters wait, and since when the oldest does (epoch ms). */
  waiting(): { queued: number; oldestAt: number | null };
  /** Hands over everything due now. For tests whose clock stands still. */
  runDue(): Promise<void>;
  /** Continues with what the last process left. */
  start(): void;
  close(): Promise<void>;
};

type Options = { database: Database; now: () => number; makeId: () => string; log: Log };
type Finished = { letter: Letter; outcome: HandedOver };

/** The queue of letters to subscribers. */
export function openOutbox({ database, now, makeId, log }: Options): Outbox {
  const table = openOutboxTable(database);
  const kinds = new Map<string, LetterKind>();
  const atWork = new Map<string, { letter: Letter; lane: Lane; over: Promise<void> }>();
  const timers: NodeJS.Timeout[] = [];
  let finished: Finished[] = [];
  let isAsked = false;
  let isEnding = false;

  const put = (letters: readonly NewLetter[]) => {
    for (const letter of letters) {
      const kind = kinds.get(letter.kind);
      if (kind === undefined) throw new Error(`nobody said how ${letter.kind} is handed over`);
      table.insert(makeId(), letter, kind.lane, now());
      if (letter.notBefore !== undefined) setTimeout(ask, Math.max(0, letter.notBefore - now())).unref();
    }
    ask();
  };
  const settle = ({ letter, outcome }: Finished) => {
    const at = now();
    outcome.settle?.();
    const { went } = outcome;
    const reason = went === 'sent' ? null : outcome.reason;
    const attempts = letter.attempts + (went === 'shut' ? 0 : 1);
    if (went === 'again' || went === 'shut')
      table.mark({
        ...letter,
        state: 'queued',
        reason,
        attempts,
        nextAt: at + outcome.waitMs,
        endedAt: null,
      });
    else table.mark({ ...letter, state: went, reason, attempts, endedAt: at });
  };
  const dueNow = (): { letter: Letter; lane: Lane }[] => {
    if (isEnding || timers.length === 0) return [];
    return (Object.keys(lanes) as Lane[]).flatMap((lane) => {
      const busy = [...atWork.values()].filter((each) => each.lane === lane).length;
      const free = lanes[lane] - busy;
      return free <= 0 ? [] : table.due(lane, now(), free).map((letter) => ({ letter, lane }));
    });
  };
  /** One transaction marks finished letters and claims the next ones. Then the claimed letters leave. */
  const turn = () => {
    isAsked = false;
    const done = finished;
    try {
      const next = dueNow();
      if (done.length === 0 && next.length === 0) return;
      const claimed = database.transaction(() => {
        done.forEach(settle);
        return next.filter(({ letter }) => table.claim(letter.id));
      });
      finished = finished.slice(done.length);
      for (const { letter } of done) atWork.delete(letter.id);
      for (const { letter, lane } of claimed) handOver(letter, lane);
      if (done.length > 0 || finished.length > 0) ask();
    } catch (error) {
      // The disk may be full: finished letters stay in memory and are marked at the next check.
      log.error({ err: error }, 'the outbox cannot be read or written');
    }
  };
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    setImmediate(turn);
  };
  const handOver = (letter: Letter, lane: Lane) => {
    const { promise: over, resolve } = Promise.withResolvers<void>();
    atWork.set(letter.id, { letter, lane, over });
    const finish = (outcome: HandedOver) => {
      if (outcome.went === 'failed' || outcome.went === 'bounced')
        log.warn({ letter: letter.id, kind: letter.kind, reason: outcome.reason }, 'a letter was not sent');
      finished.push({ letter, outcome });
      resolve();
      ask();
    };
    const how = kinds.get(letter.kind);
    if (how === undefined) return finish({ went: 'failed', reason: 'this server does not know its kind' });
    return void how.send(letter).then(finish, (error: unknown) => {
      log.error({ err: error, letter: letter.id }, 'a letter met a bug; it will be tried again');
      finish({ went: 'again', reason: 'the server met a bug', waitMs: afterBugMs });
    });
  };
  /** OB4: letters that the last process was handing over when it stopped. */
  const takeUp = () =>
    database.transaction(() => {
      for (const letter of table.sending()) {
        const how = kinds.get(letter.kind)?.afterCrash ?? 'ask';
        if (how === 'ask')
          table.mark({ ...letter, state: 'maybe-sent', reason: interrupted, endedAt: now() });
        else table.mark({ ...letter, state: 'queued', maybeTwice: letter.maybeTwice || how === 'twice' });
      }
    });
  const prune = () => {
    try {
      table.prune(now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old letters could not be removed');
    }
  };
  const over = () => Promise.all([...atWork.values()].map((each) => each.over));

  return {
    define: (kind, how) => {
      kinds.set(kind, how);
    },
    put,
    add: (letters) => database.transaction(() => put(letters)),
    drop: (recipient, reason) => table.drop(recipient, reason, now()),
    whenQuiet: async (recipient) => {
      const theirs = [...atWork.values()].filter(({ letter }) => letter.recipient === recipient);
      await Promise.all(theirs.map((each) => each.over));
    },
    again: (id) => {
      const isQueued = table.again(id, now());
      if (isQueued) ask();
      return isQueued;
    },
    find: table.find,
    has: table.has,
    list: table.list,
    counts: table.counts,
    waiting: table.waiting,
    runDue: async () => {
      for (;;) {
        turn();
        if (atWork.size === 0) return;
        await over();
      }
    },
    start: () => {
      takeUp();
      prune();
      timers.push(setInterval(ask, lookEveryMs), setInterval(prune, pruneEveryMs));
      ask();
    },
    close: async () => {
      isEnding = true;
      timers.forEach((timer) => clearInterval(timer));
      await over();
      if (finished.length > 0) turn();
    },
  };
}
