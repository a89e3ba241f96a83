import type { Database } from './database.ts';

/**
 * Every document of the log with the number of its newest update. Takes one index step for each document; max(seq) by
 * group would read the whole log.
 */
export function headsIn({ sql }: Pick<Database, 'sql'>): { document: string; head: number }[] {
  const statement = sql.statement(
    `WITH RECURSIVE documents (document) AS (
       SELECT min(document) FROM document_updates
       UNION ALL
       SELECT (SELECT min(document) FROM document_updates AS next WHERE next.document > documents.document)
       FROM documents WHERE document IS NOT NULL
     )
     SELECT document, (SELECT max(seq) FROM document_updates AS newest WHERE newest.document = documents.document) AS head
     FROM documents WHERE document IS NOT NULL`,
  );
  return statement.all() as { document: string; head: number }[];
}
