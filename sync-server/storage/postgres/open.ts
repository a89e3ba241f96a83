// A PostgreSQL database for the server (PG1): one connection in a thread for immediate answers, and a pool for
// asynchronous queries.
import { Kysely, PostgresDialect } from 'kysely';
import { DatabaseRefused, makeDatabase, type Database } from '../database.ts';
import type { Tables } from '../tables.ts';
import { reasonOf, withoutPassword } from './away.ts';
import { openLink, usualLimits, type WorkerLink } from './link.ts';
import { migrations } from '../migrations/migrations.ts';
import type { Sql } from '../sql.ts';
import { migratePostgres, readVersion } from './migrate.ts';
import { openPool } from './pool.ts';
import { overPostgres } from './sql.ts';

/**
 * Connects, creates missing tables and migrates them to this version. When the database cannot be reached, is newer
 * than us or another program's, it throws DatabaseRefused and has changed nothing. `limits` apply to immediate
 * answers.
 */
export function openPostgres(url: string, limits = usualLimits): Database {
  let link: WorkerLink | null = null;
  try {
    link = openLink(url);
    const sql = overPostgres(link);
    migratePostgres(sql);
    // From here on the process must not wait long.
    link.limit(limits);
    return over(url, sql);
  } catch (error) {
    link?.close();
    throw refusal(url, error);
  }
}

/**
 * The first process creates the tables of an empty database; later migrations are the lead's task. Throws the same
 * errors as opening it.
 */
export async function makePostgresReady(url: string): Promise<void> {
  const pool = openPool(url);
  try {
    const { rows } = await pool.query({ text: "SELECT to_regclass('muster_schema') IS NOT NULL AS made" });
    if ((rows as { made: boolean }[])[0]?.made === true) return;
  } catch {
    // openPostgres below reports it, in words for the operator.
  } finally {
    await pool.end();
  }
  await openPostgres(url).close();
}

/**
 * Opens without changing anything. Returns a sentence when there is no database of this version. Throws
 * DatabaseRefused when it cannot be read.
 */
export function openPostgresToRead(url: string): Database | string {
  let link: WorkerLink | null = null;
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
      // Kysely ends the pool only if it used it.
      await pool.end();
      sql.close();
    },
  });
}

export const refusal = (url: string, cause: unknown): DatabaseRefused =>
  new DatabaseRefused(
    `The database ${withoutPassword(url)} cannot be used: ${reasonOf(cause)}. Nothing was changed. ` +
      'Check that PostgreSQL runs there, that --database (MUSTER_DATABASE) has the right user, password and name, ' +
      'and that the database is an empty one or Muster’s of this version or an older one.',
    { cause },
  );
