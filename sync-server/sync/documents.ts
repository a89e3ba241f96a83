// Keeps documents in memory (SY11): each loads on first use and is unloaded a while after its last use.
import { setTimeout } from 'node:timers/promises';
import { isDocumentName } from '#wire/document-name.ts';
import type { Doc } from 'yjs';
import type { Fact } from '#room/fact.ts';
import type { Room } from '#room/incident.ts';
import type { OpenRoom } from '#room/room.ts';
import { closeCodes } from '#wire/close-codes.ts';
import { createCommits } from './commits.ts';
import type { DocumentStore, OthersUpdate } from './document-store.ts';
import type { Job } from './jobs.ts';
import type { Limits } from './limits.ts';
import { openLiveDocument, type LiveDocument } from './live-document.ts';
import type { Log } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';
import { createPresence } from './presence.ts';
import { createSeat, type Peer, type Seat } from './seat.ts';
import type { Refusal } from './refusal.ts';
import { createSnapshots } from './snapshots.ts';
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
  limits: Limits;
  /** MP3: the log position up to which the updates of other processes were absorbed. */
  seenUpTo: () => number;
  isErased: (document: string) => boolean;
};

export function openDocuments({ store, now, log, limits, seenUpTo, isErased }: Options) {
  const documents = new Map<string, OpenDocument>();
  const listeners = new Set<(change: DocumentChange) => void>();
  const snapshots = createSnapshots({ store, limits, log, seenUpTo });
  const commits = createCommits({ store, now, log, limits, reload, throwOut, committed });
  let isEnding = false;

  /** Opens the document; its jobs wait until it is loaded. */
  function open(name: string): OpenDocument {
    const present = documents.get(name);
    if (present !== undefined) return present;
    const writerOf = (client: number) => document.live?.owners.get(client) ?? null;
    const document: OpenDocument = {
      name,
      live: null,
      participants: new Set(),
      presence: createPresence<Participant>(limits, writerOf),
      jobs: [],
      waiting: [],
      isInTurn: false,
      idleTimer: null,
      snapshotTimer: null,
      presenceTimer: null,
    };
    documents.set(name, document);
    void load(document);
    return document;
  }

  async function load(document: OpenDocument): Promise<void> {
    try {
      const live = openLiveDocument(document.name, await store.load(document.name));
      if (documents.get(document.name) !== document) return live.close();
      document.live = live;
      commits.schedule(document);
      snapshots.consider(document);
    } catch (error) {
      throwOut(document, error);
    }
  }

  function reload(document: OpenDocument): void {
    forget(document);
    void load(document);
  }

  function throwOut(document: OpenDocument, cause: unknown): void {
    log.error(
      { document: document.name, error: cause },
      'the store failed; the document is thrown out of memory',
    );
    const failure = new Error(`the store failed for ${document.name}`, { cause });
    dismissAll(document, failure, { code: closeCodes.tryAgain, why: 'try again: the store failed' });
  }

  function dismissAll(document: OpenDocument, failure: Error, { code, why }: Refusal): void {
    documents.delete(document.name);
    forget(document);
    for (const job of [...document.jobs.splice(0), ...document.waiting.splice(0)]) job.failed(failure);
    for (const participant of document.participants) participant.dismiss(code, why);
    document.participants.clear();
  }

  async function erase(name: string): Promise<void> {
    const document = documents.get(name);
    if (document !== undefined) {
      const why = 'this incident was erased';
      dismissAll(document, new Error(`${name} was erased`), { code: closeCodes.erased, why });
      // A commit under way must finish before the document is deleted.
      while (document.isInTurn) await setTimeout(turnMs);
      await snapshots.settle();
    }
    await store.erase(name);
  }

  function committed({ document, live, facts, entries }: Turn): void {
    if (entries.length > 0) {
      snapshots.consider(document);
      const change = { document: document.name, head: live.head, room: live.room?.room() ?? null, facts };
      for (const listener of listeners) notify(listener, change);
    }
    considerIdle(document);
  }

  function notify(listener: (change: DocumentChange) => void, change: DocumentChange): void {
    try {
      listener(change);
    } catch (error) {
      log.error({ document: change.document, error }, 'whoever listens to changes failed');
    }
  }

  function considerIdle(document: OpenDocument): void {
    if (isEnding || !isIdle(document) || documents.get(document.name) !== document) return;
    if (document.idleTimer !== null) document.idleTimer.refresh();
    else document.idleTimer = globalThis.setTimeout(() => void unload(document), limits.idleMs).unref();
    const idle = [...documents.values()].filter(isIdle);
    // Limits idle documents, for example after a look at every room. The first one in the map is the least recently
    // used.
    if (idle.length > limits.idleDocuments && idle[0] !== undefined) void unload(idle[0]);
  }

  async function unload(document: OpenDocument): Promise<void> {
    await snapshots.beforeUnload(document);
    if (!isIdle(document) || documents.get(document.name) !== document) return;
    documents.delete(document.name);
    forget(document);
  }

  function enqueue(document: OpenDocument, job: Job): void {
    document.jobs.push(job);
    commits.schedule(document);
  }

  /** Runs a job on the named document. Rejects when the rooms are closed or the document was erased. */
  function request<T>(
    name: string,
    makeJob: (resolve: (value: T) => void, reject: (error: unknown) => void) => Job,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (isEnding) return reject(new Error('the rooms are closed'));
      if (isErased(name)) return reject(new Error(`${name} was erased`));
      if (!isDocumentName(name))
        return reject(new Error(`${JSON.stringify(name)} is not a document: room-<ulid> or library`));
      enqueue(open(name), makeJob(resolve, reject));
    });
  }

  /** MP3: takes in updates of other processes, in log order. Unopened documents are opened only if `opens`. */
  function absorb(updates: readonly OthersUpdate[], opens: boolean): void {
    if (isEnding) return;
    for (const { document: name, data, ...logged } of updates) {
      if (isErased(name)) continue;
      const document = documents.get(name) ?? (opens ? open(name) : null);
      // An unopened document reads these updates when it loads.
      if (document === null) continue;
      enqueue(document, { kind: 'absorb', update: data, ...logged, failed: () => undefined });
    }
  }

  function leave(document: OpenDocument, participant: Participant): void {
    if (!document.participants.delete(participant)) return;
    const [gone, staying] = split(document.waiting, ({ from }) => from === participant);
    document.waiting = staying;
    for (const write of gone)
      write.failed(new Error('the connection ended before what its update builds on came'));
    document.presence.withdraw(participant);
    commits.schedule(document);
  }

  const presenceChanged = (document: OpenDocument) => {
    if (document.presenceTimer === null) commits.schedule(document);
  };

  return {
    open,
    enqueue,
    leave,
    erase,
    presenceChanged,
    absorb,
    /** New work is refused; accepted work is still stored. */
    isEnding: () => isEnding,
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
    join: (name: string, peer: Peer) =>
      request<Seat>(name, (resolve, reject) => ({
        kind: 'read',
        run: () => {
          const document = open(name);
          const { seat, participant } = createSeat({
            document,
            peer,
            log,
            enqueue: (job) => enqueue(document, job),
            presenceChanged: () => presenceChanged(document),
            left: () => leave(document, participant),
          });
          document.participants.add(participant);
          resolve(seat);
        },
        failed: reject,
      })),
    onChange: (listener: (change: DocumentChange) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    counts: () => ({
      documents: [...documents.values()].filter(({ live }) => live !== null).length,
      ...commits.counts(),
    }),
    close: async () => {
      isEnding = true;
      await commits.settle();
      await snapshots.settle();
      for (const document of documents.values()) {
        for (const participant of document.participants)
          participant.dismiss(closeCodes.goingAway, 'the server is ending');
        for (const job of [...document.jobs, ...document.waiting])
          job.failed(new Error('the rooms are closed'));
        forget(document);
      }
      documents.clear();
    },
  };
}

function forget(document: OpenDocument): void {
  document.live?.close();
  document.live = null;
  const { idleTimer, snapshotTimer, presenceTimer } = document;
  for (const timer of [idleTimer, snapshotTimer, presenceTimer]) if (timer !== null) clearTimeout(timer);
  document.idleTimer = null;
  document.snapshotTimer = null;
  document.presenceTimer = null;
}

const isIdle = ({ participants, jobs, isInTurn }: OpenDocument) =>
  participants.size === 0 && jobs.length === 0 && !isInTurn;

const call = <T>({ doc, room }: LiveDocument, look: Look<T>) => look(doc, room);

function split<T>(list: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] {
  return [list.filter(isFirst), list.filter((item) => !isFirst(item))];
}
