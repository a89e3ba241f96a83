// AT10: where attached files are stored: in PostgreSQL if that is the database, so that every process has them;
// otherwise in the data folder. After a move or a restore, the start moves files from the other place.
import type { Database } from '../storage/database.ts';
import { openDatabaseAttachments } from './database-store.ts';
import { openAttachmentStore, type AttachmentStore } from './store.ts';

export async function openAttachments(options: {
  database: Database;
  /** Whether other processes, also on other machines, may use this database. */
  isShared: boolean;
  folder: string;
  now: () => number;
}): Promise<AttachmentStore> {
  const inFolder = openAttachmentStore(options.folder);
  const inDatabase = openDatabaseAttachments(options);
  const [from, to] = options.isShared ? [inFolder, inDatabase] : [inDatabase, inFolder];
  await bringOver(from, to);
  return to;
}

/** A kill in between leaves a file in both places; the next start continues. */
async function bringOver(from: AttachmentStore, to: AttachmentStore): Promise<void> {
  for (const { sha256, at, by } of from.erasures()) {
    if (to.erasureOf(sha256) === null) await to.erase(sha256, { at, by });
  }
  for (const sha256 of await from.list()) {
    const file = to.erasureOf(sha256) === null ? await from.find(sha256) : null;
    if (file !== null) await to.keep(sha256, file.read());
    await from.release(sha256);
  }
}
