import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';

/** A database as the version with this schema left it. */
function makeOld(file: string, version: number) {
  const sqlite = new DatabaseSync(file);
  sqlite.exec('PRAGMA application_id = 1297437524; PRAGMA journal_mode = WAL');
  for (const migration of migrations.slice(0, version)) sqlite.exec(migration);
  sqlite.exec(`PRAGMA user_version = ${version}`);
  sqlite.exec(`INSERT INTO values_kept (name, value) VALUES ('kept', '${version}')`);
  sqlite.close();
}

test('[OP24] a migration copies the database first, and the last two copies stay', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-migration-'));
  const file = path.join(folder, 'muster.db');
  const newest = migrations.length;
  try {
    for (const version of [newest - 3, newest - 2, newest - 1]) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
      makeOld(file, version);
      await openDatabase(file).close();
    }
    const copies = readdirSync(folder).filter((name) => name.includes('.schema-'));
    expect(copies.toSorted()).toEqual(
      [newest - 2, newest - 1].map((each) => `muster.db.schema-${each}`).toSorted(),
    );
    const copy = new DatabaseSync(`${file}.schema-${newest - 1}`, { readOnly: true });
    expect(copy.prepare('PRAGMA user_version').get()?.['user_version']).toBe(newest - 1);
    expect(copy.prepare('SELECT value FROM values_kept').get()?.['value']).toBe(String(newest - 1));
    copy.close();
    // Opened again nothing is copied.
    await openDatabase(file).close();
    expect(readdirSync(folder).filter((name) => name.includes('.schema-'))).toEqual(copies);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
