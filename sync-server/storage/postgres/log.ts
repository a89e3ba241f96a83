// MP3: reads the log of all documents for processes that follow it.
import type { LogRow } from '../sqlite-documents.ts';
import type { Pool } from './pool.ts';

/** The log's end: every number up to it is visible (PG2). Like the others, rejects while the database is away. */
export async function readLogHead(pool: Pool): Promise<number> {
  const [head] = (await pool.query({ text: 'SELECT seq FROM log_head' })).rows as { seq: number }[];
  return head?.seq ?? 0;
}

/** Log rows above this number, in order. */
export async function readLog(pool: Pool, above: number, most: number): Promise<LogRow[]> {
  const { rows } = await pool.query({
    name: 'follow',
    text: 'SELECT seq, document, at, author, data FROM document_updates WHERE seq > $1 ORDER BY seq LIMIT $2',
    values: [above, most],
  });
  return rows as LogRow[];
}

type Client = { document: string; client: number };

/** The owners of these client ids; ids without an owner are left out. */
export async function readOwners(
  pool: Pool,
  clients: readonly Client[],
): Promise<(Client & { owner: string })[]> {
  const { rows } = await pool.query({
    name: 'owners-of',
    text: `SELECT document, client, owner FROM document_clients JOIN unnest($1::text[], $2::bigint[])
      AS asked (document, client) USING (document, client)`,
    values: [clients.map(({ document }) => document), clients.map(({ client }) => client)],
  });
  return rows as (Client & { owner: string })[];
}
