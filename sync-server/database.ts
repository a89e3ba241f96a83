// The server's one SQLite file: opening it safely, its schema, and Kysely over node:sqlite.
// Knows nothing of what the tables mean; sync/ and the HTTP modules do.
import { existsSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { Kysely, SqliteDialect, type SqliteDatabase } from 'kysely';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

/** Refusing to start: the message is for the operator and says what to do. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused';
}

// 'MUST' in ASCII: tells our files from other programs' (SQLite application_id).
const applicationId = 0x4d555354;

export type Database = {
  sqlite: DatabaseSync;
  queries: Kysely<Tables>;
  close(): Promise<void>;
};

/**
 * Opens (or creates) the database file: WAL, synchronous FULL, integrity checked, migrated.
 * Throws DatabaseRefused, leaving the file alone, when it is damaged, newer than us or not ours (ST3).
 */
export function openDatabase(file: string): Database {
  const existed = existsSync(file);
  let sqlite: DatabaseSync;
  try {
    sqlite = new DatabaseSync(file);
    if (existed) inspect(sqlite);
    sqlite.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    sqlite.exec(`PRAGMA application_id = ${applicationId}`);
    migrate(sqlite);
  } catch (error) {
    throw refusal(file, error);
  }
  const queries = new Kysely<Tables>({ dialect: new SqliteDialect({ database: asKyselyDatabase(sqlite) }) });
  return {
    sqlite,
    queries,
    close: async () => {
      await queries.destroy();
      if (sqlite.isOpen) sqlite.close();
    },
  };
}

function inspect(sqlite: DatabaseSync) {
  const version = readPragma(sqlite, 'user_version');
  const owner = readPragma(sqlite, 'application_id');
  const tables = sqlite.prepare('SELECT count(*) AS n FROM sqlite_schema').get() as { n: number };
  if (tables.n > 0 && owner !== applicationId) throw new Error('it is a database of another program');
  if (version > migrations.length) {
    throw new Error(`it was written by a newer version of Muster (schema ${version}, this one knows ${migrations.length})`);
  }
  const [verdict] = sqlite.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
  if (verdict?.quick_check !== 'ok') throw new Error(`it is damaged (${verdict?.quick_check ?? 'no verdict'})`);
}

function migrate(sqlite: DatabaseSync) {
  for (let version = readPragma(sqlite, 'user_version'); version < migrations.length; version++) {
    sqlite.exec(`BEGIN; ${migrations[version]}; PRAGMA user_version = ${version + 1}; COMMIT`);
  }
}

function readPragma(sqlite: DatabaseSync, name: string): number {
  const row = sqlite.prepare(`PRAGMA ${name}`).get() as Record<string, number>;
  return row[name] ?? 0;
}

function refusal(file: string, cause: unknown): DatabaseRefused {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatabaseRefused(
    `The database ${file} cannot be used: ${reason}. Nothing was changed. ` +
      'Restore it from a backup, or move it (with its -wal and -shm files) out of the data folder to start with an empty one; ' +
      'a desktop that joined this server still has its copy of the rooms and will send them again.',
    { cause },
  );
}

/** Kysely speaks better-sqlite3's dialect of JavaScript; node:sqlite's is nearly the same. */
function asKyselyDatabase(sqlite: DatabaseSync): SqliteDatabase {
  return {
    close: () => {
      if (sqlite.isOpen) sqlite.close();
    },
    prepare: (sql: string) => asKyselyStatement(sqlite.prepare(sql)),
  };
}

function asKyselyStatement(statement: StatementSync) {
  type Parameters = Parameters_<StatementSync['all']>;
  const bind = (values: readonly unknown[]) => values as Parameters;
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
type Parameters_<F extends (...args: never[]) => unknown> = F extends (...args: infer A) => unknown ? A : never;
