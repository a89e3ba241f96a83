// SQL statements with immediate answers, for the whole server. Only this folder knows which database it is. A statement
// is written once for both, with `?` for each value; where the databases differ, this folder handles it.

/** The value of a column, in either database. */
export type Value = null | number | bigint | string | Uint8Array;
export type Row = Record<string, Value>;

export type Statement = {
  /** The first row. */
  get(...values: Value[]): Row | undefined;
  all(...values: Value[]): Row[];
  /** Row by row, for an answer that may be too large for memory. */
  iterate(...values: Value[]): Iterable<Row>;
  /** How many rows it changed. `rowId` is SQLite's id of the last added row, and 0 elsewhere; use RETURNING there. */
  run(...values: Value[]): { changes: number; rowId: number };
};

export type Sql = {
  /** For use in this folder only. */
  readonly dialect: 'sqlite' | 'postgres';
  readonly isOpen: boolean;
  statement(text: string): Statement;
  /** Statements without values or answers, separated by `;`. */
  exec(text: string): void;
  /**
   * One durable transaction, within one turn of the event loop. When it fails, it throws and has written nothing. With
   * `isDerived`, SQLite does not wait for the disk: a power cut may lose it, and what it wrote is made again from the
   * rooms.
   */
  transaction<T>(write: () => T, how?: { isDerived?: boolean }): T;
  /** ER1: a transaction whose deleted data does not stay in the files, as far as the database can ensure that. */
  erase(write: () => void): void;
  /** How many transactions failed since the start because of the disk or the database. */
  failures(): number;
  /** Size of the database; 0 while it does not answer; null if it is the size of its file. */
  bytes(): number | null;
  close(): void;
};
