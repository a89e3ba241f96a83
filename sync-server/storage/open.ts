// Opens the database that the server was configured to use.
import { existsSync } from 'node:fs';
import { refuseHalfRestored, type DataFolder } from './data-folder.ts';
import { DatabaseRefused, openDatabase, type Database } from './database.ts';

/**
 * SQLite's file in the data folder, or PostgreSQL at `address`, whose code is loaded only if needed. Also throws
 * DataFolderRefused after a restore that was cut short, and DatabaseRefused when PostgreSQL is empty but the folder is
 * not (PG4): that would start a second, empty team.
 */
export async function openOwnDatabase(address: string | null, folder: DataFolder): Promise<Database> {
  if (address === null) {
    refuseHalfRestored(folder.path);
    return openDatabase(folder.databaseFile);
  }
  const { openPostgres } = await import('./postgres/open.ts');
  const database = openPostgres(address);
  const hasPeople = database.sql.statement('SELECT 1 AS one FROM people LIMIT 1').get() !== undefined;
  if (hasPeople || !existsSync(folder.databaseFile)) return database;
  await database.close();
  throw new DatabaseRefused(
    `The data folder ${folder.path} has a database, and the one that --database (MUSTER_DATABASE) names is empty. ` +
      'Copy it there with --copy-to, or name another folder with --data to start empty.',
  );
}
