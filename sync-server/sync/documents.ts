// Runs jobs on documents, which held-documents.ts keeps in memory.
import { setTimeout } from 'node:timers/promises';
import { isDocumentName } from '#wire/document-name.ts';
import type { Doc } from 'yjs';
import type { Fact } from '#room/facts/fact.ts';
import type { Room } from '#room/view/room-view.ts';
import type { OpenRoom } from '#room/log/room.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { createCommits, type Commits } from './commits.ts';
import type { DocumentStore, OthersUpdate } from './store/document-store.ts';
import { holdDocuments, type HeldDocuments } from './held-documents.ts';
import type { Job } from './jobs.ts';
import type { LiveDocument } from './live-document.ts';
import type { Limits } from './limits.ts';
import type { Log, LogLineOf } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';
import { createSeat, type Peer, type Seat } from './seat.ts';
import { createSnapshots, type Snapshots } from './snapshots.ts';
import type { Turn } from './turn.ts';

/** Sent after the change is durable, once for each commit and document. */
export type DocumentChange = {
  document: string;
  /** The sequence number of the document's newest update. */
  head: number;
  /** Null for documents that are not rooms. */
  room: Room | null;
  /** The new facts. */
  facts: readonly Fact[];
};

/** How often erasing checks whether the document's commit has ended. */
const turnMs = 5;

type Look<T> = (doc: Doc, room: OpenRoom | null) => T;
type Options = {
  store: DocumentStore;
  now: () => number;
  log: Log;
  logRefusal: LogLineOf;
  limits: Limits;
  /** MP3: the log position up to which the updates of other processes were absorbed. */
  seenUpTo: () => number;
  isErased: (document: string) => boolean;
};

export function openDocuments(options: Options) {
  const { store, log, logRefusal } = options;
  let isEnding = false;
  const changes = openChanges(log);
  const snapshots = createSnapshots(options);
  const { held, commits } = holdAndCommit(options, { changes, snapshots, isEnding: () => isEnding });
  const { enqueue, presenceChanged, leave } = makeActions(held, commits);
  const request = requestUnless(
    (name) => (isEnding ? 'the rooms are closed' : whyRefused(name, options)),
    (name, job) => enqueue(held.open(name), job),
  );

  return {
    open: held.open,
    /** A job of a connection: somebody does something in the document. */
    enqueue: (document: OpenDocument, job: Job) => {
      document.quietLooks = 0;
      enqueue(document, job);
    },
    leave,
    presenceChanged,
    ...askingBy(request),
    join: makeJoin(request, { logRefusal, held, enqueue, presenceChanged, leave }),
    /** MP3: takes in updates of other processes, in log order. Unopened documents are opened only if `opens`. */
    absorb: (updates: readonly OthersUpdate[], opens: boolean) => {
      if (!isEnding) absorb(updates, { ...options, held, enqueue, opens });
    },
    erase: (name: string) => erase(name, { store, held, snapshots }),
    /** New work is refused; accepted work is still stored. */
    isEnding: () => isEnding,
    onChange: changes.onChange,
    counts: () => ({ documents: held.loaded(), ...commits.counts() }),
    close: async () => {
      isEnding = true;
      await commits.settle();
      await snapshots.settle();
      held.close();
    },
  };
}

type Holding = { changes: Changes; snapshots: Snapshots; isEnding: () => boolean };

/** The documents in memory, and the commits of their changes. Each of them calls the other. */
function holdAndCommit(options: Options, { changes, snapshots, isEnding }: Holding) {
  const held: HeldDocuments = holdDocuments({
    ...options,
    snapshots,
    schedule: (document) => commits.schedule(document),
    isEnding,
  });
  const commits: Commits = createCommits({
    ...options,
    reload: held.reload,
    throwOut: held.throwOut,
    committed: (turn) => {
      if (turn.entries.length > 0) snapshots.consider(turn.document);
      changes.tell(turn);
      held.considerIdle(turn.document);
    },
    dozed: held.considerIdle,
  });
  return { held, commits };
}

/** What participants do in a document; each of it leads to a commit. */
function makeActions(held: HeldDocuments, commits: Commits) {
  const enqueue: Enqueue = (document, job) => {
    document.jobs.push(job);
    held.wake(document);
    commits.schedule(document);
  };
  const presenceChanged = (document: OpenDocument) => {
    if (document.presenceTimer === null) commits.schedule(document);
  };
  const leave = (document: OpenDocument, participant: Participant) => {
    if (takeOut(document, participant)) commits.schedule(document);
  };
  return { enqueue, presenceChanged, leave };
}

