// SY3: durable before visible. Everything that all documents received since the last commit becomes one transaction.
// Only after it are updates relayed, acknowledged or answered. After a commit the next one waits a moment, so that
// under load many frames share one (group commit); an idle server commits at once. Nothing waits after a turn that
// only read: many people may be opening rooms.
import { mergeUpdates } from 'yjs';
import type { DocumentStore } from './store/document-store.ts';
import { awarenessFrame, updateFrame } from '#wire/frames.ts';
import type { Limits } from './limits.ts';
import type { Log } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import type { DeliveredPresence, DocumentDelivery, Participant } from './participant.ts';
import { createSharedFrame } from './shared-frame.ts';
import { takeTurn, type Entry, type Turn } from './turn.ts';

export type Commits = {
  /** The document has jobs to run or presence to send. */
  schedule: (document: OpenDocument) => void;
  /** Resolves when nothing is left to do. */
  settle(): Promise<void>;
  counts(): { updates: number; commits: number };
};

type Options = {
  store: DocumentStore;
  now: () => number;
  log: Log;
  limits: Limits;
  /** The document must be loaded again. Only the writer who spoiled its memory is affected. */
  reload: (document: OpenDocument) => void;
  /** The store failed: memory holds more than the disk. */
  throwOut: (document: OpenDocument, cause: unknown) => void;
  /** The turn's changes were sent to everybody. */
  committed: (turn: Turn) => void;
  /** The presence in a document that sleeps was sent to everybody. */
  dozed: (document: OpenDocument) => void;
};

export function createCommits(options: Options): Commits {
  const due = new Set<OpenDocument>();
  const counted = { updates: 0, commits: 0 };
  const rounds = takeRounds(
    () => void run(),
    () => due.size > 0,
  );
  const schedule = (document: OpenDocument) => {
    due.add(document);
    rounds.start();
  };
  const concluding = { ...options, schedule };
  const count = (updates: number) => {
    counted.updates += updates;
    if (updates > 0) counted.commits += 1;
  };

  async function run(): Promise<void> {
    tellAsleep(due, concluding);
    const { turns, isCut } = takeTurns(due, options);
    try {
      const seqs = append(turns, options);
      // Awaited only if it is a promise: nobody may see the memory in between (document-store.ts).
      count(conclude(turns, seqs instanceof Promise ? await seqs : seqs, concluding));
    } catch (error) {
      for (const document of abandon(turns, error, options)) due.add(document);
    }
    // Jobs that are left go on at once, after what else waits.
    const waitMs = isCut ? 0 : gatherFor(turns, options.limits);
    if (waitMs === 0) rounds.next();
    else setTimeout(rounds.next, waitMs);
  }

  return { schedule, settle: rounds.settle, counts: () => ({ ...counted }) };
}

/** One round at a time, as long as something is due. A round ends when it calls `next`. */
function takeRounds(run: () => void, isDue: () => boolean) {
  let isBusy = false;
  let settling: (() => void)[] = [];
  const start = (): void => {
    if (isBusy) return;
    isBusy = true;
    setImmediate(run);
  };
  return {
    start,
    next: (): void => {
      isBusy = false;
      if (isDue()) return start();
      for (const resolve of settling) resolve();
      settling = [];
    },
    settle: async () => {
      if (isBusy) await new Promise<void>((resolve) => settling.push(resolve));
    },
  };
}

/** SY11: presence goes on in a document that sleeps. Its jobs wait until it is loaded. */
function tellAsleep(due: Set<OpenDocument>, options: Options & Pick<Commits, 'schedule'>): void {
  for (const document of due) {
    if (document.asleep === null) continue;
    due.delete(document);
    tellPresence(document, options);
    options.dozed(document);
  }
}

/** Takes the documents out of `due` in order. `isCut`: so much was done that the rest has to wait (SY13). */
function takeTurns(due: Set<OpenDocument>, { limits, now, reload }: Options) {
  const turns: Turn[] = [];
  const budget = { left: limits.turnWork };
  for (const document of due) {
    if (budget.left <= 0) break;
    due.delete(document);
    if (document.live === null) continue;
    const turn = takeTurn(document, document.live, { limits, now, budget });
    if (turn === null) {
      reload(document);
      continue;
    }
    document.isInTurn = true;
    turns.push(turn);
    if (document.jobs.length > 0) due.add(document);
  }
  return { turns, isCut: budget.left <= 0 };
}

function append(
  turns: readonly Turn[],
  { store, now }: Options,
): readonly number[] | Promise<readonly number[]> {
  const at = now();
  const updates = turns.flatMap(({ document, entries }) =>
    entries.filter(isNew).map(({ author, update, introduced }) => {
      return { document: document.name, at, author, data: update, introduced };
    }),
  );
  return updates.length === 0 ? [] : store.append(updates);
}

