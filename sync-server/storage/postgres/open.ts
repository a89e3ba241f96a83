// A PostgreSQL database as the server's (PG1): one connection in a thread for what is answered at once, and a few for
// what may take its time.
import { Kysely, PostgresDialect } from 'kysely';
import { DatabaseRefused, together, type Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { reasonOf, withoutPassword } from './away.ts';
import { openLink, usualLimits, type Link } from './link.ts';
import { migratePostgres } from './migrate.ts';
import { openPool } from './pool.ts';
import { overPostgres } from './sql.ts';

/**
 * Connects, makes the tables where there are none, and brings them to this version. Throws DatabaseRefused, having
 * changed nothing, when the database cannot be reached, is newer than us or another program's.
 */
export function openPostgres(url: string): Database {
  let link: Link | null = null;
  try {
    link = openLink(url);
    const sql = overPostgres(link);
    migratePostgres(sql);
    // From here on the process has other things to do than to wait.
    link.limit(usualLimits);
    const pool = openPool(url);
    const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
    return {
      sql,
      queries,
      pool,
      together: (writes) => together(sql, writes),
      close: async () => {
        await queries.destroy();
        sql.close();
      },
    };
  } catch (error) {
    link?.close();
    throw refusal(url, error);
  }
}

const refusal = (url: string, cause: unknown) =>
  new DatabaseRefused(
    `The database ${withoutPassword(url)} cannot be used: ${reasonOf(cause)}. Nothing was changed. ` +
      'See that PostgreSQL works there, that --database (MUSTER_DATABASE) has the right user, password and name, ' +
      'and that the database is an empty one or Muster’s of this version or an older one.',
    { cause },
  );
