// Copies between a data folder's SQLite file and PostgreSQL: the permanent move (PG4), and backups (PG5), which are
// SQLite files for either database.
import { rmSync } from 'node:fs';
import { copyTables, holdsData, tablesOf, type Copied } from '../migrations/copy-tables.ts';
import { holdDatabase } from '../database-copy.ts';
import { DataFolderRefused } from '../data-folder.ts';
import { openDatabase } from '../database.ts';
import { migrations } from '../migrations/migrations.ts';
import { longLimits, openLink } from './link.ts';
import { openPostgres, refusal } from './open.ts';
import { overPostgres } from './sql.ts';
import { withoutPassword } from './away.ts';

/**
 * Copies the database of a data folder that no server uses into an empty PostgreSQL database. When either is not as
 * required or the copy differs, it throws DataFolderRefused or DatabaseRefused and has changed nothing.
 */
export async function copyToPostgres(dataFolder: string, url: string): Promise<Copied[]> {
  const { file, release } = holdDatabase(dataFolder);
  try {
    const from = openDatabase(file);
    const to = openPostgres(url, longLimits);
    try {
      const tables = tablesOf(from.sql);
      if (holdsData(to.sql, tables))
        throw new DataFolderRefused(
          `The database ${withoutPassword(url)} already holds data of Muster, and Muster never mixes data. ` +
            'Nothing was changed; name an empty one.',
        );
      return copyTables(from.sql, to.sql, tables);
    } finally {
      await to.close();
      await from.close();
    }
  } finally {
    release();
  }
}

/**
 * Copies a consistent state of a PostgreSQL database, even of one in use, into a new SQLite file. Returns its
 * schema's version. Throws DatabaseRefused when it cannot be read, or is not of this version.
 */
export async function copyFromPostgres(url: string, file: string): Promise<number> {
  const to = openDatabase(file);
  try {
    const link = openLink(url);
    try {
      const from = overPostgres(link);
      from.exec('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      const version = Number(from.statement('SELECT version FROM muster_schema').get()?.['version']);
      if (version !== migrations.length)
        throw new Error(`its schema is of version ${version}, and this program’s of ${migrations.length}`);
      copyTables(from, to.sql, tablesOf(to.sql));
      from.exec('COMMIT');
    } finally {
      link.close();
    }
    to.sql.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
    return migrations.length;
  } catch (error) {
    throw refusal(url, error);
  } finally {
    await to.close();
    for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true });
  }
}
