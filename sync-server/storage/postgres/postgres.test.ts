import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../../checks/testing/databases.ts';
import type { TestTarget } from '../../checks/testing/targets.ts';
import { openTemporaryDatabase } from '../../replica/testing/database.ts';
import { DatabaseRefused } from '../database.ts';
import { migrations } from '../migrations/migrations.ts';
import { openSearchIndex } from '../search-index.ts';
import { addressOf, makeDatabase } from '../testing/postgres.ts';
import { openLink, usualLimits } from './link.ts';
import { migratePostgres } from './migrate.ts';
import { openPostgres } from './open.ts';
import { overPostgres } from './sql.ts';
import { numberValues } from './values.ts';
import { withoutPassword } from './away.ts';

test('[PG1] values are numbered as SQLite numbers them, and quotes are left alone', () => {
  expect(numberValues(`SELECT '?', "a?" FROM t WHERE a = ? AND b = ?`)).toBe(
    `SELECT '?', "a?" FROM t WHERE a = $1 AND b = $2`,
  );
  expect(numberValues('a = ?1 AND (?2 IS NULL OR b = ?2) AND c = ?')).toBe(
    'a = $1 AND ($2 IS NULL OR b = $2) AND c = $3',
  );
});

test('[PG1] an address is said without its password', () => {
  expect(withoutPassword('postgres://ana:secret@db.example.org:5433/muster?sslmode=require')).toBe(
    'postgres://ana@db.example.org:5433/muster',
  );
});

const refusalOf = (url: string): string => {
  try {
    void openPostgres(url).close();
  } catch (error) {
    if (error instanceof DatabaseRefused) return error.message;
    throw error;
  }
  return 'was opened';
};
const change = async (url: string, ...statements: string[]) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