/** With many writers, sharing a commit and a frame gains more time than the wait costs. Without any, nothing is shared. */
function gatherFor(turns: readonly Turn[], limits: Limits): number {
  const updates = turns.reduce((sum, { entries }) => sum + entries.length, 0);
  if (updates === 0) return 0;
  return updates >= limits.busyUpdates ? limits.busyGatherMs : limits.gatherMs;
}

/** Sends the durable updates to everybody. Returns how many. */
function conclude(
  turns: readonly Turn[],
  seqs: readonly number[],
  options: Options & Pick<Commits, 'schedule'>,
): number {
  let first = 0;
  for (const turn of turns) {
    const { document, entries, live } = turn;
    document.isInTurn = false;
    const added = entries.filter(isNew).length;
    first += added;
    const newest = added > 0 ? (seqs[first - 1] ?? 0) : 0;
    live.head = Math.max(live.head, newest, ...entries.map(({ logged }) => logged ?? 0));
    live.tail += entries.length;
    tell(turn, options.log);
    tellPresence(document, options);
    options.committed(turn);
  }
  return first;
}

/**
 * SY9: sends at once, then gathers further changes for a moment, since every move costs every other client a frame.
 */
function tellPresence(
  document: OpenDocument,
  { log, limits, schedule }: Options & Pick<Commits, 'schedule'>,
): void {
  if (document.presenceTimer !== null || !relayPresence(document, log)) return;
  document.presenceTimer = setTimeout(() => {
    document.presenceTimer = null;
    if (document.presence.hasChanges()) schedule(document);
  }, limits.presenceMs).unref();
}

/** Discards updates that the store refused. Returns the documents that had nothing to commit: they are due again. */
function abandon(turns: readonly Turn[], error: unknown, { throwOut }: Options): OpenDocument[] {
  const spared: OpenDocument[] = [];
  for (const { document, entries, settled, reads } of turns) {
    document.isInTurn = false;
    if (entries.length > 0) {
      for (const { job } of settled) job.failed(storeFailed(error));
      for (const read of reads) read.failed(storeFailed(error));
      throwOut(document, error);
      continue;
    }
    document.jobs = [...settled.map(({ job }) => job), ...reads, ...document.jobs];
    spared.push(document);
  }
  return spared;
}

const isNew = ({ logged }: Entry) => logged === null;

const storeFailed = (cause: unknown) => new Error('the change could not be stored', { cause });

/** Relays and acknowledges, then answers reads. An error in one listener does not affect the others. */
function tell(turn: Turn, log: Log): void {
  const { document, live, settled, reads } = turn;
  const senders = new Set<Participant>();
  for (const { job, result } of settled) {
    if (job.kind === 'write') senders.add(job.from);
    guard(log, document, () => job.settled(result));
  }
  relay(turn, senders, log);
  for (const read of reads) guard(log, document, () => read.run(live));
}

function guard(log: Log, document: OpenDocument, run: () => void): void {
  try {
    run();
  } catch (error) {
    log.error({ document: document.name, error }, 'a participant of the document failed');
  }
}

/** Who wrote gets the others' changes and the acknowledgement in one write. */
function relay({ document, entries, live }: Turn, senders: ReadonlySet<Participant>, log: Log): void {
  const writers = new Set(entries.map(({ from }) => from));
  const everything = createDelivery(entries, live.head);
  const deliveryFor = (participant: Participant) => {
    if (!writers.has(participant)) return everything;
    if (writers.size === 1) return null;
    if (!participant.isExact) return everything;
    const others = entries.filter(({ from }) => from !== participant);
    return createDelivery(others, live.head);
  };
  for (const participant of everything === null ? senders : document.participants) {
    const delivery = deliveryFor(participant);
    const isSender = senders.has(participant);
    if (delivery !== null || isSender) guard(log, document, () => participant.deliver(delivery, isSender));
  }
}

/** More updates than these are merged into one message: a client then takes them in at once. */
const mostMessages = 3;

function createDelivery(entries: readonly Entry[], seq: number): DocumentDelivery | null {
  const updates = entries.map(({ update }) => update);
  const [first] = updates;
  if (first === undefined) return null;
  let merged = updates.length === 1 ? first : null;
  const update = () => (merged ??= mergeUpdates(updates));
  const messages = () => (updates.length > mostMessages ? [update()] : updates).map(updateFrame);
  return { update, seq, frame: createSharedFrame(messages) };
}

/** False when nothing changed. */
function relayPresence(document: OpenDocument, log: Log): boolean {
  const { presence, participants } = document;
  const changes = presence.takeChanges();
  if (changes === null) return false;
  const everybodys = createPresenceDelivery(changes.encode(null));
  for (const participant of participants) {
    const delivery = participant.isExact ? createPresenceDelivery(changes.encode(participant)) : everybodys;
    if (delivery !== null) guard(log, document, () => participant.deliverPresence(delivery));
  }
  return true;
}

function createPresenceDelivery(update: Uint8Array | null): DeliveredPresence | null {
  if (update === null) return null;
  return { update, frame: createSharedFrame(() => [awarenessFrame(update)]) };
}
