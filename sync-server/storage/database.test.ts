import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DatabaseRefused, openDatabase } from './database.ts';
import { migrations } from './migrations/migrations.ts';

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-database-'));
  file = join(folder, 'muster.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database that was used and not closed: its newest content is in the -wal file only. */
async function makeUsedDatabase({ closed }: { closed: boolean }) {
  const database = openDatabase(join(folder, 'used.db'));
  const insert = database.sql.statement(
    'INSERT INTO document_updates (document, at, author, data) VALUES (?, ?, ?, ?)',
  );
  for (let n = 0; n < 300; n++) insert.run(`room-${n % 7}`, n, 'ana', new Uint8Array(900).fill(n));
  if (closed) await database.close();
  copyFileSync(join(folder, 'used.db'), file);
  if (!closed) copyFileSync(join(folder, 'used.db-wal'), `${file}-wal`);
  if (!closed) await database.close();
}

const bytesOf = (path: string) =>
  existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : null;

function expectRefusedUntouched(reason: RegExp) {
  const before = [bytesOf(file), bytesOf(`${file}-wal`)];
  expect(() => openDatabase(file)).toThrow(DatabaseRefused);
  try {
    openDatabase(file);
  } catch (error) {
    expect(String(error)).toMatch(reason);
    expect(String(error)).toContain(file);
    expect(String(error)).toMatch(/Restore it from a backup, or move it/);
  }
  expect([bytesOf(file), bytesOf(`${file}-wal`)]).toEqual(before);
}

test('[ST3] a new database is made whole, private and in WAL mode', async () => {
  const database = openDatabase(file);
  expect(database.sql.statement('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(database.sql.statement('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(existsSync(`${file}.new`)).toBe(false);
  await database.close();
});

test('[ST3] changes in the -wal file of a crash are there after opening again', async () => {
  await makeUsedDatabase({ closed: false });
  const database = openDatabase(file);
  expect(database.sql.statement('SELECT count(*) AS n FROM document_updates').get()).toEqual({ n: 300 });
  await database.close();
});

test('[ST3] a crash while it was being made leaves nothing in the way', async () => {
  writeFileSync(`${file}.new`, 'half of a database');
  const database = openDatabase(file);
  expect(database.sql.statement('SELECT count(*) AS n FROM people').get()).toEqual({ n: 0 });
  await database.close();
});

test.each([0, 1, 15, 16, 99, 100, 4095, 4096, 8192, 0.3, 0.5, 0.9, -4096, -1])(
  '[ST3] cut off at %s it refuses to open and stays as it is',
  async (cut) => {
    await makeUsedDatabase({ closed: true });
    const { size } = statSync(file);
    truncateSync(file, cut < 0 ? size + cut : cut > 0 && cut < 1 ? Math.floor(size * cut) : cut);
    expectRefusedUntouched(/damaged|malformed|not a database|disk image/);
  },
);

test('[ST3] cut off while its newest content is in the -wal file, it refuses and both stay as they are', async () => {
  await makeUsedDatabase({ closed: true });
  const again = openDatabase(file);
  again.sql.exec("UPDATE document_updates SET author = 'bo' WHERE seq % 50 = 0");
  copyFileSync(file, join(folder, 'copy.db'));
  copyFileSync(`${file}-wal`, join(folder, 'copy.db-wal'));
  await again.close();
  file = join(folder, 'copy.db');
  truncateSync(file, Math.floor(statSync(file).size / 2));
  expectRefusedUntouched(/damaged|malformed/);
});

test('[ST3] pages overwritten with garbage are found at the start', async () => {
  await makeUsedDatabase({ closed: true });
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 4096 * 20, 4096 * 22);
  writeFileSync(file, bytes);
  expectRefusedUntouched(/damaged|malformed/);
});

test('[ST3] a fault of the disk is not called damage: nobody is told to move the database away', () => {
  // Stands in for a full disk: SQLite cannot make the file (SQLITE_CANTOPEN).
  expect(() => openDatabase(join(folder, 'no such folder', 'muster.db'))).toThrow(
    /cannot be used: the file cannot be opened .*start again/,
  );
  expect(() => openDatabase(join(folder, 'no such folder', 'muster.db'))).not.toThrow(/backup/);
});

test('[ST3] a file of garbage is refused', () => {
  writeFileSync(file, Buffer.alloc(20_000, 'garbage '));
  expectRefusedUntouched(/not a SQLite database/);
});

test('[ST3] the database of another program is refused', () => {
  const foreign = new DatabaseSync(file);
  foreign.exec('CREATE TABLE cars (name TEXT); INSERT INTO cars VALUES (1)');
  foreign.close();
  expectRefusedUntouched(/another program/);
});

test('[ST3] a database written by a newer version is refused', async () => {
  await makeUsedDatabase({ closed: true });
  const newer = new DatabaseSync(file);
  newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  newer.close();
  expectRefusedUntouched(/newer version/);
});

test('[ST3] a lost database whose -wal file is still there is not replaced by an empty one', () => {
  writeFileSync(`${file}-wal`, 'what is left');
  expectRefusedUntouched(/missing, but its -wal file is there/);
  expect(existsSync(file)).toBe(false);
});

test('writes made together happen all or not at all', async () => {
  const database = openDatabase(file);
  const { queries } = database;
  const keep = (name: string, value: string) =>
    queries.insertInto('values_kept').values({ name, value }).compile();
  expect(() => database.together([keep('a', '1'), keep('a', '2')])).toThrow(/UNIQUE/);
  expect(await queries.selectFrom('values_kept').selectAll().execute()).toEqual([]);
  database.together([keep('a', '1'), keep('b', '2')]);
  expect(await queries.selectFrom('values_kept').select('name').execute()).toEqual([
    { name: 'a' },
    { name: 'b' },
  ]);
  await database.close();
});

test('[SE4] data derived from rooms does not wait for the disk, and the next write does again', async () => {
  const database = openDatabase(file);
  const { sql } = database;
  const level = () => Number(sql.statement('PRAGMA synchronous').get()?.['synchronous']);
  const [full, normal] = [2, 1];
  expect(level()).toBe(full);
  expect(sql.transaction(level, { isDerived: true })).toBe(normal);
  expect(sql.transaction(level)).toBe(full);
  const failing = () => sql.statement('SELECT missing FROM values_kept');
  expect(() => sql.transaction(failing, { isDerived: true })).toThrow(/missing/);
  expect(level()).toBe(full);
  await database.close();
});