describe.skipIf(!hasPostgres)('with PostgreSQL installed', () => {
  let cluster: TestTarget;
  beforeAll(async () => {
    cluster = await startPostgres();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test('[PG1] every table and column that SQLite has is there, of the same order and kind', async () => {
    const kinds: Record<string, string> = {
      TEXT: 'text',
      INTEGER: 'bigint',
      REAL: 'double precision',
      BLOB: 'bytea',
    };
    const sqlite = openTemporaryDatabase();
    const database = openPostgres(await makeDatabase(cluster));
    const columns = database.sql.statement(
      `SELECT column_name AS name, data_type AS kind, is_nullable = 'YES' AS is_nullable, collation_name AS collation
       FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position`,
    );
    const tables = sqlite.sql
      .statement(
        `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_words%' AND name NOT LIKE 'sqlite%'`,
      )
      .all();
    expect(tables.length).toBeGreaterThan(50);
    for (const { name } of tables) {
      const theirs = sqlite.sql
        .statement('SELECT name, type, "notnull", pk FROM pragma_table_info(?) ORDER BY cid')
        .all(name ?? null);
      const expected = theirs.map((column) => ({
        name: column['name'],
        kind: kinds[String(column['type'])],
        is_nullable: column['notnull'] === 0 && column['pk'] === 0,
        collation: column['type'] === 'TEXT' ? 'C' : null,
      }));
      expect({ [String(name)]: columns.all(name ?? null) }).toEqual({ [String(name)]: expected });
    }
    const indexes = database.sql
      .statement('SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()')
      .all();
    const known = new Set(indexes.map(({ name }) => name));
    const made = sqlite.sql
      .statement(`SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL`)
      .all();
    expect(made.filter(({ name }) => !known.has(name ?? null))).toEqual([]);
    await database.close();
    await sqlite[Symbol.asyncDispose]();
  });

  test('[PG3] a database that hangs is waited for once, 2.5 s; after that nothing is even tried', async () => {
    await using own = await startPostgres();
    const link = openLink(addressOf(own, 'postgres'));
    try {
      link.limit(usualLimits);
      const ask = () =>
        link.ask({ what: 'statement', text: 'SELECT 1', values: [], begins: false, isWithin: false });
      ask();
      own.pause();
      expect(ask).toThrow(/^the database has not answered for 2500 ms$/);
      for (let round = 0; round < 50; round++) expect(ask).toThrow(/^the database does not answer$/);
      own.goOn();
      await expect.poll(() => link.isConnected).toBe(true);
      ask();
    } finally {
      own.goOn();
      link.close();
    }
  });

  test('[PG1] values come back as they were, also those that PostgreSQL writes in another way', async () => {
    const database = openPostgres(await makeDatabase(cluster));
    const { sql, queries } = database;
    sql.statement('INSERT INTO values_kept (name, value) VALUES (?, ?)').run('odd', 'a\0b “ü” \u{1F525} ?');
    expect(sql.statement('SELECT value FROM values_kept WHERE name = ?').get('odd')).toEqual({
      value: 'a\uFFFDb “ü” \u{1F525} ?',
    });
    const at = 1_800_000_000_123;
    const bytes = Uint8Array.of(0, 255, 92, 39);
    const put = sql.statement(
      `INSERT INTO evidence (monitor, at, status, reason, seen, screenshot_type, screenshot) VALUES (?, ?, 'down', NULL, '{}', 'png', ?)`,
    );
    expect(put.run('m', at, bytes)).toEqual({ changes: 1, rowId: 0 });
    const row = { at, reason: null, screenshot: bytes };
    expect(sql.statement('SELECT at, reason, screenshot FROM evidence').get()).toEqual(row);
    expect(
      await queries
        .selectFrom('samples')
        .select(({ fn }) => fn.countAll().as('n'))
        .execute(),
    ).toEqual([{ n: 0 }]);
    await database.close();
  });

  test('[PG1] a transaction is whole or nothing, even when a failure within it was overlooked', async () => {
    const database = openPostgres(await makeDatabase(cluster));
    const { sql } = database;
    const put = sql.statement('INSERT INTO values_kept (name, value) VALUES (?, ?)');
    const count = () => sql.statement('SELECT count(*) AS n FROM values_kept').get()?.['n'];
    sql.transaction(() => put.run('a', '1'));
    expect(() =>
      sql.transaction(() => {
        put.run('b', '1');
        put.run('a', '2');
      }),
    ).toThrow(/duplicate key/);
    expect(() =>
      sql.transaction(() => {
        put.run('c', '1');
        try {
          put.run('a', '2');
        } catch {
          // A caller that overlooks it must not believe that the rest was written.
        }
      }),
    ).toThrow(/so nothing was written/);
    expect(count()).toBe(1);
    expect(() => sql.transaction(() => sql.transaction(() => put.run('d', '1')))).toThrow(
      /within a transaction/,
    );
    sql.transaction(() => {});
    database.together([
      database.queries.insertInto('values_kept').values({ name: 'e', value: '1' }).compile(),
    ]);
    expect(count()).toBe(2);
    await database.close();
  });

  test('[PG1] [ST3] a database of another program or of a newer version is refused, and stays as it is', async () => {
    const foreign = await makeDatabase(cluster);
    await change(foreign, 'CREATE TABLE theirs (id int)');
    expect(refusalOf(foreign)).toMatch(/database of another program\. Nothing was changed/);
    const newer = await makeDatabase(cluster);
    await openPostgres(newer).close();
    await change(newer, `UPDATE muster_schema SET version = ${migrations.length + 1}`);
    expect(refusalOf(newer)).toMatch(/written by a newer version of Muster/);
    const latin = addressOf(cluster, 'latin');
    await change(
      addressOf(cluster, 'postgres'),
      `CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`,
    );
    expect(refusalOf(latin)).toMatch(/its encoding is LATIN1/);
    const wrong = refusalOf(foreign.replace(/:[^:@]*@/, ':hunter2@'));
    expect(wrong).toMatch(/password authentication failed/);
    expect(wrong).not.toContain('hunter2');
    expect(refusalOf('postgres://ana@127.0.0.1:1/muster')).toMatch(/ECONNREFUSED/);
  });

  test('[PG1] two that start at the same moment make the tables once', async () => {
    const url = await makeDatabase(cluster);
    // Each in a thread, since opening waits in place.
    const code = `import(${JSON.stringify(new URL('./open.ts', import.meta.url).href)}).then(
      ({ openPostgres }) => openPostgres(${JSON.stringify(url)}).close())`;
    const ends = [1, 2, 3, 4].map(async () => {
      const [exit] = (await once(new Worker(code, { eval: true, execArgv: [] }), 'exit')) as [number];
      return exit;
    });
    expect(await Promise.all(ends)).toEqual([0, 0, 0, 0]);
    const database = openPostgres(url);
    const { sql } = database;
    expect(sql.statement('SELECT version FROM muster_schema').all()).toEqual([
      { version: migrations.length },
    ]);
    expect(sql.statement('SELECT count(*) AS n FROM log_head').get()).toEqual({ n: 1 });
    await database.close();
  });

  test('[PG1] a database of an older version is brought to this one, with what it holds', async () => {
    const url = await makeDatabase(cluster);
    const link = openLink(url);
    const older = overPostgres(link);
    migratePostgres(older, migrations.slice(0, -1));
    older.statement('INSERT INTO incident_numbers (incident) VALUES (?)').run('a');
    link.close();
    const database = openPostgres(url);
    expect(database.sql.statement('SELECT version FROM muster_schema').get()).toEqual({
      version: migrations.length,
    });
    expect(database.sql.statement('SELECT * FROM incident_numbers').all()).toEqual([
      { number: 1, incident: 'a' },
    ]);
    await database.close();
  });

  test('[PG1] a number that was taken over is not given again', async () => {
    const database = openPostgres(await makeDatabase(cluster));
    const give = database.sql.statement(
      'INSERT INTO incident_numbers (incident) VALUES (?) RETURNING number',
    );
    const keep = database.sql.statement('INSERT INTO incident_numbers (number, incident) VALUES (?, ?)');
    keep.run(1, 'a');
    expect(give.get('b')).toEqual({ number: 2 });
    keep.run(7, 'c');
    keep.run(5, 'd');
    expect(give.get('e')).toEqual({ number: 8 });
    await database.close();
  });

  test('[PG1] [AU10] an entry of the audit log does not change', async () => {
    const database = openPostgres(await makeDatabase(cluster));
    const { sql } = database;
    sql.statement(`INSERT INTO audit (id, at, person, area, entry) VALUES ('a', 1, NULL, 'x', '{}')`).run();
    sql.statement(`UPDATE audit SET outcome = 'done'`).run();
    expect(() => sql.statement(`UPDATE audit SET outcome = 'other'`).run()).toThrow('does not change');
    await database.close();
  });

  test('[PG1] [SE2] words are found as in SQLite: by their beginning, as phrases, in every script', async () => {
    const database = openPostgres(await makeDatabase(cluster));
    const sqlite = openTemporaryDatabase();
    const texts: Record<string, string> = {
      a: 'payments api is down since 0930',
      b: 'api payments are slow 1e5 0x1f',
      c: 'zahlungen in munchen stehen',
      d: '東 京 は 遅 い',
      e: 'pay',
      empty: '',
      long: `${'x'.repeat(900)} end`,
      huge: Array.from({ length: 90_000 }, (_, index) => `word${index}`).join(' '),
    };
    const queries = [[['pay']], [['payments', 'api']], [['api', 'pay']], [['down'], ['pay']], [['1e5']], [['0x']], [['東', '京']], [['京', '東']],
      [['muncheN'.toLowerCase()]], [['x'.repeat(900), 'en']], [['x'.repeat(899)]], [['word89999']], [['word', 'word1']], [['nothing']]]; // prettier-ignore
    const [ours, theirs] = [database, sqlite].map((each) => openSearchIndex(each));
    for (const [id, words] of Object.entries(texts))
      for (const index of [ours, theirs]) index?.put(id, 1, words, []);
    for (const index of [ours, theirs]) index?.put('e', 2, 'paid', []);
    for (const terms of queries)
      expect({ terms, found: ours?.find({ terms }).toSorted() }).toEqual({
        terms,
        found: theirs?.find({ terms }).toSorted(),
      });
    expect(ours?.find({ terms: [['payments']] }).toSorted()).toEqual(['a', 'b']);
    expect(ours?.heads().get('e')).toBe(2);
    await database.close();
    await sqlite[Symbol.asyncDispose]();
  });
});
