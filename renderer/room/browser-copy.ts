import { IndexeddbPersistence } from 'y-indexeddb';
import type { RoomLink } from './room-link.ts';

const prefix = 'muster-room-';

/**
 * A guest's browser keeps a copy of each room it opened, so that a lost connection or a reload keeps what was
 * read and typed. A desktop never does: its own server is the durable copy. Returns the stop.
 */
export function keepBrowserCopy(id: string, link: RoomLink): () => void {
  const copy = new IndexeddbPersistence(`${prefix}${id}`, link.open.doc);
  copy.on('synced', link.copyLoaded);
  return () => void copy.destroy();
}

/** Removes every room's copy from this browser: on leaving. */
export async function forgetBrowserCopies() {
  const databases = await indexedDB.databases();
  for (const { name } of databases) if (name?.startsWith(prefix)) indexedDB.deleteDatabase(name);
}
