// Whether the server can store data now, tested by storing something (HT2).
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { diskTrouble } from './disk-trouble.ts';

const againAfterMs = 2_000;
/** Enough space for a commit of the busiest second. */
const neededBytes = 1024 * 1024;

/** Null when it can; `folder` is the folder of the database. */
export function openReadiness({ sql }: Database, folder: string): () => string | null {
  const keep = sql.statement(
    `INSERT INTO values_kept (name, value) VALUES ('readiness', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  const file = join(folder, 'space-probe');
  const needed = Buffer.alloc(neededBytes, 1);
  let last: { at: number; reason: string | null } | null = null;

  const probe = (): string | null => {
    try {
      writeFileSync(file, needed, { mode: 0o600 });
      sql.transaction(() => keep.run(String(Math.floor(performance.now()))));
      return null;
    } catch (error) {
      const why = diskTrouble(error) ?? (error instanceof Error ? error.message : String(error));
      return `Nothing can be stored: ${why}.`;
    } finally {
      rmSync(file, { force: true });
    }
  };
  return () => {
    if (!sql.isOpen) return 'The database is closed.';
    const at = performance.now();
    if (last === null || at - last.at > againAfterMs) last = { at, reason: probe() };
    return last.reason;
  };
}
