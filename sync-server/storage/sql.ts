// What all of this server asks of its database: statements that are answered at once. Which database it is, is known
// in this folder alone. A statement is written once for all of them, with `?` for each value; where they cannot agree,
// the difference is in this folder too.

/** What a column holds, whichever database it is in. */
export type Value = null | number | bigint | string | Uint8Array;
export type Row = Record<string, Value>;

export type Statement = {
  /** The first row. */
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
  /** One after the other, for an answer that may be larger than memory should hold. */
  iterate(...values: Value[]): Iterable<Row>;
  /** How many rows it changed. `rowId` is SQLite's of the row it added last, and 0 elsewhere, where RETURNING says it. */
  run(...values: Value[]): { changes: number; rowId: number };
};

export type Sql = {
  /** For this folder alone. */
  readonly dialect: 'sqlite' | 'postgres';
  readonly isOpen: boolean;
  statement(text: string): Statement;
  /** Statements without values or answers, with `;` in between. */
  exec(text: string): void;
  /** One durable transaction, within one turn of the event loop. Throws, having written nothing, when it fails. */
  transaction<T>(write: () => T): T;
  /** ER1: a transaction that leaves nothing of what it deletes in the files, as far as the database can see to it. */
  erase(write: () => void): void;
  /** How many transactions could not be written since the start, through no fault of what was written. */
  failures(): number;
  /** How large it is; 0 while it does not answer, and null where that is the size of its file. */
  bytes(): number | null;
  close(): void;
};
