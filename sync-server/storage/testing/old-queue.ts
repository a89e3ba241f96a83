// Databases as they were before deliveries joined the outbox, with rows in the old queue.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestTarget } from '../../checks/testing/targets.ts';
import { openDatabase, type Database } from '../database.ts';
import { migrations } from '../migrations/migrations.ts';
import { openLink } from '../postgres/link.ts';
import { migratePostgres } from '../postgres/migrate.ts';
import { openPostgres } from '../postgres/open.ts';
import { overPostgres } from '../postgres/sql.ts';
import type { Value } from '../sql.ts';
import { makeDatabase } from './postgres.ts';

const version = migrations.findIndex((text) => text.includes('DROP TABLE deliveries'));

/** A row of a table, by column. */
export type OldRow = { table: 'channels' | 'deliveries'; columns: Record<string, string | number | null> };

const insertOf = ({ table, columns }: OldRow): [string, Exclude<Value, Uint8Array>[]] => [
  `INSERT INTO ${table} (${Object.keys(columns).join(', ')})
    VALUES (${Object.keys(columns)
      .map(() => '?')
      .join(', ')})`,
  Object.values(columns),
];

/** Opens a data folder of that version, which brings it to this version. `tidy` removes it. */
export function openOldFile(rows: readonly OldRow[]): Database & { tidy: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'muster-old-queue-'));
  const sqlite = new DatabaseSync(join(folder, 'muster.db'));
  for (const step of migrations.slice(0, version)) sqlite.exec(step);
  sqlite.exec(`PRAGMA application_id = 0x4d555354; PRAGMA user_version = ${version}`);
  for (const [text, values] of rows.map(insertOf)) sqlite.prepare(text).run(...values);
  sqlite.close();
  const tidy = () => rmSync(folder, { recursive: true });
  return { ...openDatabase(join(folder, 'muster.db')), tidy };
}

/** The same in a PostgreSQL database of this cluster. */
export async function openOldPostgres(
  cluster: TestTarget | null,
  rows: readonly OldRow[],
): Promise<Database & { tidy: () => void }> {
  const address = await makeDatabase(cluster);
  const link = openLink(address);
  const older = overPostgres(link);
  migratePostgres(older, migrations.slice(0, version));
  for (const [text, values] of rows.map(insertOf)) older.statement(text).run(...values);
  link.close();
  return { ...openPostgres(address), tidy: () => {} };
}
