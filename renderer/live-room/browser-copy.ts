import { isDocumentName } from '#wire/document-name.ts';
import { IndexeddbPersistence } from 'y-indexeddb';
import type { DocumentSocket } from './document-link.ts';

const prefix = 'muster-';
const isCopy = (name: string) => name.startsWith(prefix) && isDocumentName(name.slice(prefix.length));

/**
 * A guest's browser keeps a copy of each opened document, so that a lost connection or a reload loses nothing. A
 * desktop keeps none, because its own server has the durable copy. Returns a function that stops.
 */
export function keepBrowserCopy(name: string, link: DocumentSocket): () => void {
  const copy = new IndexeddbPersistence(`${prefix}${name}`, link.doc);
  copy.on('synced', link.copyLoaded);
  return () => void copy.destroy();
}

/** Removes all document copies from this browser when the person leaves the team. */
export async function forgetBrowserCopies() {
  const databases = await indexedDB.databases();
  for (const { name } of databases) if (name !== undefined && isCopy(name)) indexedDB.deleteDatabase(name);
}
