import type { Database } from '../storage/database.ts';
import { openColdLogs } from './cold-logs.ts';
import type { DocumentStore } from './document-store.ts';
import { createPostgresStore } from './postgres-store.ts';
import { createSqliteStore } from './sqlite-store.ts';

/** Where the documents of this database are kept. */
export const openStore = ({ sql, pool }: Pick<Database, 'sql' | 'pool'>): DocumentStore =>
  openColdLogs(sql).over(pool === null ? createSqliteStore(sql) : createPostgresStore(pool));
