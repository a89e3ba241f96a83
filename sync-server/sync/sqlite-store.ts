import type { Sql } from '../storage/sql.ts';
import type { DocumentStore, LoggedUpdate } from './document-store.ts';

/** Documents in the tables `document_updates` and `document_snapshots` of the server's one database. */
export function createSqliteStore(sql: Sql): DocumentStore {
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
  const heads = sql.statement(
    'SELECT document, max(seq) AS head FROM document_updates WHERE seq > ? GROUP BY document',
  );

  const readAfter = (document: string, seq: number, limit: number) =>
    after.all(document, seq, limit) as unknown as LoggedUpdate[];

  return {
    append: (updates) =>
      sql.transaction(() =>
        updates.map((update) => {
          for (const [client, owner] of update.introduced ?? [])
            introduce.run(update.document, client, owner);
          return insert.run(update.document, update.at, update.author, update.data).rowId;
        }),
      ),
    load: async (document) => {
      const row = snapshot.get(document) as { up_to: number; data: Uint8Array } | undefined;
      const tail = readAfter(document, row?.up_to ?? 0, -1);
      if (row === undefined && tail.length === 0) return null;
      const rows = introduced.all(document) as { client: number; owner: string }[];
      const owners = new Map(rows.map(({ client, owner }) => [client, owner]));
      return { snapshot: row?.data ?? null, upTo: row?.up_to ?? 0, tail, owners };
    },
    saveSnapshot: async (document, upTo, data) => {
      keep.run(document, upTo, data);
    },
    log: async (document, seq = 0, limit = 1_000) => readAfter(document, seq, limit),
    documents: async (seq = 0) => heads.all(seq) as { document: string; head: number }[],
  };
}
