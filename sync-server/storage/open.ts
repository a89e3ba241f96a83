// The database that a server was told to use.
import { existsSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { DatabaseRefused, openDatabase, type Database } from './database.ts';

/**
 * SQLite's file in the data folder, or PostgreSQL at `address`, which is loaded where it is used. Throws DatabaseRefused
 * also where PostgreSQL is empty and the folder is not (PG4): that would be a second, empty team under the same roof.
 */
export async function openOwnDatabase(address: string | null, folder: DataFolder): Promise<Database> {
  if (address === null) return openDatabase(folder.databaseFile);
  const { openPostgres } = await import('./postgres/open.ts');
  const database = openPostgres(address);
  const hasPeople = database.sql.statement('SELECT 1 AS one FROM people LIMIT 1').get() !== undefined;
  if (hasPeople || !existsSync(folder.databaseFile)) return database;
  await database.close();
  throw new DatabaseRefused(
    `The data folder ${folder.path} has a database, and the one that --database (MUSTER_DATABASE) names is empty. ` +
      'Copy it there with --copy-to, or name another folder with --data to begin anew.',
  );
}
