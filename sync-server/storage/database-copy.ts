// Whole copies of the database: for a backup, and before a migration.
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { databaseFileIn, DataFolderRefused, holdDataFolder } from './data-folder.ts';
import { attachmentsPlace } from './kept-values.ts';

/** Copies of older schemas to keep. */
const mostCopies = 2;

/** Copies a consistent state of a database, even of one in use, into a new file. Returns its schema's version. */
export function copyDatabase(from: string, to: string): number {
  const sqlite = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    copyInto(sqlite, to);
    return Number(sqlite.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  } finally {
    sqlite.close();
  }
}

function copyInto(sqlite: DatabaseSync, to: string) {
  sqlite.prepare('VACUUM INTO ?').run(to);
  chmodSync(to, 0o600);
  const handle = openSync(to, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Holds a data folder with a sound database, until `release`. Throws DataFolderRefused when a server uses the folder, or
 * when its database is missing or damaged.
 */
export function holdDatabase(dataFolder: string): { file: string; release: () => void } {
  const file = databaseFileIn(dataFolder);
  if (!existsSync(file))
    throw new DataFolderRefused(`There is no Muster database in ${dataFolder}. Name its folder with --data.`);
  const held = holdDataFolder(dataFolder);
  const wrong = verifyDatabase(file);
  if (wrong === null) return { file, release: () => held.release() };
  held.release();
  throw new DataFolderRefused(`${file} is damaged: ${wrong}. Nothing was changed; restore a backup.`);
}

/** The damage found in a database that nobody else uses, or null. */
export function verifyDatabase(file: string): string | null {
  try {
    const sqlite = new DatabaseSync(file, { readOnly: true });
    try {
      const [verdict] = sqlite.prepare('PRAGMA integrity_check(1)').all();
      const said = String(verdict?.['integrity_check'] ?? 'no verdict');
      return said === 'ok' ? null : said;
    } finally {
      sqlite.close();
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Number of rooms with data in the database. */
export function countRooms(file: string): number {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  try {
    const counted = sqlite
      .prepare(
        `SELECT count(*) AS rooms FROM (
           SELECT document FROM document_updates UNION SELECT document FROM document_snapshots
         ) WHERE document LIKE 'room-%'`,
      )
      .get();
    return Number(counted?.['rooms'] ?? 0);
  } finally {
    sqlite.close();
  }
}

/** AT11: the bucket that holds attached files, for people to read; null when there is none. */
export function readBucketName(file: string): string | null {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  try {
    const isThere = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'values_kept'`).get();
    const kept =
      isThere && sqlite.prepare('SELECT value FROM values_kept WHERE name = ?').get(attachmentsPlace);
    if (kept === undefined) return null;
    const { bucket, prefix } = JSON.parse(String(kept['value'])) as { bucket: string; prefix?: string };
    return `s3://${bucket}${prefix === undefined ? '' : `/${prefix}`}`;
  } finally {
    sqlite.close();
  }
}

/** OP24: saves `muster.db.schema-<n>` beside the database before its migration, and keeps the last two. */
export function copyBeforeMigration(sqlite: DatabaseSync, file: string, version: number) {
  const copy = `${file}.schema-${version}`;
  rmSync(copy, { force: true });
  copyInto(sqlite, copy);
  const prefix = `${basename(file)}.schema-`;
  const versions = readdirSync(dirname(file))
    .filter((name) => name.startsWith(prefix) && /^\d+$/u.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .toSorted((a, b) => b - a);
  for (const old of versions.slice(mostCopies)) rmSync(join(dirname(file), `${prefix}${old}`));
}

/** AT10: number of attached files in the database itself; none in one of an older version. */
export function countAttached(file: string): number {
  const sqlite = new DatabaseSync(file, { readOnly: true });
  try {
    const isThere = sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'attachment_files'`).get();
    if (isThere === undefined) return 0;
    const counted = sqlite
      .prepare('SELECT count(*) AS files FROM attachment_files WHERE erased IS NULL')
      .get();
    return Number(counted?.['files'] ?? 0);
  } finally {
    sqlite.close();
  }
}
