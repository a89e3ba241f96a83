// The rooms of this server, where sockets and seats inside the process meet. Knows documents, their log and who may
// write which part; knows nothing of HTTP, checks or the meaning of facts.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Doc } from 'yjs';
import type { OpenRoom } from '#room/log/room.ts';
import { closeCodes } from '#wire/close-codes.ts';
import type { Refusal } from './refusal.ts';
import { createConnection, type Connection, type ConnectionOptions } from './connection.ts';
import { openDocuments, type DocumentChange } from './documents.ts';
import type { DocumentStore, LoggedUpdate, OthersUpdate } from './store/document-store.ts';
import type { Identity } from './identity.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { isDocumentName } from '#wire/document-name.ts';
import { boundLog, refusalsOfOne, type Log, type LogLineOf } from './log.ts';
import type { Peer, Seat } from './seat.ts';
import { followMemory } from './give-back.ts';
import { createUsages } from './usage.ts';

export type { Log } from './log.ts';
export type { Peer, Seat } from './seat.ts';
export type { DocumentChange } from './documents.ts';
export { UpdateRefused } from './refusal.ts';

export type Rooms = {
  /**
   * Runs the y-websocket protocol on an authenticated socket, from its first frame. `line` is the socket's stream
   * when it writes uncompressed.
   */
  accept(socket: WebSocket, document: string, identity: Identity, line?: Duplex): void;
  /** Edits a document; durable and relayed when it resolves. When `edit` throws, it rejects and has written nothing. */
  change<T>(document: string, author: string, edit: (doc: Doc, room: OpenRoom | null) => T): Promise<T>;
  /** Reads the durable state, loading the document if needed; changes nothing. */
  look<T>(document: string, look: (doc: Doc, room: OpenRoom | null) => T): Promise<T>;
  /** Every document that has an update after `after` (default 0), with the sequence number of its newest. */
  documents(after?: number): Promise<{ document: string; head: number }[]>;
  /** The log of a document after `after`, oldest first; durable, at most `limit` entries. */
  history(document: string, after: number, limit: number): Promise<readonly LoggedUpdate[]>;
  /** MP3: takes in updates of other processes, in log order. With `opens`, also for documents that are not open. */
  absorb(updates: readonly OthersUpdate[], opens: boolean): void;
  onChange(listener: (change: DocumentChange) => void): () => void;
  /** ER1: closes every connection with 4410 and deletes the document for good. */
  erase(document: string): Promise<void>;
  /** A participant inside this process, such as a link to an upstream. */
  join(document: string, peer: Peer): Promise<Seat>;
  counts(): { sockets: number; documents: number; updates: number; commits: number };
  /** Commits everything received, then closes every socket with 1001. */
  close(): Promise<void>;
};

export type RoomsOptions = {
  store: DocumentStore;
  now: () => number;
  log: Log;
  limits?: Partial<Limits>;
  /** ER2: whether a document was erased and must not be opened again. Default: none was. */
  isErased?: (document: string) => boolean;
  /**
   * MP3: the log position up to which the updates of other processes were absorbed. Without it, no other process
   * writes.
   */
  seenUpTo?: () => number;
};

export function openRooms(options: RoomsOptions): Rooms {
  const limits = { ...defaultLimits, ...options.limits };
  const { store, now, log, isErased = () => false } = options;
  const seenUpTo = options.seenUpTo ?? (() => Infinity);
  const logRefusal = boundLog((about, text) => log.warn(about, text), { ...refusalsOfOne, now });
  const documents = openDocuments({ store, now, log, logRefusal, limits, seenUpTo, isErased });
  const connections = holdConnections({ documents, limits, now, log, logRefusal });
  const forgetMemory = followMemory(() => documents.counts());
  const usages = createUsages(limits, now);
  const admit = (name: string, identity: Identity) => {
    if (documents.isEnding()) return goingAway;
    if (isErased(name)) return erased;
    return isDocumentName(name) ? usages.open(name, identity) : unknownName;
  };
  const accept = (socket: WebSocket, name: string, identity: Identity, line?: Duplex) => {
    const admitted = admit(name, identity);
    if ('code' in admitted) {
      const about = { document: name.slice(0, 64), by: identity.label, code: admitted.code };
      logRefusal(identity.label, about, `connection refused: ${admitted.why}`);
      turnAway(socket, admitted);
    } else connections.open(name, { ...admitted, socket, identity, line: line ?? null });
  };

  return {
    accept,
    change: (name, author, edit) => documents.change(name, author, edit),
    look: (name, look) => documents.look(name, look),
    documents: (after) => store.documents(after),
    history: (name, after, limit) => store.log(name, after, limit),
    absorb: (updates, opens) => documents.absorb(updates, opens),
    onChange: (listener) => documents.onChange(listener),
    erase: (name) => documents.erase(name),
    join: (name, peer) => documents.join(name, peer),
    counts: () => ({ sockets: connections.count(), ...documents.counts() }),
    close: async () => {
      connections.stopBeats();
      forgetMemory();
      await documents.close();
    },
  };
}

type Surroundings = Pick<RoomsOptions, 'now' | 'log'> & {
  documents: ReturnType<typeof openDocuments>;
  limits: Limits;
  logRefusal: LogLineOf;
};
/** `close`: this person has one socket less. */
type Admitted = Pick<ConnectionOptions, 'socket' | 'line' | 'identity' | 'usage'> & { close: () => void };

/** The admitted sockets, each a connection in one document. */
function holdConnections({ documents, limits, now, log, logRefusal }: Surroundings) {
  const connections = new Set<Connection>();
  const beats = createBeats(limits.heartbeatMs);
  return {
    open: (name: string, { close, ...admitted }: Admitted) => {
      const document = documents.open(name);
      const connection = createConnection({
        ...admitted,
        document,
        limits,
        now,
        log,
        logRefusal,
        isEnding: () => documents.isEnding(),
        enqueue: (job) => documents.enqueue(document, job),
        presenceChanged: () => documents.presenceChanged(document),
        left: () => {
          connections.delete(connection);
          stopBeating();
          close();
          documents.leave(document, connection);
        },
      });
      const stopBeating = beats.add(connection);
      connections.add(connection);
      document.participants.add(connection);
    },
    count: () => connections.size,
    stopBeats: beats.end,
  };
}

/** Connections beat in groups: a few thousand beats at the same moment would delay people's typing. */
const groups = 24;

/** SY9: each connection beats once in this time. */
function createBeats(everyMs: number) {
  const all = Array.from({ length: groups }, () => new Set<Connection>());
  let added = 0;
  let next = 0;
  const timer = setInterval(() => {
    for (const connection of all[next++ % groups] ?? []) connection.beat();
  }, everyMs / groups).unref();
  return {
    /** Returns a function to call when the connection ends. */
    add: (connection: Connection) => {
      const group = all[added++ % groups];
      group?.add(connection);
      return () => void group?.delete(connection);
    },
    end: () => clearInterval(timer),
  };
}

const longestGoodbyeMs = 2_000;

function turnAway(socket: WebSocket, { code, why }: Refusal): void {
  socket.on('error', () => undefined);
  socket.close(code, why);
  // The peer may never answer the close.
  setTimeout(() => socket.terminate(), longestGoodbyeMs).unref();
}

const goingAway = { code: closeCodes.goingAway, why: 'the server is ending' };
const erased = { code: closeCodes.erased, why: 'this incident was erased' };
const unknownName = { code: closeCodes.malformed, why: 'not a document: room-<ulid> or library' };
