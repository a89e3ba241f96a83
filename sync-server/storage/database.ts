// The server's one SQLite file: opening it safely, its schema, and Kysely over node:sqlite. Knows nothing of the
// tables' meaning; sync/ and the HTTP modules do.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { Kysely, SqliteDialect, type CompiledQuery, type SqliteDatabase } from 'kysely';
import { askingOver, type Asking } from './asking.ts';
import { diskTrouble } from './disk-trouble.ts';
import { copyBeforeMigration } from './database-copy.ts';
import { migrations } from './migrations/migrations.ts';
import type { Pool } from './postgres/pool.ts';
import type { Tables } from './tables.ts';
import type { Sql, Value } from './sql.ts';
import { lockWaitMs, overSqlite } from './sqlite.ts';

/** The server refuses to start. The message is for the operator and gives the next step. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused';
}

// 'MUST' in ASCII: tells our files from those of other programs (SQLite application_id).
const applicationId = 0x4d555354;

export type Database = Asking & {
  /** For use in this folder only. */
  sql: Sql;
  /** Builds queries: for `first`, `all` and `run`; with `execute` for slow queries that may run asynchronously. */
  queries: Kysely<Tables>;
  /**
   * PostgreSQL's connections, for documents and for other processes on the same database (group/); null with SQLite.
   */
  pool: Pool | null;
  /**
   * Several writes in one durable transaction. Kysely's own transactions must not be used here: they span turns of
   * the event loop, and the document store commits in between.
   */
  together(writes: readonly CompiledQuery[], how?: { isDerived?: boolean }): void;
  close(): Promise<void>;
};

/**
 * Opens (or creates) the database file: WAL, synchronous FULL, integrity checked, migrated. When it is damaged, newer
 * than us or not ours, it throws DatabaseRefused and leaves the file unchanged (ST3).
 */
export function openDatabase(file: string): Database {
  let sqlite: DatabaseSync;
  try {
    if (existsSync(file)) inspect(file);
    else create(file);
    sqlite = new DatabaseSync(file, { timeout: 5_000 });
    prepareConnection(sqlite);
    const version = readPragma(sqlite, 'user_version');
    if (version < migrations.length) copyBeforeMigration(sqlite, file, version);
    migrate(sqlite);
    // OP10: from here on the process must not wait long.
    sqlite.exec(`PRAGMA busy_timeout = ${lockWaitMs}`);
  } catch (error) {
    throw refusal(file, error);
  }
  return over(sqlite);
}

/**
 * Opens a database for reading only and leaves no trace, even while a server uses it. Returns a sentence when there
 * is none, or none of this version. Throws DatabaseRefused when it cannot be read.
 */
export function openDatabaseToRead(file: string): Database | string {
  if (!existsSync(file)) return `there is no database ${file}`;
  try {
    inspectHeader(file);
    // Without a -wal file nobody writes. As immutable, SQLite creates none itself.
    const address = pathToFileURL(file);
    if (!existsSync(`${file}-wal`)) address.search = '?immutable=1';
    const sqlite = new DatabaseSync(address, { readOnly: true, timeout: 5_000 });
    const version = readPragma(sqlite, 'user_version');
    const isOurs = readPragma(sqlite, 'application_id') === applicationId;
    if (isOurs && version === migrations.length) return over(sqlite);
    sqlite.close();
    if (!isOurs) throw new Error('it is a database of another program');
    return `the database ${file} is of ${version < migrations.length ? 'an older' : 'a newer'} version of Muster`;
  } catch (error) {
    throw refusal(file, error);
  }
}

function over(sqlite: DatabaseSync): Database {
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) }) });
  const sql = overSqlite(sqlite);
  return makeDatabase({
    sql,
    queries,
    pool: null,
    close: async () => {
      await queries.destroy();
      sql.close();
    },
  });
}

/** Adds the query functions to a database of either kind. */
export function makeDatabase(own: Pick<Database, 'sql' | 'queries' | 'pool' | 'close'>): Database {
  const { sql } = own;
  return {
    ...askingOver(sql),
    ...own,
    together: (writes, how) => {
      if (writes.length === 0) return;
      sql.transaction(() => {
        for (const each of writes) sql.statement(each.sql).run(...(each.parameters as readonly Value[]));
      }, how);
    },
  };
}

/**
 * Created under another name first, so that muster.db is always complete and ours. A crash in between leaves nothing
 * that a later start must interpret.
 */
