// PG4: copies every table from one database to another, of either kind, in order and in pieces, and compares the result
// with the source. Search tables are left out: the server builds them again from the rooms.
import { createHash, type Hash } from 'node:crypto';
import type { Row, Sql, Value } from '../sql.ts';

type Table = { name: string; columns: readonly string[]; key: readonly string[]; isCounting: boolean };
export type Copied = { table: string; rows: number };

const rowsAtOnce = 200;

const namesOf = (columns: readonly Row[]) => columns.map((column) => String(column['name']));

/** The tables of SQLite's schema. Pass the one of the two databases that is SQLite. */
export function tablesOf(sqlite: Sql): Table[] {
  const counting = `SELECT name, sql LIKE '%AUTOINCREMENT%' AS counting FROM sqlite_master WHERE type = 'table'
    AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'search%' ORDER BY rowid`;
  const info = sqlite.statement('SELECT name, pk FROM pragma_table_info(?) ORDER BY cid');
  return sqlite
    .statement(counting)
    .all()
    .map((row) => {
      const name = String(row['name']);
      const columns = info.all(name);
      const key = columns
        .filter(({ pk }) => Number(pk) > 0)
        .toSorted((a, b) => Number(a['pk']) - Number(b['pk']));
      return { name, columns: namesOf(columns), key: namesOf(key), isCounting: row['counting'] === 1 };
    });
}

/** Whether any of the tables has a row. */
export const holdsData = (sql: Sql, tables: readonly Table[]): boolean =>
  tables.some(({ name }) => sql.statement(`SELECT 1 AS one FROM ${name} LIMIT 1`).get() !== undefined);

/**
 * Copies all rows into the empty database `to`, in one transaction, and compares the number of rows and a digest of
 * each table. When they differ, it throws and leaves `to` unchanged.
 */
export function copyTables(from: Sql, to: Sql, tables: readonly Table[]): Copied[] {
  return to.transaction(() =>
    tables.map((table) => {
      const read = createHash('sha256');
      let rows = 0;
      for (const piece of piecesOf(from, table)) {
        for (const row of piece) note(read, table, row);
        insert(to, table, piece);
        rows += piece.length;
      }
      const there = createHash('sha256');
      let found = 0;
      for (const piece of piecesOf(to, table))
        for (const row of piece) {
          note(there, table, row);
          found += 1;
        }
      if (found !== rows || there.digest('hex') !== read.digest('hex'))
        throw new Error(
          `the copy of ${table.name} differs from what was read (${rows} rows, and ${found} there)`,
        );
      if (table.isCounting) countOn(from, to, table);
      return { table: table.name, rows };
    }),
  );
}

function* piecesOf(sql: Sql, { name, columns, key }: Table): Generator<Row[]> {
  const order = key.join(', ');
  const first = `SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${order} LIMIT ${rowsAtOnce}`;
  const next = sql.statement(
    `SELECT ${columns.join(', ')} FROM ${name} WHERE (${order}) > (${key.map(() => '?').join(', ')})
     ORDER BY ${order} LIMIT ${rowsAtOnce}`,
  );
  let piece = sql.statement(first).all();
  while (piece.length > 0) {
    yield piece;
    const last = piece.at(-1);
    piece = piece.length < rowsAtOnce ? [] : next.all(...key.map((column) => last?.[column] ?? null));
  }
}

function insert(to: Sql, { name, columns }: Table, rows: readonly Row[]) {
  const one = `(${columns.map(() => '?').join(', ')})`;
  const values = rows.flatMap((row) => columns.map((column) => row[column] ?? null));
  to.statement(`INSERT INTO ${name} (${columns.join(', ')}) VALUES ${rows.map(() => one).join(', ')}`).run(
    ...values,
  );
}

/** Writes each value with its kind and length, so that different rows give different bytes. */
function note(hash: Hash, { columns }: Table, row: Row) {
  for (const column of columns) {
    const [kind, bytes] = written(row[column] ?? null);
    hash.update(`${kind}${bytes.length}:`).update(bytes);
  }
}

function written(value: Value): [kind: string, bytes: Uint8Array] {
  if (value === null) return ['-', new Uint8Array(0)];
  if (value instanceof Uint8Array) return ['b', value];
  // PostgreSQL's text cannot hold the character 0 (postgres/values.ts).
  if (typeof value === 'string') return ['t', Buffer.from(value.replaceAll('\0', '\uFFFD'))];
  return ['n', Buffer.from(String(value))];
}

/** A used sequence number is never used again, even if its row is gone. */
function countOn(from: Sql, to: Sql, { name, key: [column = ''] }: Table) {
  const last = Math.max(lastOf(from, name, column), lastOf(to, name, column));
  if (last === 0) return;
  if (to.dialect === 'postgres') {
    to.statement(`SELECT setval(pg_get_serial_sequence(?, ?), ?)`).get(name, column, last);
    if (name === 'document_updates') to.statement('UPDATE log_head SET seq = ?').run(last);
    return;
  }
  to.statement('DELETE FROM sqlite_sequence WHERE name = ?').run(name);
  to.statement('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)').run(name, last);
}

function lastOf(sql: Sql, table: string, column: string): number {
  const given =
    sql.dialect === 'sqlite'
      ? sql.statement('SELECT seq AS last FROM sqlite_sequence WHERE name = ?').get(table)
      : table === 'document_updates'
        ? sql.statement('SELECT seq AS last FROM log_head').get()
        : sql.statement(`SELECT last_value AS last FROM ${table}_${column}_seq WHERE is_called`).get();
  const highest = sql.statement(`SELECT max(${column}) AS last FROM ${table}`).get();
  return Math.max(Number(given?.['last'] ?? 0), Number(highest?.['last'] ?? 0));
}
