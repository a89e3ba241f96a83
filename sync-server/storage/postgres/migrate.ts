// Creates Muster's tables in a PostgreSQL database and migrates them to this version.
import { migrations } from '../migrations/migrations.ts';
import type { Sql } from '../sql.ts';
import { ownTables, translate } from './translate.ts';

/** Arbitrary number that no other program uses (pg_advisory_xact_lock). */
const lock = 0x4d555354;
const oldestServer = 130_000;

/**
 * Forward only, one process at a time: another process that starts meanwhile waits, and then finds it done. When the
 * database belongs to another program or is newer, it throws and has changed nothing.
 */
export function migratePostgres(sql: Sql, entries: readonly string[] = migrations): void {
  sql.transaction(() => {
    sql.exec(`SELECT pg_advisory_xact_lock(${lock})`);
    checkServer(sql);
    const version = readVersion(sql);
    if (version === null) sql.exec('CREATE TABLE muster_schema (version bigint NOT NULL)');
    if (version === null) sql.exec('INSERT INTO muster_schema (version) VALUES (0)');
    for (let next = version ?? 0; next < entries.length; next++)
      sql.exec(translate(entries[next] ?? '', version === null));
    if (version === null) sql.exec(ownTables);
    sql.statement('UPDATE muster_schema SET version = ?').run(entries.length);
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

/** Null for an empty database. Throws when it is not ours, or newer. */
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
