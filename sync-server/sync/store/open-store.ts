import type { Database } from '../../storage/database.ts';
import { documentsIn } from '../../storage/documents.ts';
import { openColdLogs } from './cold-logs.ts';
import type { DocumentStore } from './document-store.ts';

/** The document store of this database, with cold logs. */
export const openStore = (database: Database): DocumentStore =>
  openColdLogs(database).over(documentsIn(database));
