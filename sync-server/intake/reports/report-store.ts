// TG: stores reports as rows, with their files. Files stay here until somebody decides: then they move to the room
// with the report, or are deleted.
import type { Selectable } from 'kysely';
import type { Nature } from '#room/team/scales.ts';
import type { ReportAnswer as WireReport } from '#wire/api/intakes.ts';
import type { Database } from '../../storage/database.ts';
import type { Tables } from '../../storage/tables.ts';

export type TriageAnswer = 'yes' | 'no' | 'unknown';
/** TG7: how hard it hits the reporter, in their words. */
export const hits = ['blocked', 'hindered', 'nuisance', 'unknown'] as const;
export type Hit = (typeof hits)[number];
/** TG8: who the reporter is to us. */
export const sides = ['customer', 'employee', 'unknown'] as const;
type Side = (typeof sides)[number];
export type Report = {
  /** Issued with the form: sending the same form twice makes one report. */
  ticket: string;
  title: string;
  details: string;
  reporter: string;
  contact: string;
  reproducible: TriageAnswer;
  others: TriageAnswer;
  changed: TriageAnswer;
  nature: Nature | 'unknown';
  hit: Hit;
  /** What it is about, as typed; empty where the form's service says it. */
  part: string;
  side: Side;
  /** When they first saw it, as typed. */
  since: string;
};
/** The answers of a report from before these questions. */
const notAsked = { nature: 'unknown', hit: 'unknown', part: '', side: 'unknown', since: '' } as const;
export type ReportFile = { name: string; type: string; content: Uint8Array };

export type ReportState = WireReport['state'];

export type KeptReport = {
  id: string;
  intake: string;
  /** The form's name when the report came. */
  form: string;
  service: string | null;
  at: number;
  state: ReportState;
  /** The incident that it declared or joined. */
  incident: string | null;
  /** The answer to the reporter; null until somebody writes one. */
  reply: string | null;
  decidedAt: number | null;
  /** A person's id; null while it waits, and for a form that pages at once. */
  decidedBy: string | null;
  report: Report;
  files: { name: string; type: string; bytes: number }[];
};

/** TG6: reports that nobody needs any more are deleted after this time. */
const keptMs = 180 * 24 * 3_600_000;
const listed = 200;

type Row = Selectable<Tables['reports']>;

export function openReportStore(database: Database) {
  return { ...readReports(database), ...writeReports(database) };
}

const filesOf = ({ queries }: Database, id: string) =>
  queries.selectFrom('report_files').select(['name', 'type']).where('report', '=', id).orderBy('place');

function readReports(database: Database) {
  const reports = database.queries.selectFrom('reports').selectAll();
  const whole = (row: Row): KeptReport => ({
    ...readRow(row),
    files: database.all(
      filesOf(database, row.id).select(({ fn }) => fn<number>('length', ['content']).as('bytes')),
    ),
  });
  const one = (column: 'ticket' | 'receipt' | 'id', value: string) => {
    const row = database.first(reports.where(column, '=', value));
    return row === undefined ? null : whole(row);
  };
  return {
    withTicket: (ticket: string) => one('ticket', ticket),
    withReceipt: (receipt: string) => one('receipt', receipt),
    find: (id: string) => one('id', id),
    waiting: () =>
      database.all(reports.where('state', '=', 'waiting').orderBy('at').orderBy('id')).map(whole),
    all: () => database.all(reports.orderBy('at', 'desc').orderBy('id', 'desc').limit(listed)).map(whole),
    file: (id: string, place: number): ReportFile | null =>
      database.first(filesOf(database, id).select('content').where('place', '=', place)) ?? null,
    files: (id: string): ReportFile[] => database.all(filesOf(database, id).select('content')),
  };
}

function writeReports(database: Database) {
  const { queries } = database;
  const forget = (before: number) => {
    const old = queries.selectFrom('reports').select('id').where('at', '<', before);
    database.run(queries.deleteFrom('report_files').where('report', 'in', old));
    database.run(queries.deleteFrom('reports').where('at', '<', before).where('state', '<>', 'waiting'));
  };
  return {
    add: (
      kept: Pick<KeptReport, 'id' | 'intake' | 'form' | 'service' | 'at' | 'report'>,
      receipt: string,
      added: readonly ReportFile[],
    ): void => {
      forget(kept.at - keptMs);
      const { id, intake, form, service, at, report } = kept;
      const row = { id, ticket: report.ticket, receipt, intake, form, service, at, state: 'waiting' };
      database.transaction(() => {
        database.run(queries.insertInto('reports').values({ ...row, report: JSON.stringify(report) }));
        for (const [place, { name, type, content }] of added.entries())
          database.run(queries.insertInto('report_files').values({ report: id, place, name, type, content }));
      });
    },
    settle: ({
      id,
      state,
      incident,
      reply,
      decidedAt,
      decidedBy,
    }: Omit<KeptReport, 'report' | 'files'>): void => {
      const decided = { state, incident, reply, decided_at: decidedAt, decided_by: decidedBy };
      database.run(queries.updateTable('reports').set(decided).where('id', '=', id));
    },
  };
}

/** Only this file writes these columns. */
function readRow(row: Row): Omit<KeptReport, 'files'> {
  const { id, intake, form, service, at, incident, reply, decided_at, decided_by } = row;
  return {
    id,
    intake,
    form,
    service,
    at,
    incident,
    reply,
    state: row.state as ReportState,
    decidedAt: decided_at,
    decidedBy: decided_by,
    report: { ...notAsked, ...(JSON.parse(row.report) as Omit<Report, keyof typeof notAsked>) },
  };
}