/** `makeJob` makes the job whose end settles the promise. */
type Request = <T>(
  name: string,
  makeJob: (resolve: (value: T) => void, reject: (error: unknown) => void) => Job,
) => Promise<T>;
type Enqueue = (document: OpenDocument, job: Job) => void;

/** Runs a job on the named document. Rejects when the rooms are closed or the document was erased. */
const requestUnless =
  (whyNot: (name: string) => string | null, run: (name: string, job: Job) => void): Request =>
  (name, makeJob) =>
    new Promise((resolve, reject) => {
      const refused = whyNot(name);
      if (refused !== null) reject(new Error(refused));
      else run(name, makeJob(resolve, reject));
    });

type Changes = ReturnType<typeof openChanges>;

/** Those who want to hear of changes. An error in one does not affect the others. */
function openChanges(log: Log) {
  const listeners = new Set<(change: DocumentChange) => void>();
  return {
    onChange: (listener: (change: DocumentChange) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: ({ document, live, facts, entries }: Turn) => {
      if (entries.length === 0) return;
      const change = { document: document.name, head: live.head, room: live.room?.room() ?? null, facts };
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          log.error({ document: change.document, error }, 'a listener for changes failed');
        }
      }
    },
  };
}

/** Why no job may run on a document of this name; null when one may. */
function whyRefused(name: string, { isErased }: Pick<Options, 'isErased'>): string | null {
  if (isErased(name)) return `${name} was erased`;
  return isDocumentName(name) ? null : `${JSON.stringify(name)} is not a document: room-<ulid> or library`;
}

const askingBy = (request: Request) => ({
  look: <T>(name: string, look: Look<T>) =>
    request<T>(name, (resolve, reject) => ({
      kind: 'read',
      run: (live) => {
        try {
          resolve(call(live, look));
        } catch (error) {
          reject(error);
        }
      },
      failed: reject,
    })),
  change: <T>(name: string, author: string, edit: Look<T>) =>
    request<T>(name, (resolve, reject) => ({
      kind: 'edit',
      author,
      run: (live) => call(live, edit),
      settled: (result) => resolve(result as T),
      failed: reject,
    })),
});

type Joining = {
  logRefusal: LogLineOf;
  held: Pick<HeldDocuments, 'open'>;
  enqueue: Enqueue;
  presenceChanged: (document: OpenDocument) => void;
  leave: (document: OpenDocument, participant: Participant) => void;
};

const makeJoin =
  (request: Request, { logRefusal, held, enqueue, presenceChanged, leave }: Joining) =>
  (name: string, peer: Peer) =>
    request<Seat>(name, (resolve, reject) => ({
      kind: 'read',
      run: () => {
        const document = held.open(name);
        const { seat, participant } = createSeat({
          document,
          peer,
          logRefusal,
          enqueue: (job) => enqueue(document, job),
          presenceChanged: () => presenceChanged(document),
          left: () => leave(document, participant),
        });
        document.participants.add(participant);
        resolve(seat);
      },
      failed: reject,
    }));

function absorb(
  updates: readonly OthersUpdate[],
  {
    held,
    enqueue,
    isErased,
    opens,
  }: Pick<Options, 'isErased'> & { held: HeldDocuments; enqueue: Enqueue; opens: boolean },
): void {
  for (const { document: name, data, ...logged } of updates) {
    if (isErased(name)) continue;
    const document = held.find(name) ?? (opens ? held.open(name) : null);
    // An unopened document reads these updates when it loads.
    if (document === null) continue;
    enqueue(document, { kind: 'absorb', update: data, ...logged, failed: () => undefined });
  }
}

async function erase(
  name: string,
  { store, held, snapshots }: Pick<Options, 'store'> & { held: HeldDocuments; snapshots: Snapshots },
): Promise<void> {
  const document = held.find(name);
  if (document !== null) {
    const why = 'this incident was erased';
    held.dismiss(document, new Error(`${name} was erased`), { code: closeCodes.erased, why });
    // A commit under way must finish before the document is deleted.
    while (document.isInTurn) await setTimeout(turnMs);
    await snapshots.settle();
  }
  await store.erase(name);
}

/** Takes a participant and the updates it waits for out of the document; false when it is not in. */
function takeOut(document: OpenDocument, participant: Participant): boolean {
  if (!document.participants.delete(participant)) return false;
  const [gone, staying] = split(document.waiting, ({ from }) => from === participant);
  document.waiting = staying;
  for (const write of gone)
    write.failed(new Error('the connection ended before the changes that its update builds on arrived'));
  document.presence.withdraw(participant);
  return true;
}

const call = <T>({ doc, room }: LiveDocument, look: Look<T>) => look(doc, room);

function split<T>(list: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [list.filter(isFirst), list.filter((item) => !isFirst(item))];
}
