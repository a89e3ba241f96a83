// The store of documents: an append-only log of updates, and at most one snapshot for each document, for fast loading.
// Knows bytes and names, nothing of Yjs, facts or sockets.

export type LoggedUpdate = { seq: number; document: string; at: number; author: string; data: Uint8Array };
export type NewUpdate = Omit<LoggedUpdate, 'seq'> & {
  /** ST4: the owners of client ids that are new in the document. */
  introduced?: readonly (readonly [client: number, owner: string])[];
};

/** MP3: an update written by another process, with the owners of its client ids. */
export type OthersUpdate = LoggedUpdate & Required<Pick<NewUpdate, 'introduced'>>;

export type StoredDocument = {
  /** State up to and including `upTo`; null (and 0) when there is none yet. */
  snapshot: Uint8Array | null;
  upTo: number;
  /** The updates after `upTo`, oldest first. */
  tail: readonly LoggedUpdate[];
  /** ST4: owners of the client ids. Updates from before owners were stored have none. */
  owners: ReadonlyMap<number, string>;
};

export type DocumentStore = {
  /**
   * ST1: writes all of them in order in one durable transaction. Returns their sequence numbers, which grow across
   * all documents. When it fails, it throws and has written nothing. A synchronous store returns without a promise,
   * so that memory is never ahead of the disk between two turns of the event loop.
   */
  append(updates: readonly NewUpdate[]): readonly number[] | Promise<readonly number[]>;
  /** Null when nothing was ever written to the document. */
  load(document: string): Promise<StoredDocument | null>;
  /** ST2: replaces the snapshot; the log keeps every update. An older snapshot than the present one is ignored. */
  saveSnapshot(document: string, upTo: number, data: Uint8Array): Promise<void>;
  /** ER1: deletes everything of a document, durably. Later updates start from an empty document. */
  erase(document: string): Promise<void>;
  /** The log after `after`, oldest first, at most `limit` (default 1,000). */
  log(document: string, after?: number, limit?: number): Promise<readonly LoggedUpdate[]>;
  /** Every document that has an update after `after` (default 0), with the sequence number of its newest. */
  documents(after?: number): Promise<{ document: string; head: number }[]>;
};
