// What somebody reports by form becomes an incident in triage, or a line in the open one of its service.
import type { FactDraft } from '#room/fact.ts';
import { isOpenForReal } from '../incidents/declare.ts';
import type { Database } from '../storage/database.ts';
import { makeTurns } from '../storage/turns.ts';
import type { Incidents } from '../incidents/incidents.ts';
import { clip } from './alert.ts';
import type { Intake } from './intakes.ts';
import { severityOf } from './receive.ts';

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
export type Receipt = { incident: string; number: string | null };
export type Reports = { take(intake: Intake, report: Report): Promise<Receipt> };

const keptMs = 30 * 24 * 3_600_000;

export function openReports(options: {
  database: Database;
  incidents: Incidents;
  now: () => number;
}): Reports {
  const { database, incidents, now } = options;
  const { sqlite } = database;
  const inTurn = makeTurns();
  const numberOf = (incident: string) => incidents.list().find(({ id }) => id === incident)?.number ?? null;
  const take = async (intake: Intake, report: Report): Promise<Receipt> => {
    const earlier = sqlite.prepare('SELECT incident FROM intake_reports WHERE ticket = ?').get(report.ticket);
    if (earlier !== undefined) {
      const { incident } = earlier as { incident: string };
      return { incident, number: numberOf(incident) };
    }
    const by = `intake:${intake.id}`;
    const writer = { by, author: by };
    const service = intake.settings.service ?? null;
    const open = incidents
      .list()
      .find((each) => isOpenForReal(each) && service !== null && each.service === service);
    const byName = intake.settings.name;
    const observation = { kind: 'observation', text: describe(report), byName } as FactDraft;
    let incident = open?.id;
    if (incident === undefined) {
      const declared = {
        kind: 'declared',
        title: clip(report.title, 300),
        severity: isProbablyTheirs(report) ? 'P4' : severityOf(intake),
        source: { type: 'report', ref: intake.id },
        byName,
        ...(service === null ? {} : { service }),
      } as FactDraft;
      incident = (await incidents.declare({ drafts: [declared, observation] }, writer)).id;
    } else await incidents.append(incident, [observation], writer);
    sqlite.prepare('DELETE FROM intake_reports WHERE at < ?').run(now() - keptMs);
    sqlite.prepare('INSERT INTO intake_reports VALUES (?, ?, ?)').run(report.ticket, now(), incident);
    return { incident, number: numberOf(incident) };
  };
  return { take: (intake, report) => inTurn(() => take(intake, report)) };
}

/** Only with them, gone elsewhere, and after they changed something: nobody is woken for it. */
const isProbablyTheirs = ({ reproducible, others, changed }: Report): boolean =>
  reproducible === 'no' && others === 'no' && changed === 'yes';

const says: Record<TriageAnswer, string> = { yes: 'yes', no: 'no', unknown: 'not known' };

function describe(report: Report): string {
  const { title, details, reporter, contact, reproducible, others, changed } = report;
  const who = [reporter, contact].filter((text) => text !== '').join(', ');
  return [
    `Reported: ${title}`,
    ...(details === '' ? [] : [details]),
    `Happens elsewhere too: ${says[reproducible]}. Others affected: ${says[others]}. Configuration changed: ${says[changed]}.`,
    ...(isProbablyTheirs(report) ? ['The answers point to a configuration on their side.'] : []),
    ...(who === '' ? [] : [`From ${who}.`]),
  ].join('\n');
}
