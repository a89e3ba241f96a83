import { isDocumentName } from '#wire/document-name.ts';
import { IndexeddbPersistence } from 'y-indexeddb';
import type { DocumentLink } from './document-link.ts';

const prefix = 'muster-';
const isCopy = (name: string) => name.startsWith(prefix) && isDocumentName(name.slice(prefix.length));

/**
 * A guest's browser keeps a copy of each document it opened, so that a lost connection or a reload keeps what was
 * read and typed. A desktop never does: its own server is the durable copy. Returns the stop.
 */
export function keepBrowserCopy(name: string, link: DocumentLink): () => void {
  const copy = new IndexeddbPersistence(`${prefix}${name}`, link.doc);
  copy.on('synced', link.copyLoaded);
  return () => void copy.destroy();
}

/** Removes every document's copy from this browser: on leaving. */
export async function forgetBrowserCopies() {
  const databases = await indexedDB.databases();
  for (const { name } of databases) if (name !== undefined && isCopy(name)) indexedDB.deleteDatabase(name);
}
