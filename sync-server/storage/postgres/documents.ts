// The documents of rooms in PostgreSQL.
import type { LogRow, NewLogRow } from '../sqlite-documents.ts';
import type { Pool } from './pool.ts';

const readAfter =
  'SELECT seq, document, at, author, data FROM document_updates WHERE document = $1 AND seq > $2 ORDER BY seq';

/**
 * PG2: a document store (sync/document-store.ts). A group of updates is one statement, so one transaction. It takes
 * its numbers from the one row of `log_head`, which stays locked until the commit. So nobody sees a number before all
 * lower ones.
 */
export function documentsInPostgres(pool: Pool) {
  const ask = askOf(pool);
  return {
    append: async (updates: readonly NewLogRow[]) => {
      if (updates.length === 0) return [];
      const rows = await ask<{ seq: number }>('append', append, valuesOf(updates));
      return rows.map(({ seq }) => seq).toSorted((a, b) => a - b);
    },
    load: (document: string) => load(ask, document),
    saveSnapshot: async (document: string, upTo: number, data: Uint8Array) => {
      await ask(
        'keep',
        `INSERT INTO document_snapshots (document, up_to, data) VALUES ($1, $2, $3)
         ON CONFLICT (document) DO UPDATE SET up_to = excluded.up_to, data = excluded.data
         WHERE excluded.up_to > document_snapshots.up_to`,
        [document, upTo, asBuffer(data)],
      );
    },
    erase: async (document: string) => {
      await ask(
        'erase',
        `WITH updates AS (DELETE FROM document_updates WHERE document = $1),
           clients AS (DELETE FROM document_clients WHERE document = $1)
         DELETE FROM document_snapshots WHERE document = $1`,
        [document],
      );
    },
    log: async (document: string, seq = 0, limit = 1_000) =>
      ask<LogRow>('log', `${readAfter} LIMIT $3`, [document, seq, limit]),
    documents: async (seq = 0) =>
      ask<{ document: string; head: number }>(
        'documents',
        'SELECT document, max(seq) AS head FROM document_updates WHERE seq > $1 GROUP BY document',
        [seq],
      ),
  };
}

/** PostgreSQL prepares each statement once and keeps it under `name`. */
const askOf =
  (pool: Pool) =>
  async <Row>(name: string, text: string, values: readonly unknown[]): Promise<Row[]> => {
    return (await pool.query({ name, text, values: [...values] })).rows as Row[];
  };

async function load(ask: ReturnType<typeof askOf>, document: string) {
  const [[row], clients] = await Promise.all([
    ask<{ up_to: number; data: Uint8Array }>(
      'snapshot',
      'SELECT up_to, data FROM document_snapshots WHERE document = $1',
      [document],
    ),
    ask<{ client: number; owner: string }>(
      'owners',
      'SELECT client, owner FROM document_clients WHERE document = $1',
      [document],
    ),
  ]);
  // Read after the snapshot: newer updates are in the tail.
  const tail = await ask<LogRow>('tail', readAfter, [document, row?.up_to ?? 0]);
  if (row === undefined && tail.length === 0) return null;
  const owners = new Map(clients.map(({ client, owner }) => [client, owner]));
  return { snapshot: row?.data ?? null, upTo: row?.up_to ?? 0, tail, owners };
}

/** All bytes in one value, which the statement splits: an array would be sent as text of twice the length. */
const append = `
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::int[], $5::int[]) WITH ORDINALITY
      AS given (document, at, author, begins, length, number)
  ), introduced AS (
    INSERT INTO document_clients (document, client, owner)
      SELECT * FROM unnest($7::text[], $8::bigint[], $9::text[]) ON CONFLICT DO NOTHING
  ), head AS (
    UPDATE log_head SET seq = seq + (SELECT count(*) FROM given) RETURNING seq - (SELECT count(*) FROM given) AS before
  )
  INSERT INTO document_updates (seq, document, at, author, data)
    SELECT head.before + given.number, given.document, given.at, given.author,
      substring($6::bytea FROM given.begins FOR given.length)
    FROM given, head RETURNING seq`;

function valuesOf(updates: readonly NewLogRow[]): unknown[] {
  const pieces = updates.map(({ data }) => {
    if (!(data instanceof Uint8Array)) throw new TypeError('data: expected bytes');
    return data;
  });
  let end = 1;
  const begins = pieces.map(({ length }) => (end += length) - length);
  // If two claim a client id in one group, the first gets it. A statement may not touch a row twice.
  const owners = new Map<string, readonly [document: string, client: number, owner: string]>();
  for (const { document, introduced = [] } of updates)
    for (const [client, owner] of introduced) {
      const key = `${client} ${document}`;
      if (!owners.has(key)) owners.set(key, [document, client, owner]);
    }
  const clients = [...owners.values()];
  return [
    updates.map(({ document }) => document),
    updates.map(({ at }) => at),
    updates.map(({ author }) => author),
    begins,
    pieces.map(({ length }) => length),
    Buffer.concat(pieces),
    clients.map(([document]) => document),
    clients.map(([, client]) => client),
    clients.map(([, , owner]) => owner),
  ];
}

const asBuffer = (data: Uint8Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
