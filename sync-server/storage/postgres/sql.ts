// PostgreSQL for statements with immediate answers.
import type { Sql, Statement } from '../sql.ts';
import { DatabaseAway } from './away.ts';
import type { WorkerLink } from './link.ts';
import { numberValues } from './values.ts';

export function overPostgres(link: WorkerLink): Sql {
  const { ask, script, transaction, failures } = keepTransactions(link);
  const prepare = (text: string): Statement => {
    const numbered = numberValues(text);
    return {
      get: (...values) => ask(numbered, values).rows[0],
      all: (...values) => ask(numbered, values).rows,
      iterate: (...values) => ask(numbered, values).rows,
      run: (...values) => ({ changes: ask(numbered, values).changes, rowId: 0 }),
    };
  };
  return {
    dialect: 'postgres',
    get isOpen() {
      return link.isOpen;
    },
    statement: prepare,
    exec: (text) => void script(text),
    transaction,
    // Autovacuum removes the remains of deleted rows.
    erase: (write) => transaction(write),
    failures,
    bytes: () => {
      try {
        const [row] = ask('SELECT pg_database_size(current_database()) AS bytes', []).rows;
        return Number(row?.['bytes'] ?? 0);
      } catch {
        return 0;
      }
    },
    close: () => link.close(),
  };
}

/** Places each statement in the transaction that is under way, if there is one. */
function keepTransactions(link: WorkerLink) {
  let failures = 0;
  /** Null outside a transaction; its first statement begins it. */
  let within: { hasBegun: boolean } | null = null;

  /** The transaction flags of the next request. */
  const place = () => {
    const isWithin = within?.hasBegun === true;
    const begins = within !== null && !isWithin;
    if (within !== null) within.hasBegun = true;
    return { begins, isWithin };
  };
  const ask = (text: string, values: Parameters<Statement['run']>) =>
    link.ask({ what: 'statement', text, values, ...place() });
  const script = (text: string) => link.ask({ what: 'script', text, ...place() });
  const rollBack = () => {
    try {
      if (link.isConnected) script('ROLLBACK');
    } catch {
      // The connection ended, and the transaction with it.
    }
  };

  const transaction = <T>(write: () => T): T => {
    if (within !== null) throw new Error('a transaction within a transaction');
    const mine = { hasBegun: false };
    within = mine;
    try {
      const result = write();
      // After a failed statement, PostgreSQL answers COMMIT with ROLLBACK.
      if (mine.hasBegun && script('COMMIT').command !== 'COMMIT')
        throw new Error('a statement of the transaction failed, so nothing was written');
      return result;
    } catch (error) {
      if (mine.hasBegun) rollBack();
      if (error instanceof DatabaseAway) failures += 1;
      throw error;
    } finally {
      within = null;
    }
  };

  return { ask, script, transaction, failures: () => failures };
}
