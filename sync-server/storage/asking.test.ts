import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasPostgres, startPostgres } from '../checks/testing/databases.ts';
import type { TestTarget } from '../checks/testing/targets.ts';
import { openTemporaryDatabase } from '../replica/testing/database.ts';
import { askingOver, fixed } from './asking.ts';
import type { Database } from './database.ts';
import { keepFirst, readKept, writeKept, writingKept } from './kept-values.ts';
import { openPostgres } from './postgres/open.ts';
import type { Sql } from './sql.ts';
import { makeDatabase } from './testing/postgres.ts';

let cluster: TestTarget | null = null;
beforeAll(async () => {
  if (hasPostgres) cluster = await startPostgres();
});
afterAll(() => cluster?.[Symbol.asyncDispose]());

const openers: [string, boolean, () => Promise<Database & AsyncDisposable>][] = [
  ['SQLite', true, async () => openTemporaryDatabase()],
  [
    'PostgreSQL',
    hasPostgres,
    async () => {
      const database = openPostgres(await makeDatabase(cluster));
      return { ...database, [Symbol.asyncDispose]: () => database.close() };
    },
  ],
];

describe.each(openers)('asked of %s', (_name, isHere, open) => {
  test.skipIf(!isHere)('a query is answered at once, and says how many rows it changed', async () => {
    await using database = await open();
    const { queries } = database;
    const beats = queries.selectFrom('beats').selectAll().orderBy('monitor');
    expect([database.first(beats), database.all(beats)]).toEqual([undefined, []]);
    const rows = ['a', 'b'].map((monitor) => ({ monitor, token: `t ${monitor}?`, state: "it's $1" }));
    expect(database.run(queries.insertInto('beats').values(rows))).toBe(2);
    expect([database.first(beats), database.all(beats)]).toEqual([rows[0], rows]);
    expect(database.run(queries.deleteFrom('beats').where('monitor', 'in', ['b', 'c']))).toBe(1);
    expect(database.isOpen()).toBe(true);
  });

  test.skipIf(!isHere)(
    'a prepared question is built once, when it is first asked, and takes each value where it stands',
    async () => {
      await using database = await open();
      let built = 0;
      const put = database.prepare((db, state: string, monitor: string) => {
        built += 1;
        const row = { token: 'it\'s "one" of ?', state };
        return db
          .insertInto('beats')
          .values({ monitor, ...row })
          .onConflict((conflict) => conflict.column('monitor').doUpdateSet(row));
      });
      const read = database.prepare((db, most: number) =>
        db
          .selectFrom('beats')
          .selectAll()
          .where('token', '=', 'it\'s "one" of ?')
          .orderBy('monitor')
          .limit(most),
      );
      expect(built).toBe(0);
      expect([put.run('up', 'a'), put.run('down', 'a')]).toEqual([1, 1]);
      expect(built).toBe(1);
      const row = { monitor: 'a', token: 'it\'s "one" of ?', state: 'down' };
      expect([read.first(5), read.all(5), [...read.iterate(5)], read.all(0)]).toEqual([
        row,
        [row],
        [row],
        [],
      ]);
    },
  );

  test.skipIf(!isHere)('a prepared question cannot work with values that are not there yet', async () => {
    await using database = await open();
    const byNumber = database.prepare((db, at: number) =>
      db.deleteFrom('page_tests').where('at', '<', at - 1),
    );
    const byText = database.prepare((db, id: string) =>
      db.deleteFrom('page_tests').where('id', '=', `x${id}`),
    );
    const byJson = database.prepare((db, id: string) =>
      db.deleteFrom('page_tests').where('id', '=', JSON.stringify([id])),
    );
    for (const each of [() => byNumber.run(1), () => byText.run('a'), () => byJson.run('a')])
      expect(each).toThrow('has no values yet');
  });

  test.skipIf(!isHere)('a transaction is whole or nothing', async () => {
    await using database = await open();
    const work = () => {
      writeKept(database, 'a', '1');
      throw new Error('half-way');
    };
    expect(() => database.transaction(work)).toThrow('half-way');
    expect(readKept(database, 'a')).toBe(null);
  });

  test.skipIf(!isHere)('a kept value stays under its name until another replaces it', async () => {
    await using database = await open();
    expect(keepFirst(database, 'a', '1')).toBe('1');
    expect(keepFirst(database, 'a', '2')).toBe('1');
    writeKept(database, 'a', '3');
    database.together([writingKept(database, 'b', '4')]);
    expect(['a', 'b', 'c'].map((name) => readKept(database, name))).toEqual(['3', '4', null]);
  });
});

test('fixed and prepared questions find the index of some rows', async () => {
  await using database = openTemporaryDatabase();
  const planOf = (text: string, values: readonly (string | number)[]) =>
    JSON.stringify(database.sql.statement(`EXPLAIN QUERY PLAN ${text}`).all(...values));
  const due = database.queries.selectFrom('outbox').select('id').where('next_at', '<=', 5);
  const { sql, parameters } = due
    .where('lane', '=', fixed('pages'))
    .where('state', '=', fixed('queued'))
    .compile();
  expect(planOf(sql, parameters as number[])).toContain('outbox_due');
  const asked: string[] = [];
  const noting: Sql = {
    ...database.sql,
    statement: (text) => {
      asked.push(text);
      return database.sql.statement(text);
    },
  };
  const prepared = askingOver(noting).prepare((db, now: number) =>
    db
      .selectFrom('outbox')
      .select('id')
      .where('lane', '=', 'pages')
      .where('state', '=', 'queued')
      .where('next_at', '<=', now),
  );
  expect(prepared.all(5)).toEqual([]);
  expect(planOf(asked[0] ?? '', [5])).toContain('outbox_due');
});
