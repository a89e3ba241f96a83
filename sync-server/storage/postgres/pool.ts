// A pool of connections to PostgreSQL for asynchronous queries. Errors because the database is away become
// DatabaseAway.
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool as Connections, type PoolClient, type QueryConfig } from 'pg';
import type { Value } from '../sql.ts';
import { DatabaseAway, isLoss, reasonOf, willPass } from './away.ts';
import { readers, toSend } from './values.ts';

const mostConnections = 4;
const statementMs = 10_000;
/** As long as a statement may last: a busy machine connects slowly, and waits for a free connection. */
const connectMs = statementMs;

/** The used part of the interface; `query` takes a connection of its own. */
export type Pool = PostgresPool & {
  query(config: QueryConfig): Promise<{ rows: unknown[] }>;
};

/** Connects at the first query. */
export function openPool(url: string): Pool {
  const pool = new Connections({
    connectionString: url,
    application_name: 'muster',
    max: mostConnections,
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs + 1_000,
    keepAlive: true,
    types: readers,
  });
  // An idle connection was lost: the next query gets a new one, or an error.
  pool.on('error', () => {});
  return {
    options: pool.options,
    query: (config) => orAway(() => pool.query(config)),
    connect: async () => guard(await orAway(() => pool.connect())),
    end: async () => {
      if (!pool.ending) await pool.end();
    },
  };
}

function guard(client: PoolClient): PostgresPoolClient {
  let isLost = false;
  const query = (text: string, values: readonly unknown[]) =>
    orAway(
      () =>
        client.query(
          text,
          values.map((each) => toSend(each as Value)),
        ),
      () => (isLost = true),
    );
  // Kysely's type also allows cursors, which are not used here.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(isLost) };
}

async function orAway<T>(work: () => Promise<T>, onLoss?: () => void): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLoss(error) && !willPass((error as { code?: string }).code)) throw error;
    if (isLoss(error)) onLoss?.();
    throw new DatabaseAway(`the database does not answer: ${reasonOf(error)}`, { cause: error });
  }
}