function create(file: string) {
  if (sizeOf(`${file}-wal`) > 0) throw new Error('it is missing, but its -wal file is there');
  const temporary = `${file}.new`;
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(temporary + suffix, { force: true });
  const sqlite = new DatabaseSync(temporary);
  chmodSync(temporary, 0o600);
  sqlite.exec(`PRAGMA application_id = ${applicationId}`);
  prepareConnection(sqlite);
  migrate(sqlite);
  sqlite.close();
  syncToDisk(temporary);
  renameSync(temporary, file);
  syncToDisk(dirname(file));
}

function syncToDisk(path: string) {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function prepareConnection(sqlite: DatabaseSync) {
  sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
}

/** Checks an existing file through a read-only connection, which also leaves the -wal file unchanged. */
function inspect(file: string) {
  inspectHeader(file);
  const before = companions(file);
  const sqlite = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  try {
    inspectContent(sqlite);
  } finally {
    sqlite.close();
    // Even reading creates an empty -wal and a -shm file if there are none.
    for (const path of companions(file)) if (!before.includes(path)) rmSync(path);
  }
}

/**
 * Finds what SQLite accepts: it takes an empty file for a new database, and rounds up a last page that is cut short.
 */
function inspectHeader(file: string) {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, header, 0, header.length, 0);
  } finally {
    closeSync(handle);
  }
  if (header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new Error('it is not a SQLite database, or its beginning is damaged');
  }
  const pageSize = header.readUInt16BE(16) === 1 ? 65_536 : header.readUInt16BE(16);
  const isCutShort = pageSize < 512 || sizeOf(file) % pageSize !== 0;
  // With content in the -wal file, the last page may be an unfinished copy from there.
  if (isCutShort && sizeOf(`${file}-wal`) === 0) throw new Error('it is damaged: its end is missing');
}

const companions = (file: string) => [`${file}-wal`, `${file}-shm`].filter((path) => existsSync(path));

const sizeOf = (file: string) => (existsSync(file) ? statSync(file).size : 0);

function inspectContent(sqlite: DatabaseSync) {
  const version = readPragma(sqlite, 'user_version');
  if (readPragma(sqlite, 'application_id') !== applicationId)
    throw new Error('it is a database of another program');
  if (version > migrations.length) {
    throw new Error(
      `it was written by a newer version of Muster (schema ${version}, this one knows ${migrations.length})`,
    );
  }
  const [verdict] = sqlite.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (verdict?.quick_check !== 'ok')
    throw new Error(`it is damaged (${verdict?.quick_check ?? 'no verdict'})`);
}

/** All or nothing, in one write to the disk. */
function migrate(sqlite: DatabaseSync) {
  const missing = migrations.slice(readPragma(sqlite, 'user_version'));
  if (missing.length === 0) return;
  const steps = [...missing, `PRAGMA user_version = ${migrations.length}`];
  sqlite.exec(`BEGIN; ${steps.join(';\n')}; COMMIT`);
}

function readPragma(sqlite: DatabaseSync, name: string): number {
  const row = sqlite.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
}

function refusal(file: string, cause: unknown): DatabaseRefused {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const trouble = diskTrouble(cause);
  if (trouble !== null) {
    return new DatabaseRefused(
      `The database ${file} cannot be used: ${trouble} (${reason}). Nothing was changed. ` +
        'Make space there, or check that the disk works and that this user may write to it, then start again.',
      { cause },
    );
  }
  return new DatabaseRefused(
    `The database ${file} cannot be used: ${reason}. Nothing was changed. ` +
      'Restore it from a backup, or move it (with its -wal and -shm files) out of the data folder to start with an empty one; ' +
      'a desktop that joined this server still has its copy of the rooms and will send them again.',
    { cause },
  );
}

/** Kysely expects the interface of better-sqlite3; that of node:sqlite is nearly the same. */
function asKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      if (sqlite.isOpen) sqlite.close();
    },
    prepare: (sql: string) => asKyselyStatement(sqlite.prepare(sql)),
  };
}

function asKyselyStatement(statement: StatementSync) {
  type Bound = Parameters<StatementSync['all']>;
  const bind = (values: readonly unknown[]) => values as Bound;
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => statement.all(...bind(values)),
    run: (values: readonly unknown[]) => {
      const { changes, lastInsertRowid } = statement.run(...bind(values));
      return { changes, lastInsertRowid };
    },
    iterate: (values: readonly unknown[]) => statement.iterate(...bind(values)) as IterableIterator<unknown>,
  };
}
