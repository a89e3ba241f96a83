// ER1: everything of an incident in the tables, apart from its room's own, which the rooms take away themselves. What a
// status page told the world stays, and so does the audit log.
import type { Database } from './database.ts';
import { forgetDroppedWords } from './search-index.ts';

/** Of an incident, by the column that names it. */
const byIncident = [
  'measured',
  'action_items',
  'search_lines',
  'pagings',
  'acknowledge_links',
  'deliveries',
  'duplicates_told',
  'reports',
  'intake_reports',
] as const;
/** Of its room. */
const byDocument = ['playbook_runs', 'upstream_marks'] as const;

/** One transaction that leaves nothing of it in the files. `document` is the name of its room. */
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
