// OP26: deleted data leaves free space in the database file. Only this returns it to the disk.
import { existsSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { verifyDatabase } from './database-copy.ts';
import { DataFolderRefused, databaseFileIn, holdDataFolder } from './data-folder.ts';

/**
 * Returns the file's size in bytes, before and after. Throws DataFolderRefused when a server uses the folder, or when
 * it has no sound database.
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
