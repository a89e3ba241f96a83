import type { Database } from './database.ts';
import { documentsInPostgres } from './postgres/documents.ts';
import { documentsInSqlite } from './sqlite-documents.ts';

/** The document store of this database (see sync/document-store.ts). */
export const documentsIn = ({ sql, pool }: Pick<Database, 'sql' | 'pool'>) =>
  pool === null ? documentsInSqlite(sql) : documentsInPostgres(pool);
