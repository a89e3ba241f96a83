// A few connections to PostgreSQL for what is asked without waiting in place. What fails because the database is away
// says so in one way.
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { Pool as Connections, type PoolClient, type QueryConfig } from 'pg';
import type { Value } from '../sql.ts';
import { DatabaseAway, isLoss, reasonOf, willPass } from './away.ts';
import { readers, toSend } from './values.ts';

const mostConnections = 4;
const statementMs = 10_000;
const connectMs = 2_000;

/** As far as anybody uses it; `query` without a connection takes one for itself. */
export type Pool = PostgresPool & {
  query(config: QueryConfig): Promise<{ rows: unknown[] }>;
};

/** Connects when something is asked. */
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
  // A connection that nobody uses just now was lost: the next who asks gets a new one, or hears why not.
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
  // Kysely names the commands it knows, and cursors, which nobody here asks for.
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
