import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrations } from './migrations/migrations.ts';

const columnsIn = (body: string) =>
  Object.fromEntries([...body.matchAll(/(\w+): ([^;}]+?)\s*[;}]/gu)].map(([, name, type]) => [name, type]));

/** What the type says, by table and column. */
function read(): Record<string, Record<string, string>> {
  const sources = ['./tables.ts', './tables-of-messages.ts'].map((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8'),
  );
  const text = sources.join('\n').replaceAll(/\/\*\*.*?\*\//gsu, '');
  const apart = new Map([...text.matchAll(/^export type (\w+) = (\{[^}]*\})/gmu)].map(([, a, b]) => [a, b]));
  return Object.fromEntries(
    [...text.matchAll(/^ {2}(\w+): (\{[^}]*\}|[A-Z]\w+);/gmu)].map(([, table, body = '']) => [
      table,
      columnsIn(apart.get(body) ?? body),
    ]),
  );
}

const kinds: Record<string, string> = {
  TEXT: 'string',
  INTEGER: 'number',
  REAL: 'number',
  BLOB: 'Uint8Array',
};

type Column = { kind: string; mayBeLeftOut: boolean };

/** What a new database has; what finds words in texts is search-index.ts's alone. */
function made(): Record<string, Record<string, Column>> {
  const sqlite = new DatabaseSync(':memory:');
  for (const each of migrations) sqlite.exec(each);
  const tables = sqlite
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !name.startsWith('search_words'));
  return Object.fromEntries(
    tables.map((table) => {
      const columns = sqlite.prepare('SELECT * FROM pragma_table_info(?)').all(table);
      const isOneKey = columns.filter(({ pk }) => pk !== 0).length === 1;
      const types = columns.map(({ name, type, pk, notnull, dflt_value: usual }): [string, Column] => {
        const isKey = pk !== 0;
        const kind = `${kinds[String(type)]}${isKey || notnull !== 0 ? '' : ' | null'}`;
        const isCounted = isKey && isOneKey && type === 'INTEGER';
        return [String(name), { kind, mayBeLeftOut: isCounted || usual !== null }];
      });
      return [table, Object.fromEntries(types)];
    }),
  );
}

test('the tables as queries know them are those of the migrations, column by column', () => {
  const found = made();
  expect(Object.keys(found).length).toBeGreaterThan(50);
  // What rows have by themselves may be left out, and need not.
  const said = Object.entries(read()).map(([table, columns]) => [
    table,
    Object.fromEntries(
      Object.entries(columns).map(([name, type]) => {
        const generated = /^Generated<(.+)>$/u.exec(type)?.[1];
        const mayBeLeftOut = generated !== undefined || (found[table]?.[name]?.mayBeLeftOut ?? false);
        return [name, { kind: generated ?? type, mayBeLeftOut }];
      }),
    ),
  ]);
  expect(Object.fromEntries(said)).toEqual(found);
});
