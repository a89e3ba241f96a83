// OB1..OB7: everything that leaves: pages to responders, messages to channels, mail to subscribers and webhooks. A
// letter is on disk before it is claimed, claimed on disk before its handover, and marked on disk afterwards. If the
// server stops between claim and mark, the letter says so. Knows nothing of channels and subscribers: each kind says
// how its letters are handed over.
import type { Database } from '../../storage/database.ts';
import type { Log } from '../../sync/rooms.ts';
import { openGate } from './channel-gate.ts';
import { openLane } from './lane.ts';
import { type Lane, lanes, type Letter, type LetterKind, type NewLetter } from './letter.ts';
import { type LetterFilter, openOutboxTable, type OutboxTable } from './outbox-table.ts';
import { cutShort } from './settle.ts';
import { openTelling, type Telling } from './telling.ts';

const keptMs = 30 * 24 * 3_600_000;
const lookEveryMs = 1_000;
const pruneEveryMs = 3_600_000;
const laneNames = Object.keys(lanes) as Lane[];

export type Outbox = {
  /** Sets how letters of a kind are handed over. Call before `start`. */
  define(kind: string, how: LetterKind): void;
  /** Durable on return. */
  add(letters: readonly NewLetter[]): void;
  /** Like `add`, within the caller's transaction. */
  put(letters: readonly NewLetter[]): void;
  /** Drops a recipient's waiting letters, within the caller's transaction. */
  drop(recipient: string, reason: string): void;
  /** Drops waiting letters whose key has this prefix; returns how many. A letter being handed over is not stopped. */
  cancel(keyPrefix: string, reason: string): number;
  /** Resolves when no letter to this recipient is being handed over. */
  whenQuiet(recipient: string): Promise<void>;
  /** Resolves when this letter has ended and its outcome was told once. */
  ended(id: string): Promise<Letter>;
  /** OB4: sends a letter again that may have arrived; false when it is not in that state. */
  again(id: string): boolean;
  find(id: string): Letter | null;
  withKey(key: string): Letter | null;
  list(filter: LetterFilter): Letter[];
  counts(page: string): ReturnType<OutboxTable['counts']>;
  /** How many letters of these lanes wait or are being handed over, and since when the oldest does (epoch ms). */
  waiting(...lanes: Lane[]): { queued: number; oldestAt: number | null };
  /** When the due letters of this lane were last checked and claimed without an error; null before `start`. */
  lookedAt(lane: Lane): number | null;
  /** Hands over letters that are due now, also before `start`. */
  look(): void;
  /** Hands over everything due now and tells the outcomes. For tests whose clock stands still. */
  runDue(): Promise<void>;
  /** Continues with what the last process left. */
  start(): void;
  close(): Promise<void>;
};

type Options = { database: Database; now: () => number; makeId: () => string; log: Log };

export function openOutbox({ database, now, makeId, log }: Options): Outbox {
  const table = openOutboxTable(database);
  const kinds = new Map<string, LetterKind>();
  const work = openWork({ database, table, kinds, now, log });

  const put = (letters: readonly NewLetter[]) => {
    for (const letter of letters) {
      const kind = kinds.get(letter.kind);
      if (kind === undefined) throw new Error(`no sender is registered for ${letter.kind}`);
      table.insert(makeId(), letter, kind, now());
      if (letter.notBefore !== undefined) setTimeout(work.ask, Math.max(0, letter.notBefore - now())).unref();
    }
    work.ask();
  };
  const askIf = <T>(changed: T): T => {
    if (Number(changed) > 0) work.ask();
    return changed;
  };

  return {
    define: (kind, how) => {
      kinds.set(kind, how);
    },
    put,
    add: (letters) => database.transaction(() => put(letters)),
    drop: (recipient, reason) => table.drop(recipient, reason, now()),
    cancel: (prefix, reason) => askIf(table.cancel(prefix, reason, now())),
    again: (id) => askIf(table.again(id, now())),
    find: table.find,
    withKey: table.withKey,
    list: table.list,
    counts: table.counts,
    waiting: (...wanted) => {
      const each = wanted.map(table.waiting);
      const oldest = Math.min(...each.map(({ oldestAt }) => oldestAt ?? Infinity));
      const queued = each.reduce((sum, lane) => sum + lane.queued, 0);
      return { queued, oldestAt: oldest === Infinity ? null : oldest };
    },
    ...work,
  };
}

type Working = Omit<Options, 'makeId'> & { table: OutboxTable; kinds: ReadonlyMap<string, LetterKind> };

/** The lanes at work. `ask` looks at them soon. */
function openWork(options: Working) {
  const telling = openTelling(options);
  const timers: NodeJS.Timeout[] = [];
  const { open, turn, ask, endClaims } = openTurns(options, telling, () => timers.length > 0);
  const busy = () => [...open.flatMap((lane) => lane.atWork()), ...telling.atWork()];
  const prune = makePruning(options);

  return {
    ask,
    look: () => turn(true),
    lookedAt: (lane: Lane) => open[laneNames.indexOf(lane)]?.lookedAt() ?? null,
    ended: telling.ended,
    whenQuiet: async (recipient: string) => {
      await Promise.all(open.flatMap((lane) => lane.handingTo(recipient)));
    },
    runDue: async () => {
      for (;;) {
        turn(true);
        if (busy().length === 0) return;
        await Promise.all(busy());
      }
    },
    start: () => {
      takeUp(options);
      prune();
      timers.push(setInterval(ask, lookEveryMs), setInterval(prune, pruneEveryMs));
      ask();
    },
    close: async () => {
      endClaims();
      timers.forEach((timer) => clearInterval(timer));
      // Handovers in progress may still arrive, so they are awaited up to their own deadline.
      await Promise.all(busy());
      turn();
    },
  };
}

/** Turns of all lanes. `ask` begins one soon. */
function openTurns(options: Working, telling: Telling, isStarted: () => boolean) {
  let isEnding = false;
  let isAsked = false;
  /** Nobody listens to outcomes before the first look. */
  let mayTell = false;

  const turn = (looks = isStarted()) => {
    isAsked = false;
    mayTell ||= looks;
    for (const lane of open) lane.turn({ claims: !isEnding, looks: looks && !isEnding });
    if (mayTell && !isEnding) telling.tellUntold();
  };
  const ask = () => {
    if (isAsked) return;
    isAsked = true;
    setImmediate(turn);
  };
  const gate = openGate(options.now);
  const open = laneNames.map((lane) => openLane(lane, { ...options, gate, ask }));
  return {
    open,
    turn,
    ask,
    endClaims: () => {
      isEnding = true;
    },
  };
}

const makePruning =
  ({ table, now, log }: Working) =>
  () => {
    try {
      table.prune(now() - keptMs);
    } catch (error) {
      log.error({ err: error }, 'old letters could not be removed');
    }
  };

/** OB4: letters that the last process was handing over when it stopped. */
function takeUp({ database, table, kinds, now }: Working): void {
  const taken = database.transaction(() =>
    table
      .sending()
      .map((letter) => cutShort(letter, kinds.get(letter.kind)?.afterCrash ?? 'ask', now()))
      .filter(table.mark),
  );
  for (const letter of taken) kinds.get(letter.kind)?.marked?.(letter);
}
