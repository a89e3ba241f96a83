// OP26: deleted data leaves free space in the database file. Only this returns it to the disk.
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { holdDatabase } from './database-copy.ts';

/**
 * Returns the file's size in bytes, before and after. Throws DataFolderRefused when a server uses the folder, or when
 * it has no sound database.
 */
export function vacuumDatabase(dataFolder: string): { before: number; after: number } {
  const { file, release } = holdDatabase(dataFolder);
  try {
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
    release();
  }
}
