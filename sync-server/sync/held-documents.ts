// The documents in memory (SY11): each loads on first use and is unloaded a while after its last use.
import { closeCodes } from '#wire/close-codes.ts';
import type { DocumentStore } from './store/document-store.ts';
import type { Limits } from './limits.ts';
import { openLiveDocument } from './live-document.ts';
import type { Log } from './log.ts';
import type { OpenDocument } from './open-document.ts';
import type { Participant } from './participant.ts';
import { createPresence } from './presence.ts';
import type { Refusal } from './refusal.ts';
import type { Snapshots } from './snapshots.ts';

export type HeldDocuments = {
  /** Null when it is not in memory. */
  find: (name: string) => OpenDocument | null;
  /** Opens the document; its jobs wait until it is loaded. */
  open: (name: string) => OpenDocument;
  /** How many are loaded. */
  loaded: () => number;
  reload: (document: OpenDocument) => void;
  /** The store failed: memory holds more than the disk. */
  throwOut: (document: OpenDocument, cause: unknown) => void;
  /** Drops the document, fails its jobs and sends its participants away. */
  dismiss: (document: OpenDocument, failure: Error, refusal: Refusal) => void;
  /** Unloads the document after a while if nobody uses it. */
  considerIdle: (document: OpenDocument) => void;
  /** The server ends: everybody is sent away. */
  close: () => void;
};

type Options = {
  store: Pick<DocumentStore, 'load'>;
  log: Log;
  limits: Limits;
  snapshots: Pick<Snapshots, 'consider' | 'beforeUnload'>;
  /** The document is loaded: its jobs may run. */
  schedule: (document: OpenDocument) => void;
  isEnding: () => boolean;
};

export function holdDocuments(options: Options): HeldDocuments {
  const { log, limits } = options;
  const documents = new Map<string, OpenDocument>();
  const isHeld = (document: OpenDocument) => documents.get(document.name) === document;

  const dismiss: HeldDocuments['dismiss'] = (document, failure, { code, why }) => {
    documents.delete(document.name);
    forget(document);
    for (const job of [...document.jobs.splice(0), ...document.waiting.splice(0)]) job.failed(failure);
    for (const participant of document.participants) participant.dismiss(code, why);
    document.participants.clear();
  };
  const throwOut: HeldDocuments['throwOut'] = (document, cause) => {
    log.error(
      { document: document.name, error: cause },
      'the store failed; the document is dropped from memory',
    );
    const failure = new Error(`the store failed for ${document.name}`, { cause });
    dismiss(document, failure, { code: closeCodes.tryAgain, why: 'try again: the store failed' });
  };
  const load = (document: OpenDocument) => void loadInto(document, isHeld, throwOut, options);

  return {
    find: (name) => documents.get(name) ?? null,
    open: (name) => {
      const present = documents.get(name);
      if (present !== undefined) return present;
      const document = freshDocument(name, limits);
      documents.set(name, document);
      load(document);
      return document;
    },
    loaded: () => [...documents.values()].filter(({ live }) => live !== null).length,
    reload: (document) => {
      forget(document);
      load(document);
    },
    throwOut,
    dismiss,
    considerIdle: makeConsiderIdle(documents, options),
    close: () => {
      for (const document of documents.values()) endWith(document);
      documents.clear();
    },
  };
}

function freshDocument(name: string, limits: Limits): OpenDocument {
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
  return document;
}

async function loadInto(
  document: OpenDocument,
  isHeld: (document: OpenDocument) => boolean,
  throwOut: HeldDocuments['throwOut'],
  { store, schedule, snapshots }: Options,
): Promise<void> {
  try {
    const live = openLiveDocument(document.name, await store.load(document.name));
    if (!isHeld(document)) return live.close();
    document.live = live;
    schedule(document);
    snapshots.consider(document);
  } catch (error) {
    throwOut(document, error);
  }
}

function makeConsiderIdle(
  documents: Map<string, OpenDocument>,
  { limits, snapshots, isEnding }: Options,
): HeldDocuments['considerIdle'] {
  const isHeld = (document: OpenDocument) => documents.get(document.name) === document;
  const unload = async (document: OpenDocument): Promise<void> => {
    await snapshots.beforeUnload(document);
    if (!isIdle(document) || !isHeld(document)) return;
    documents.delete(document.name);
    forget(document);
  };
  return (document) => {
    if (isEnding() || !isIdle(document) || !isHeld(document)) return;
    if (document.idleTimer !== null) document.idleTimer.refresh();
    else document.idleTimer = setTimeout(() => void unload(document), limits.idleMs).unref();
    const idle = [...documents.values()].filter(isIdle);
    // Limits idle documents, for example after a look at every room. The first one in the map is the least recently
    // used.
    if (idle.length > limits.idleDocuments && idle[0] !== undefined) void unload(idle[0]);
  };
}

function endWith(document: OpenDocument): void {
  for (const participant of document.participants)
    participant.dismiss(closeCodes.goingAway, 'the server is ending');
  for (const job of [...document.jobs, ...document.waiting]) job.failed(new Error('the rooms are closed'));
  forget(document);
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
