// TG: reports from forms wait for triage: each becomes an incident, joins an open one, or is answered. A form may
// page at once instead.
import { createHash } from 'node:crypto';
import type { Fact, FactDraft, Severity } from '#room/facts/fact.ts';
import type { WaitingReport } from '#room/feed/feed.ts';
import { findService, serviceMatcher, type Service } from '#room/team/services.ts';
import type { AttachmentStore } from '../../attachments/store.ts';
import { isOpenForReal } from '../../incidents/declare.ts';
import type { Incidents, Writer } from '../../incidents/incidents.ts';
import { hashSecret } from '../../tokens.ts';
import type { Database } from '../../storage/database.ts';
import { makeTurns } from '../../storage/turns.ts';
import { clip } from '../alert.ts';
import type { Intake } from '../intakes.ts';
import { severityOf } from '../receive.ts';
import { openReportStore, type KeptReport, type Report, type ReportFile } from './report-store.ts';
import { describeReport, isProbablyTheirs, noticedIn } from './report-words.ts';
import { isIntake } from '#room/facts/author.ts';
import { createListeners } from '../../listeners.ts';

/** TG6: at most this many may wait; further reports are refused. */
export const mostWaiting = 500;

export type Receipt = { receipt: string; number: string | null };
export type Decision =
  | {
      decision: 'accept';
      title?: string | undefined;
      severity?: Severity | undefined;
      service?: string | undefined;
      reply?: string | undefined;
    }
  | { decision: 'merge'; incident: string; reply?: string | undefined }
  | { decision: 'decline' | 'theirs'; reply: string };
export type Decided = KeptReport | 'unknown' | 'decided' | 'no-incident';

export type Reports = {
  /** Durable on return. Null when too many wait. */
  take(intake: Intake, report: Report, files?: readonly ReportFile[]): Promise<Receipt | null>;
  waiting(): readonly WaitingReport[];
  /** The waiting reports, oldest first, or the last 200, newest first. */
  list(state: 'waiting' | 'all'): readonly KeptReport[];
  find(id: string): KeptReport | null;
  withReceipt(code: string): KeptReport | null;
  file(id: string, place: number): ReportFile | null;
  /** `by`: the person who decides. */
  decide(id: string, decision: Decision, by: Writer): Promise<Decided>;
  onChange(listener: () => void): () => void;
};

type Options = {
  database: Database;
  incidents: Incidents;
  services: { shown(): readonly Service[] };
  files: Pick<AttachmentStore, 'keep'>;
  now: () => number;
  makeId: () => string;
};

/** The address of a reporter's page. It is derived from the form's ticket, which only the reporter has. */
const receiptOf = (ticket: string): string =>
  createHash('sha256').update(`receipt of ${ticket}`).digest('base64url').slice(0, 32);

export function openReports(options: Options): Reports {
  const store = openReportStore(options.database);
  const inTurn = makeTurns();
  const listeners = createListeners();
  const keeping: Keeping = {
    store,
    add: (...report) => {
      store.add(...report);
      listeners.tell();
    },
    settle: (report) => {
      store.settle(report);
      listeners.tell();
      return report;
    },
  };
  return {
    take: (intake, report, files = []) =>
      inTurn(() => takeReport(options, keeping, { intake, report, files })),
    decide: (id, decision, by) => inTurn(() => decideReport(options, keeping, { id, decision, by })),
    waiting: () =>
      store.waiting().map(({ id, at, form, service, report, files }) => ({
        id,
        at,
        title: report.title,
        form,
        service,
        files: files.length,
      })),
    list: (state) => (state === 'waiting' ? store.waiting() : store.all()),
    find: (id) => store.find(id),
    withReceipt: (code) => store.withReceipt(hashSecret(code)),
    file: (id, place) => store.file(id, place),
    onChange: listeners.add,
  };
}

type Keeping = {
  store: ReturnType<typeof openReportStore>;
  /** Stores a report, and tells of it. */
  add: ReturnType<typeof openReportStore>['add'];
  /** Stores a decision, and tells of it. */
  settle: (report: KeptReport) => KeptReport;
};

async function takeReport(
  options: Options,
  { store, add, settle }: Keeping,
  { intake, report, files }: { intake: Intake; report: Report; files: readonly ReportFile[] },
): Promise<Receipt | null> {
  const { incidents, services, now, makeId } = options;
  const numberOf = (incident: string | null) =>
    incidents.list().find(({ id }) => id === incident)?.number ?? null;
  const receipt = receiptOf(report.ticket);
  const earlier = store.withTicket(report.ticket);
  if (earlier !== null) return { receipt, number: numberOf(earlier.incident) };
  if (store.waiting().length >= mostWaiting) return null;
  const { name: form } = intake.settings;
  // TG7: only a name that the team knows, because strangers type it.
  const known = findService(services.shown(), report.part)?.name ?? null;
  const service = intake.settings.service ?? known;
  const id = makeId();
  add({ id, intake: intake.id, form, service, at: now(), report }, hashSecret(receipt), files);
  if (!pagesAtOnce(intake, report)) return { receipt, number: null };
  const kept = await enterAtOnce(options, store.find(id), intake, store.files(id));
  if (kept !== null) settle({ ...kept, decidedAt: now() });
  return { receipt, number: numberOf(kept?.incident ?? null) };
}

