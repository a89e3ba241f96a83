// Making a PostgreSQL database ours, and of this version.
import { migrations } from '../migrations.ts';
import type { Sql } from '../sql.ts';
import { ownTables, translate } from './translate.ts';

/** Of no meaning, and no other program's (pg_advisory_xact_lock). */
const lock = 0x4d555354;
const oldestServer = 130_000;

/**
 * Forward only, and one process at a time: another one that starts meanwhile waits and finds it done. Throws, having
 * changed nothing, when the database is another program's, or newer.
 */
export function migratePostgres(sql: Sql): void {
  sql.transaction(() => {
    sql.exec(`SELECT pg_advisory_xact_lock(${lock})`);
    checkServer(sql);
    const version = readVersion(sql);
    if (version === null) sql.exec('CREATE TABLE muster_schema (version bigint NOT NULL)');
    if (version === null) sql.exec('INSERT INTO muster_schema (version) VALUES (0)');
    for (let next = version ?? 0; next < migrations.length; next++)
      sql.exec(translate(migrations[next] ?? '', next));
    if (version === null) sql.exec(ownTables);
    sql.statement('UPDATE muster_schema SET version = ?').run(migrations.length);
  });
}

function checkServer(sql: Sql) {
  const row = sql
    .statement(
      `SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`,
    )
    .get();
  if (Number(row?.['version']) < oldestServer) throw new Error('it is older than PostgreSQL 13');
  if (row?.['encoding'] !== 'UTF8') throw new Error(`its encoding is ${String(row?.['encoding'])}, not UTF8`);
}

/** Null where nothing is. Throws when it is not ours, or of a newer version. */
export function readVersion(sql: Sql): number | null {
  const tables = sql
    .statement(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()',
    )
    .all()
    .map(({ name }) => String(name));
  if (tables.length === 0) return null;
  if (!tables.includes('muster_schema')) throw new Error('it is a database of another program');
  const version = Number(sql.statement('SELECT version FROM muster_schema').get()?.['version']);
  if (version > migrations.length)
    throw new Error(
      `it was written by a newer version of Muster (schema ${version}, this one knows ${migrations.length})`,
    );
  return version;
}
