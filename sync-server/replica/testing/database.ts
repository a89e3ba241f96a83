// For tests of replica/: a real database in its own temporary folder.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../storage/database.ts';

export function openTemporaryDatabase(): Database & AsyncDisposable {
  const folder = mkdtempSync(join(tmpdir(), 'muster-replica-'));
  const database = openDatabase(join(folder, 'muster.db'));
  return {
    ...database,
    [Symbol.asyncDispose]: async () => {
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
