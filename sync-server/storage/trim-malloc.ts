import { DatabaseSync } from 'node:sqlite';

/**
 * glibc keeps freed memory that lies between blocks in use, until its function malloc_trim is called. Node has no way
 * to call it, but SQLite calls a function of a library by name, as the start of an extension.
 */
export function trimMalloc(): void {
  const caller = new DatabaseSync(':memory:', { allowExtension: true });
  try {
    caller.loadExtension('libc.so.6', 'malloc_trim');
  } catch {
    // malloc_trim returns 1 when it freed something, which SQLite takes for an error. Systems without glibc have no
    // such library, and their own ways.
  } finally {
    caller.close();
  }
}
