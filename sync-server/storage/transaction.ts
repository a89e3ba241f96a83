// One durable transaction. Another program that holds the database may do so for long, and SQLite waits in place,
// with the whole process: so it waits a moment only, and for a while after that nothing is even tried (OP10).
import type { DatabaseSync } from 'node:sqlite';
import { diskTrouble, isHeldElsewhere } from './disk-trouble.ts';

/** How long a write waits for another program's lock. */
export const lockWaitMs = 50;
const restMs = 500;

/** Until when nothing is tried, on the clock that never steps. */
const resting = new WeakMap<DatabaseSync, { until: number; cause: unknown }>();

const failures = new WeakMap<DatabaseSync, number>();

/** How many transactions the disk, or another program's lock, has kept from being written since the start. */
export const failuresOf = (sqlite: DatabaseSync): number => failures.get(sqlite) ?? 0;

/** Throws, having written nothing, when it fails. */
export function inTransaction<T>(sqlite: DatabaseSync, write: () => T): T {
  const rest = resting.get(sqlite);
  if (rest !== undefined && performance.now() < rest.until)
    throw new Error('another program still holds the database', { cause: rest.cause });
  try {
    sqlite.exec('BEGIN IMMEDIATE');
    const result = write();
    sqlite.exec('COMMIT');
    return result;
  } catch (error) {
    // A failed COMMIT may have ended the transaction already (SQLITE_FULL, SQLITE_IOERR).
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    if (diskTrouble(error) !== null) failures.set(sqlite, failuresOf(sqlite) + 1);
    if (isHeldElsewhere(error)) resting.set(sqlite, { until: performance.now() + restMs, cause: error });
    throw error;
  }
}