async function decideReport(
  options: Options,
  { store, settle }: Keeping,
  { id, decision, by }: { id: string; decision: Decision; by: Writer },
): Promise<Decided> {
  const kept = store.find(id);
  if (kept === null) return 'unknown';
  if (kept.state !== 'waiting') return 'decided';
  const made = { ...kept, reply: decision.reply || null, decidedAt: options.now(), decidedBy: by.by };
  if (decision.decision === 'decline') return settle({ ...made, state: 'declined' });
  if (decision.decision === 'theirs') return settle({ ...made, state: 'theirs' });
  if (decision.decision === 'merge') {
    const open = options.incidents.list().find((each) => each.id === decision.incident);
    if (open === undefined) return 'no-incident';
    await joinIncident(options, kept, open.id, store.files(id));
    return settle({ ...made, state: 'merged', incident: open.id });
  }
  const incident = await declareIncident(options, kept, { ...decision, by, files: store.files(id) });
  return settle({ ...made, state: 'accepted', incident });
}

/** TG2: whether the form's settings skip triage. */
function pagesAtOnce({ settings }: Intake, { others }: Report): boolean {
  const how = settings.settings['triage'];
  return how === 'at once' || (how === 'at once if others are affected' && others === 'yes');
}

const machineOf = ({ intake }: KeptReport): Writer => ({
  by: `intake:${intake}`,
  author: `intake:${intake}`,
});

/** Without triage: the report joins the open incident of its service, else it declares one. */
async function enterAtOnce(
  options: Options,
  kept: KeptReport | null,
  intake: Intake,
  files: readonly ReportFile[],
): Promise<KeptReport | null> {
  if (kept === null) return null;
  const { service } = kept;
  const isSame = serviceMatcher(options.services.shown());
  const open = options.incidents.list().find((each) => isOpenForReal(each) && isSame(each.service, service));
  if (open !== undefined) {
    await joinIncident(options, kept, open.id, files);
    return { ...kept, state: 'merged', incident: open.id };
  }
  const severity = isProbablyTheirs(kept.report) ? 'P4' : severityOf(intake);
  const incident = await declareIncident(options, kept, { severity, by: machineOf(kept), files });
  return { ...kept, state: 'accepted', incident };
}

const observationOf = ({ report, form }: KeptReport): FactDraft => ({
  kind: 'observation',
  text: describeReport(report),
  byName: form,
});

async function joinIncident(
  options: Options,
  kept: KeptReport,
  incident: string,
  files: readonly ReportFile[],
): Promise<void> {
  const drafts = [observationOf(kept), ...(await keepFiles(options, kept, files))];
  await options.incidents.append(incident, drafts, machineOf(kept));
}

type Declaring = {
  title?: string | undefined;
  severity?: Severity | undefined;
  service?: string | undefined;
  by: Writer;
  files: readonly ReportFile[];
};

async function declareIncident(
  options: Options,
  kept: KeptReport,
  { title = kept.report.title, severity, service = kept.service ?? undefined, by, files }: Declaring,
): Promise<string> {
  const attached = await keepFiles(options, kept, files);
  const noticed = noticedIn(kept.report, kept.at);
  const declared: FactDraft<'declared'> = {
    kind: 'declared',
    title: clip(title, 300),
    source: { type: 'report', ref: kept.intake },
    ...(isIntake(by.by) ? { byName: kept.form } : {}),
    ...(severity === undefined ? {} : { severity }),
    ...(service === undefined ? {} : { service }),
    ...(kept.report.nature === 'unknown' ? {} : { nature: kept.report.nature }),
    ...(noticed === undefined ? {} : { noticed }),
  };
  const { id } = await options.incidents.declare({ drafts: [declared] }, by);
  await options.incidents.append(id, [observationOf(kept), ...attached], machineOf(kept));
  return id;
}

/** The bytes are durable before a room names them (AT1). */
async function keepFiles(
  { files: store }: Options,
  { form: byName }: KeptReport,
  files: readonly ReportFile[],
): Promise<FactDraft[]> {
  const drafts: FactDraft<'attachment'>[] = [];
  for (const { name, type, content } of files) {
    const sha256 = createHash('sha256').update(content).digest('hex');
    await store.keep(sha256, once(content));
    drafts.push({ kind: 'attachment', name, type, bytes: content.byteLength, sha256, byName } satisfies Omit<
      Fact<'attachment'>,
      'id' | 'at' | 'noted' | 'by'
    >);
  }
  return drafts;
}

async function* once(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content;
}
