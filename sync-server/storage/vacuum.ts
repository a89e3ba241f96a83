// OP26: what was deleted leaves room in the database file, which only this gives back to the disk.
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { verifyDatabase } from './database-copy.ts';
import { DataFolderRefused, databaseFileIn, holdDataFolder } from './data-folder.ts';

/**
 * Answers the file's size in bytes, before and after. Throws DataFolderRefused when a server holds the folder, or
 * there is no sound database in it.
 */
export function vacuumDatabase(dataFolder: string): { before: number; after: number } {
  const file = databaseFileIn(dataFolder);
  if (!existsSync(file))
    throw new DataFolderRefused(`There is no Muster database in ${dataFolder}. Name its folder with --data.`);
  const held = holdDataFolder(dataFolder);
  try {
    const wrong = verifyDatabase(file);
    if (wrong !== null)
      throw new DataFolderRefused(`${file} is damaged: ${wrong}. Nothing was changed; restore a backup.`);
    const sqlite = new DatabaseSync(file, { timeout: 5_000 });
    try {
      sqlite.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      const before = statSync(file).size;
      sqlite.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
      return { before, after: statSync(file).size };
    } finally {
      sqlite.close();
    }
  } finally {
    held.release();
  }
}
