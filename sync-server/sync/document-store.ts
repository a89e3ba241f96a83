// Where documents are kept: a log of updates that only grows, and for each document at most one snapshot
// that shortens loading. Knows bytes and names, nothing of Yjs, facts or sockets.

export type LoggedUpdate = { seq: number; document: string; at: number; author: string; data: Uint8Array };
export type NewUpdate = Omit<LoggedUpdate, 'seq'> & {
  /** ST4: whose the client ids are that the document did not have before. */
  introduced?: readonly (readonly [client: number, owner: string])[];
};

/** MP3: an update that another process wrote, with whose the client ids in it are. */
export type OthersUpdate = LoggedUpdate & Required<Pick<NewUpdate, 'introduced'>>;

export type StoredDocument = {
  /** State up to and including `upTo`; null (and 0) when there is none yet. */
  snapshot: Uint8Array | null;
  upTo: number;
  /** The updates after `upTo`, oldest first. */
  tail: readonly LoggedUpdate[];
  /** ST4: what the updates introduced. Nobody is known for what came before this was kept. */
  owners: ReadonlyMap<number, string>;
};

export type DocumentStore = {
  /**
   * ST1: one durable transaction for all of them, in order; answers their sequence numbers, which grow over
   * all documents. Throws, having written nothing, when it fails. A store that commits synchronously answers
   * at once, so that memory is never ahead of the disk between two turns of the event loop.
   */
  append(updates: readonly NewUpdate[]): readonly number[] | Promise<readonly number[]>;
  /** Null when nothing was ever written to the document. */
  load(document: string): Promise<StoredDocument | null>;
  /** ST2: replaces the snapshot; the log keeps every update. An older one than the present is ignored. */
  saveSnapshot(document: string, upTo: number, data: Uint8Array): Promise<void>;
  /** ER1: takes away everything of a document, durably. What comes after begins with nothing. */
  erase(document: string): Promise<void>;
  /** The log after `after`, oldest first, at most `limit` (default 1,000). */
  log(document: string, after?: number, limit?: number): Promise<readonly LoggedUpdate[]>;
  /** Every document that has an update after `after` (default 0), with the sequence number of its newest. */
  documents(after?: number): Promise<{ document: string; head: number }[]>;
};
