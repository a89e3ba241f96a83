// The folder a server keeps everything in: made private, held by one process at a time.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Refusing to start: the message is for the operator and says what to do. */
export class DataFolderRefused extends Error {
  override name = 'DataFolderRefused';
}

export type DataFolder = {
  path: string;
  databaseFile: string;
  ownerTokenFile: string;
  attachmentsFolder: string;
  release(): void;
};

export const databaseFileIn = (folder: string): string => join(folder, 'muster.db');

/** Makes the folder (0700) and holds it until release() or the end of the process, however that comes. */
export function holdDataFolder(folder: string): DataFolder {
  const path = resolve(folder);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw new DataFolderRefused(
      `The data folder ${path} cannot be used (${reasonOf(error)}). Choose a folder this user may write with --data.`,
      { cause: error },
    );
  }
  const lock = lockFolder(path);
  return {
    path,
    databaseFile: databaseFileIn(path),
    ownerTokenFile: join(path, 'owner-token'),
    attachmentsFolder: join(path, 'attachments'),
    release: () => {
      if (lock.isOpen) lock.close();
    },
  };
}

/**
 * The lock is the operating system's, taken through SQLite: it ends with the process, also after
 * kill -9, so there is never a stale one to remove by hand.
 */
function lockFolder(path: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(join(path, 'lock'), { timeout: 0 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    throw new DataFolderRefused(
      `The data folder ${path} is in use by another Muster server (${reasonOf(error)}). ` +
        'Stop that one first, or give this one its own folder with --data.',
      { cause: error },
    );
  }
}

/** Writes a file that only this user may read, whole or not at all. */
export function writePrivateFile(file: string, text: string) {
  const temporary = `${file}.new`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  chmodSync(temporary, 0o600);
  renameSync(temporary, file);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
