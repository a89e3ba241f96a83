// The folder with all of a server's data: private, used by one process at a time.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The server refuses to start. The message is for the operator and gives the next step. */
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
/** Where a restore copies to before it moves anything. */
export const incomingFolder = (folder: string): string => join(folder, 'restore.new');

/** OP23: throws DataFolderRefused when a restore was cut short after it had moved the database away. */
export function refuseHalfRestored(folder: string): void {
  const path = resolve(folder);
  if (existsSync(databaseFileIn(path)) || !existsSync(incomingFolder(path))) return;
  throw new DataFolderRefused(
    `A restore into the data folder ${path} was cut short. Run it again with --restore. ` +
      'What was in the folder before it is in before-restore-….',
  );
}

/** Makes the folder (0700) and locks it until release() or the end of the process, however it ends. */
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
 * A lock of the operating system, taken through SQLite. It ends with the process, even after kill -9, so no stale
 * lock is ever left.
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

/** Writes a file that only this user may read, atomically. */
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
