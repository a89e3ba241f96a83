// A PostgreSQL database as the server's (PG1): one connection in a thread for what is answered at once, and a few for
// what may take its time.
import { Kysely, PostgresDialect } from 'kysely';
import { DatabaseRefused, makeDatabase, type Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { reasonOf, withoutPassword } from './away.ts';
import { openLink, usualLimits, type Link } from './link.ts';
import { migrations } from '../migrations.ts';
import type { Sql } from '../sql.ts';
import { migratePostgres, readVersion } from './migrate.ts';
import { openPool } from './pool.ts';
import { overPostgres } from './sql.ts';

/**
 * Connects, makes the tables where there are none, and brings them to this version. Throws DatabaseRefused, having
 * changed nothing, when the database cannot be reached, is newer than us or another program's. `limits` are for what
 * is answered at once.
 */
export function openPostgres(url: string, limits = usualLimits): Database {
  let link: Link | null = null;
  try {
    link = openLink(url);
    const sql = overPostgres(link);
    migratePostgres(sql);
    // From here on the process has other things to do than to wait.
    link.limit(limits);
    return over(url, sql);
  } catch (error) {
    link?.close();
    throw refusal(url, error);
  }
}

/**
 * A database without tables is made first, by whichever process comes first; later changes are for the lead to make.
 * Throws what opening it throws.
 */
export async function makePostgresReady(url: string): Promise<void> {
  const pool = openPool(url);
  try {
    const { rows } = await pool.query({ text: "SELECT to_regclass('muster_schema') IS NOT NULL AS made" });
    if ((rows as { made: boolean }[])[0]?.made === true) return;
  } catch {
    // Said by who opens it, in words for the operator.
  } finally {
    await pool.end();
  }
  await openPostgres(url).close();
}

/**
 * As it is, and nothing is changed. A sentence where there is none of this version. Throws DatabaseRefused when it
 * cannot be read.
 */
export function openPostgresToRead(url: string): Database | string {
  let link: Link | null = null;
  try {
    link = openLink(url);
    const sql = overPostgres(link);
    const version = readVersion(sql);
    if (version === migrations.length) return over(url, sql);
    link.close();
    const where = `the database ${withoutPassword(url)}`;
    return version === null ? `${where} is empty` : `${where} is of an older version of Muster`;
  } catch (error) {
    link?.close();
    throw refusal(url, error);
  }
}

function over(url: string, sql: Sql): Database {
  const pool = openPool(url);
  const queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return makeDatabase({
    sql,
    queries,
    pool,
    close: async () => {
      await queries.destroy();
      // Kysely ends it only where it used it.
      await pool.end();
      sql.close();
    },
  });
}

export const refusal = (url: string, cause: unknown): DatabaseRefused =>
  new DatabaseRefused(
    `The database ${withoutPassword(url)} cannot be used: ${reasonOf(cause)}. Nothing was changed. ` +
      'See that PostgreSQL works there, that --database (MUSTER_DATABASE) has the right user, password and name, ' +
      'and that the database is an empty one or Muster’s of this version or an older one.',
    { cause },
  );
