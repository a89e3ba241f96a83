// SQLite as the database: node:sqlite, which answers synchronously.
import type { DatabaseSync } from 'node:sqlite';
import { diskTrouble, isHeldElsewhere } from './disk-trouble.ts';
import type { Sql, Statement } from './sql.ts';

/** How long a write waits for another program's lock. */
export const lockWaitMs = 50;
const restMs = 500;

/** Erases without a trace: otherwise free pages and the -wal file keep deleted data until it is overwritten. */
function eraseSecurely(sqlite: DatabaseSync, erase: () => void): void {
  sqlite.exec('PRAGMA secure_delete = ON');
  try {
    erase();
  } finally {
    sqlite.exec('PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)');
  }
}

export function overSqlite(sqlite: DatabaseSync): Sql {
  const { transaction, failures } = keepTransactions(sqlite);
  return {
    dialect: 'sqlite',
    get isOpen() {
      return sqlite.isOpen;
    },
    statement: (text) => prepare(sqlite, text),
    exec: (text) => sqlite.exec(text),
    transaction,
    erase: (write) =>
      eraseSecurely(sqlite, () => {
        transaction(write);
      }),
    failures,
    bytes: () => null,
    close: () => {
      if (sqlite.isOpen) sqlite.close();
    },
  };
}

/**
 * OP10: another program may lock the database for long, and SQLite blocks the whole process while it waits. So it waits
 * only a moment, and for a while afterwards no write is tried.
 */
function keepTransactions(sqlite: DatabaseSync) {
  let failures = 0;
  /** Until when no write is tried, on the monotonic clock. */
  let rest: { until: number; cause: unknown } | null = null;
  const begin = sqlite.prepare('BEGIN IMMEDIATE');
  const commit = sqlite.prepare('COMMIT');

  const transaction = <T>(write: () => T, { isDerived = false }: { isDerived?: boolean } = {}): T => {
    if (rest !== null && performance.now() < rest.until)
      throw new Error('another program still holds the database', { cause: rest.cause });
    if (isDerived) sqlite.exec('PRAGMA synchronous = NORMAL');
    try {
      begin.run();
      const result = write();
      commit.run();
      return result;
    } catch (error) {
      // A failed COMMIT may have ended the transaction already (SQLITE_FULL, SQLITE_IOERR).
      if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
      if (diskTrouble(error) !== null) failures += 1;
      if (isHeldElsewhere(error)) rest = { until: performance.now() + restMs, cause: error };
      throw error;
    } finally {
      if (isDerived) sqlite.exec('PRAGMA synchronous = FULL');
    }
  };

  return { transaction, failures: () => failures };
}

function prepare(sqlite: DatabaseSync, text: string): Statement {
  const statement = sqlite.prepare(text);
  return {
    get: (...values) => statement.get(...values),
    all: (...values) => statement.all(...values),
    iterate: (...values) => statement.iterate(...values),
    run: (...values) => {
      const { changes, lastInsertRowid } = statement.run(...values);
      return { changes: Number(changes), rowId: Number(lastInsertRowid) };
    },
  };
}
