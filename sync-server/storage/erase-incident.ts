// ER1: deletes an incident from all tables except those of its room, which the rooms delete themselves. Published
// status page updates and the audit log stay.
import type { Database } from './database.ts';
import { forgetDroppedWords } from './search-index.ts';

/** Tables with a column `incident`. */
const byIncident = [
  'measured',
  'action_items',
  'listed_reviews',
  'search_lines',
  'pagings',
  'acknowledge_links',
  'outbox',
  'duplicates_told',
  'reports',
  'intake_reports',
] as const;
/** Tables with a column `document`, the room. */
const byDocument = ['playbook_runs', 'upstream_marks'] as const;

/** One transaction that leaves no deleted data in the files. `document` is the name of its room. */
export function eraseIncident(database: Database, incident: string, document: string): void {
  const { queries, sql } = database;
  const reports = queries.selectFrom('reports').select('id').where('incident', '=', incident);
  database.erase(() => {
    database.run(queries.deleteFrom('report_files').where('report', 'in', reports));
    database.run(queries.deleteFrom('incidents').where('id', '=', incident));
    for (const table of byIncident) database.run(queries.deleteFrom(table).where('incident', '=', incident));
    for (const table of byDocument) database.run(queries.deleteFrom(table).where('document', '=', document));
    forgetDroppedWords(sql);
  });
}
