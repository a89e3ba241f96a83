// TG: reports as rows, with the files that came with them. Files stay here until somebody decides; then they go to
// the room with the report, or away.
import type { Report as WireReport } from '#wire/api/intakes.ts';
import type { Database } from '../storage/database.ts';

export type TriageAnswer = 'yes' | 'no' | 'unknown';
export type Report = {
  /** Given out with the form: the same form sent twice is one report. */
  ticket: string;
  title: string;
  details: string;
  reporter: string;
  contact: string;
  reproducible: TriageAnswer;
  others: TriageAnswer;
  changed: TriageAnswer;
};
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
  /** The incident that it became part of. */
  incident: string | null;
  /** The answer to the reporter; null before anybody wrote one. */
  reply: string | null;
  decidedAt: number | null;
  /** A person's id; null while it waits, and for a form that pages at once. */
  decidedBy: string | null;
  report: Report;
  files: { name: string; type: string; bytes: number }[];
};

/** TG6: what nobody needs any more is forgotten after this long. */
const keptMs = 180 * 24 * 3_600_000;
const listed = 200;

type Row = Record<string, string | number | null>;

export function openReportStore({ sql }: Database) {
  const columns = `id, intake, form, service, at, state, incident, reply, decided_at, decided_by, report`;
  const insert = sql.statement(
    `INSERT INTO reports (id, ticket, receipt, intake, form, service, at, state, report)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting', ?)`,
  );
  const insertFile = sql.statement('INSERT INTO report_files VALUES (?, ?, ?, ?, ?)');
  const byTicket = sql.statement(`SELECT ${columns} FROM reports WHERE ticket = ?`);
  const byReceipt = sql.statement(`SELECT ${columns} FROM reports WHERE receipt = ?`);
  const byId = sql.statement(`SELECT ${columns} FROM reports WHERE id = ?`);
  const waiting = sql.statement(`SELECT ${columns} FROM reports WHERE state = 'waiting' ORDER BY at, id`);
  const all = sql.statement(`SELECT ${columns} FROM reports ORDER BY at DESC, id DESC LIMIT ${listed}`);
  const settle = sql.statement(
    `UPDATE reports SET state = ?, incident = ?, reply = ?, decided_at = ?, decided_by = ? WHERE id = ?`,
  );
  const file = sql.statement('SELECT name, type, content FROM report_files WHERE report = ? AND place = ?');
  const files = sql.statement('SELECT name, type, content FROM report_files WHERE report = ? ORDER BY place');
  const fileNames = sql.statement(
    'SELECT name, type, length(content) AS bytes FROM report_files WHERE report = ? ORDER BY place',
  );
  const whole = (row: Row): KeptReport => ({
    ...readRow(row),
    files: fileNames.all(String(row['id'])) as KeptReport['files'],
  });
  const one = (row: Row | undefined) => (row === undefined ? null : whole(row));
  const forgetFiles = sql.statement(
    'DELETE FROM report_files WHERE report IN (SELECT id FROM reports WHERE at < ?)',
  );
  const forget = sql.statement(`DELETE FROM reports WHERE at < ? AND state <> 'waiting'`);
  return {
    add: (
      kept: Pick<KeptReport, 'id' | 'intake' | 'form' | 'service' | 'at' | 'report'>,
      receipt: string,
      added: readonly ReportFile[],
    ): void => {
      forgetFiles.run(kept.at - keptMs);
      forget.run(kept.at - keptMs);
      const { id, intake, form, service, at, report } = kept;
      sql.transaction(() => {
        insert.run(id, report.ticket, receipt, intake, form, service, at, JSON.stringify(report));
        for (const [place, { name, type, content }] of added.entries())
          insertFile.run(id, place, name, type, content);
      });
    },
    withTicket: (ticket: string) => one(byTicket.get(ticket) as Row | undefined),
    withReceipt: (receipt: string) => one(byReceipt.get(receipt) as Row | undefined),
    find: (id: string) => one(byId.get(id) as Row | undefined),
    waiting: () => (waiting.all() as Row[]).map(whole),
    all: () => (all.all() as Row[]).map(whole),
    settle: ({
      id,
      state,
      incident,
      reply,
      decidedAt,
      decidedBy,
    }: Omit<KeptReport, 'report' | 'files'>): void => {
      settle.run(state, incident, reply, decidedAt, decidedBy, id);
    },
    file: (id: string, place: number) => (file.get(id, place) ?? null) as ReportFile | null,
    files: (id: string) => files.all(id) as unknown as ReportFile[],
  };
}

/** The columns are those that this file wrote. */
function readRow(row: Row): Omit<KeptReport, 'files'> {
  const optional = (name: string) => (row[name] === null ? null : String(row[name]));
  return {
    id: String(row['id']),
    intake: String(row['intake']),
    form: String(row['form']),
    service: optional('service'),
    at: Number(row['at']),
    state: String(row['state']) as ReportState,
    incident: optional('incident'),
    reply: optional('reply'),
    decidedAt: row['decided_at'] === null ? null : Number(row['decided_at']),
    decidedBy: optional('decided_by'),
    report: JSON.parse(String(row['report'])) as Report,
  };
}
