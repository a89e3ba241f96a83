import type { Database } from '../storage/database.ts';
import { documentsIn } from '../storage/documents.ts';
import { openColdLogs } from './cold-logs.ts';
import type { DocumentStore } from './document-store.ts';

/** Where the documents of this database are kept. */
export const openStore = (database: Database): DocumentStore =>
  openColdLogs(database).over(documentsIn(database));
