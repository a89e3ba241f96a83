// The documents of rooms in SQLite. Hand-written SQL, because these are the most frequent queries.
import type { Selectable } from 'kysely';
import type { Sql } from './sql.ts';
import type { Tables } from './tables.ts';

export type LogRow = Selectable<Tables['document_updates']>;
/** `introduced`: the owners of client ids that are new in the document. */
export type NewLogRow = Omit<LogRow, 'seq'> & {
  introduced?: readonly (readonly [client: number, owner: string])[];
};

function prepare(sql: Sql) {
  const insert = sql.statement(
    'INSERT INTO document_updates (document, at, author, data) VALUES (?, ?, ?, ?)',
  );
  const snapshot = sql.statement('SELECT up_to, data FROM document_snapshots WHERE document = ?');
  const after = sql.statement(
    'SELECT seq, document, at, author, data FROM document_updates WHERE document = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  const keep = sql.statement(
    `INSERT INTO document_snapshots (document, up_to, data) VALUES (?, ?, ?)
     ON CONFLICT (document) DO UPDATE SET up_to = excluded.up_to, data = excluded.data
     WHERE excluded.up_to > document_snapshots.up_to`,
  );
  const introduce = sql.statement(
    'INSERT INTO document_clients (document, client, owner) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const introduced = sql.statement('SELECT client, owner FROM document_clients WHERE document = ?');
  const drops = ['document_updates', 'document_snapshots', 'document_clients'].map((table) =>
    sql.statement(`DELETE FROM ${table} WHERE document = ?`),
  );
  const heads = sql.statement(
    'SELECT document, max(seq) AS head FROM document_updates WHERE seq > ? GROUP BY document',
  );

  return { insert, snapshot, after, keep, introduce, introduced, drops, heads };
}

/** A document store (sync/document-store.ts) that commits within the same turn of the event loop. */
export function documentsInSqlite(sql: Sql) {
  const { insert, snapshot, after, keep, introduce, introduced, drops, heads } = prepare(sql);
  const readAfter = (document: string, seq: number, limit: number) =>
    after.all(document, seq, limit) as unknown as LogRow[];

  return {
    append: (updates: readonly NewLogRow[]) =>
      sql.transaction(() =>
        updates.map((update) => {
          for (const [client, owner] of update.introduced ?? [])
            introduce.run(update.document, client, owner);
          return insert.run(update.document, update.at, update.author, update.data).rowId;
        }),
      ),
    load: async (document: string) => {
      const row = snapshot.get(document) as { up_to: number; data: Uint8Array } | undefined;
      const tail = readAfter(document, row?.up_to ?? 0, -1);
      if (row === undefined && tail.length === 0) return null;
      const rows = introduced.all(document) as { client: number; owner: string }[];
      const owners = new Map(rows.map(({ client, owner }) => [client, owner]));
      return { snapshot: row?.data ?? null, upTo: row?.up_to ?? 0, tail, owners };
    },
    saveSnapshot: async (document: string, upTo: number, data: Uint8Array) => {
      keep.run(document, upTo, data);
    },
    erase: async (document: string) => sql.erase(() => drops.forEach((drop) => drop.run(document))),
    log: async (document: string, seq = 0, limit = 1_000) => readAfter(document, seq, limit),
    documents: async (seq = 0) => heads.all(seq) as { document: string; head: number }[],
  };
}
