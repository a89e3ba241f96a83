// AT10: where attached files are kept: in PostgreSQL where that is the database, so that every process has them, else in the
// data folder. What lies in the other place, after a move or a restore, is brought over at the start.
import type { Database } from '../storage/database.ts';
import { openDatabaseAttachments } from './database-store.ts';
import { openAttachmentStore, type AttachmentStore } from './store.ts';

export async function openAttachments(options: {
  database: Database;
  /** Whether other processes, on other machines, may work on this database. */
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

/** A kill in between leaves a file in both places; the next start finds it and goes on. */
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
