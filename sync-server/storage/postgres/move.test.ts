import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres, type Cluster } from '../../checks/testing/databases.ts';
import { openStore } from '../../sync/store/open-store.ts';
import { backUp, restore } from '../backup.ts';
import { copyTables, holdsData, tablesOf } from '../migrations/copy-tables.ts';
import { databaseFileIn, holdDataFolder } from '../data-folder.ts';
import { openDatabase, type Database } from '../database.ts';
import { openOwnDatabase } from '../open.ts';
import { makeDatabase } from '../testing/postgres.ts';
import { copyToPostgres } from './move.ts';
import { openPostgres } from './open.ts';

const now = () => 1;

const kinds: Record<string, (n: number) => string | number | Uint8Array> = {
  TEXT: (n) => `“text” ${n} \u{1F525} '?$1`,
  INTEGER: (n) => 1_800_000_000_000 + n,
  REAL: (n) => n + 0.1,
  BLOB: (n) => Uint8Array.from({ length: 300 }, (_, index) => (index * n) % 256),
};

/** Fills every table with that many rows, with values of each kind; every third row has null where null is allowed. */
function fill({ sql }: Database, rows: number) {
  for (const { name } of tablesOf(sql)) {
    const columns = sql
      .statement('SELECT name, type, "notnull" AS must, pk FROM pragma_table_info(?) ORDER BY cid')
      .all(name);
    const put = sql.statement(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`);
    const putOne = (row: number) => {
      const values = columns.map((column) => {
        if (column['must'] === 0 && column['pk'] === 0 && row % 3 === 0) return null;
        // Of what another table must have.
        const isReference = ['tokens.person', 'overrides.schedule'].includes(
          `${name}.${String(column['name'])}`,
        );
        return (kinds[String(column['type'])] ?? (() => 0))(isReference ? 0 : row);
      });
      put.run(...values);
    };
    sql.transaction(() => {
      for (let row = 0; row < rows; row++) putOne(row);
    });
  }
}

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  let folder: string;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-move-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const make = (rows: number) => {
    const database = openDatabase(databaseFileIn(folder));
    fill(database, rows);
    return database;
  };

  test('[PG4] every row of every table arrives, numbers go on where they were, and nothing is ever mixed', async () => {
    const filled = make(450);
    filled.sql.exec('DELETE FROM incident_numbers WHERE number = (SELECT max(number) FROM incident_numbers)');
    const last = filled.sql
      .statement("SELECT seq FROM sqlite_sequence WHERE name = 'incident_numbers'")
      .get();
    const head = filled.sql.statement('SELECT max(seq) AS seq FROM document_updates').get();
    await filled.close();
    const url = await makeDatabase(cluster);
    const copied = await copyToPostgres(folder, url);
    expect(copied.length).toBeGreaterThan(50);
    expect(copied.find(({ table }) => table === 'incident_numbers')?.rows).toBe(449);
    expect(copied.filter(({ table, rows }) => rows !== 450 && table !== 'incident_numbers')).toEqual([]);

    const there = openPostgres(url);
    const given = there.sql
      .statement("INSERT INTO incident_numbers (incident) VALUES ('new') RETURNING number")
      .get();
    expect(Number(given?.['number'])).toBe(Number(last?.['seq']) + 1);
    const update = { document: 'room-x', at: 1, author: 'ana', data: Uint8Array.of(1) };
    expect(await openStore(there).append([update])).toEqual([Number(head?.['seq']) + 1]);
    await there.close();
    await expect(copyToPostgres(folder, url)).rejects.toThrow(/already holds data of Muster/);
  });

  test('[PG4] a copy that differs, or breaks off, leaves the other database as it was', async () => {
    const from = make(3);
    const to = openPostgres(await makeDatabase(cluster));
    const tables = tablesOf(from.sql);
    // As a fault on the way would.
    to.sql
      .exec(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.said = 'x'; RETURN new; END $$;
      CREATE TRIGGER spoil BEFORE INSERT ON intake_alerts FOR EACH ROW EXECUTE FUNCTION spoil()`);
    expect(() => copyTables(from.sql, to.sql, tables)).toThrow(/the copy of intake_alerts differs/);
    expect(holdsData(to.sql, tables)).toBe(false);
    to.sql.exec('DROP TRIGGER spoil ON intake_alerts');
    expect(copyTables(from.sql, to.sql, tables)).toHaveLength(tables.length);
    await to.close();
    await from.close();
  });

  test('[PG4] a folder that a server holds is not copied, and an empty database does not take its place', async () => {
    await make(1).close();
    const url = await makeDatabase(cluster);
    const held = holdDataFolder(folder);
    await expect(copyToPostgres(folder, url)).rejects.toThrow(/in use by another Muster server/);
    await expect(openOwnDatabase(url, held)).rejects.toThrow(/--copy-to/);
    held.release();
    await copyToPostgres(folder, url);
    await (await openOwnDatabase(url, held)).close();
  });

  test('[PG5] a backup of PostgreSQL is one of SQLite, made while it is in use, and comes back whole', async () => {
    await make(250).close();
    const url = await makeDatabase(cluster);
    await copyToPostgres(folder, url);
    const inUse = openPostgres(url);
    const backup = join(folder, 'backup');
    const restored = join(folder, 'restored');
    const options = { dataFolder: folder, database: url, folder: backup, version: '1', now };
    const attached = inUse.queries
      .selectFrom('attachment_files')
      .select('sha256')
      .where('erased', 'is', null);
    expect(await backUp(options)).toMatchObject({ attachments: inUse.all(attached).length });
    expect(existsSync(join(backup, 'muster.db-wal'))).toBe(false);
    inUse.sql.exec("DELETE FROM values_kept; DELETE FROM tokens; UPDATE people SET name = 'somebody else'");
    await expect(restore({ ...options, dataFolder: restored })).rejects.toThrow(
      /already holds data of Muster/,
    );
    expect(readdirSync(restored)).toEqual(['lock']);
    await restore({ dataFolder: restored, folder: backup, now });
    const before = openDatabase(databaseFileIn(folder));
    const after = openDatabase(databaseFileIn(restored));
    for (const { name } of tablesOf(before.sql)) {
      const all = `SELECT * FROM ${name} ORDER BY 1, 2`;
      expect(after.sql.statement(all).all()).toEqual(before.sql.statement(all).all());
    }
    const tables = tablesOf(before.sql);
    await Promise.all([before.close(), after.close(), inUse.close()]);
    expect(await copyToPostgres(restored, await makeDatabase(cluster))).toHaveLength(tables.length);
  });
});
