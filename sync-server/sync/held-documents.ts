// The documents in memory (SY11): each loads on first use and is unloaded a while after its last use. With many in
// memory, those that people have open and leave alone sleep: only their participants stay.
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
  /** Loads a document that sleeps; its jobs wait until then. */
  wake: (document: OpenDocument) => void;
  /** How many are loaded. */
  loaded: () => number;
  reload: (document: OpenDocument) => void;
  /** The store failed: memory holds more than the disk. */
  throwOut: (document: OpenDocument, cause: unknown) => void;
  /** Drops the document, fails its jobs and sends its participants away. */
  dismiss: (document: OpenDocument, failure: Error, refusal: Refusal) => void;
  /** Unloads the document after a while if nobody uses it; lets it sleep if that is due. */
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
  /** MP3: not Infinity when other processes write too. */
  seenUpTo: () => number;
};

export function holdDocuments(options: Options): HeldDocuments {
  const { log, limits } = options;
  const documents = new Map<string, OpenDocument>();
  const isHeld = (document: OpenDocument) => documents.get(document.name) === document;

  const dismiss: HeldDocuments['dismiss'] = (document, failure, refusal) => {
    documents.delete(document.name);
    sendAway(document, failure, refusal);
  };
  const throwOut = throwingOut(dismiss, log);
  const load = (document: OpenDocument) => void loadInto(document, isHeld, throwOut, options);
  const sleep = letSleep(documents, options);
  const openFresh = (name: string): OpenDocument => {
    const document = freshDocument(name, limits);
    documents.set(name, document);
    load(document);
    return document;
  };

  return {
    find: (name) => documents.get(name) ?? null,
    open: (name) => documents.get(name) ?? openFresh(name),
    wake: (document) => {
      if (document.asleep === null || document.asleep.isWaking) return;
      document.asleep = { ...document.asleep, isWaking: true };
      load(document);
    },
    loaded: () => loadedOf(documents).length,
    reload: (document) => {
      forget(document);
      load(document);
    },
    throwOut,
    dismiss,
    considerIdle: makeConsiderIdle(documents, options, sleep.consider),
    close: () => {
      sleep.stop();
      for (const document of documents.values()) endWith(document);
      documents.clear();
    },
  };
}

function freshDocument(name: string, limits: Limits): OpenDocument {
  const writerOf = (client: number) => (document.live ?? document.asleep)?.owners.get(client) ?? null;
  const document: OpenDocument = {
    name,
    live: null,
    asleep: null,
    quietLooks: 0,
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

/** SY11: the people who open a room get its bytes first; folding a large one takes as long again as loading it. */
const prepareAfterMs = 50;

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
    document.asleep = null;
    schedule(document);
    snapshots.consider(document);
    setTimeout(() => {
      if (document.live === live) live.prepare();
    }, prepareAfterMs).unref();
  } catch (error) {
    throwOut(document, error);
  }
}

function makeConsiderIdle(
  documents: Map<string, OpenDocument>,
  { limits, snapshots, isEnding }: Options,
  considerSleep: (document: OpenDocument) => void,
): HeldDocuments['considerIdle'] {
  const isHeld = (document: OpenDocument) => documents.get(document.name) === document;
  const unload = async (document: OpenDocument): Promise<void> => {
    await snapshots.beforeUnload(document);
    if (!isIdle(document) || !isHeld(document)) return;
    documents.delete(document.name);
    forget(document);
  };
  return (document) => {
    if (isEnding() || !isHeld(document)) return;
    if (!isIdle(document)) return considerSleep(document);
    if (document.idleTimer !== null) document.idleTimer.refresh();
    else document.idleTimer = setTimeout(() => void unload(document), limits.idleMs).unref();
    const idle = [...documents.values()].filter(isIdle);
    // Limits idle documents, for example after a look at every room. The first one in the map is the least recently
    // used.
    if (idle.length > limits.idleDocuments && idle[0] !== undefined) void unload(idle[0]);
  };
}

/** After this many looks without a job of a connection, nobody does anything in a document. */
const quietAfter = 2;

/**
 * Lets quiet documents sleep while people have more open than may stay unused: the quietest first. The server's own
 * work in one, such as signing, wakes it only for its own turn.
 */
function letSleep(
  documents: Map<string, OpenDocument>,
  { limits, snapshots, isEnding, seenUpTo }: Options,
): { consider: (document: OpenDocument) => void; stop: () => void } {
  const mayRest = (document: OpenDocument) =>
    !isEnding() && documents.get(document.name) === document && isQuiet(document);
  const rest = async (document: OpenDocument): Promise<void> => {
    await snapshots.beforeUnload(document);
    const { live, snapshotTimer } = document;
    if (live === null || !mayRest(document)) return;
    document.live = null;
    document.asleep = { owners: live.owners, isWaking: false };
    live.close();
    if (snapshotTimer !== null) clearTimeout(snapshotTimer);
    document.snapshotTimer = null;
  };
  // MP3: loading it would include updates of another process that its participants do not have yet.
  const isShared = () => seenUpTo() !== Infinity;
  const look = () => {
    const inUse = inUseOf(documents);
    for (const document of inUse) document.quietLooks += 1;
    const tooMany = inUse.length - limits.idleDocuments;
    if (tooMany <= 0 || isShared()) return;
    const quiet = inUse.filter(mayRest).toSorted((a, b) => b.quietLooks - a.quietLooks);
    for (const document of quiet.slice(0, tooMany)) void rest(document);
  };
  const timer = setInterval(look, limits.quietMs).unref();
  return {
    consider: (document) => {
      if (!mayRest(document) || isShared()) return;
      if (inUseOf(documents).length > limits.idleDocuments) void rest(document);
    },
    stop: () => clearInterval(timer),
  };
}

/** Somebody has it open, and nobody does anything in it. A seat needs the document itself. */
const isQuiet = ({ live, participants, jobs, waiting, isInTurn, quietLooks }: OpenDocument) =>
  live !== null &&
  jobs.length + waiting.length === 0 &&
  !isInTurn &&
  quietLooks >= quietAfter &&
  ![...participants].some(({ isSeat }) => isSeat === true);

const inUseOf = (documents: ReadonlyMap<string, OpenDocument>) =>
  loadedOf(documents).filter(({ participants }) => participants.size > 0);

const loadedOf = (documents: ReadonlyMap<string, OpenDocument>) =>
  [...documents.values()].filter(({ live }) => live !== null);

const throwingOut =
  (dismiss: HeldDocuments['dismiss'], log: Log): HeldDocuments['throwOut'] =>
  (document, cause) => {
    log.error(
      { document: document.name, error: cause },
      'the store failed; the document is dropped from memory',
    );
    const failure = new Error(`the store failed for ${document.name}`, { cause });
    dismiss(document, failure, { code: closeCodes.tryAgain, why: 'try again: the store failed' });
  };

/** Fails the jobs of a document and dismisses its participants. */
function sendAway(document: OpenDocument, failure: Error, { code, why }: Refusal): void {
  forget(document);
  for (const job of [...document.jobs.splice(0), ...document.waiting.splice(0)]) job.failed(failure);
  for (const participant of document.participants) participant.dismiss(code, why);
  document.participants.clear();
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
