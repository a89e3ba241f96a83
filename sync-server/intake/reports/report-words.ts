// Words a report for the room it goes to. Pure.
import type { Severity } from '#room/team/scales.ts';
import type { Hit, Report, TriageAnswer } from './report-store.ts';

/** Not reproducible elsewhere, nobody else affected, and they changed something: nobody is woken for it. */
export const isProbablyTheirs = ({ reproducible, others, changed }: Report): boolean =>
  reproducible === 'no' && others === 'no' && changed === 'yes';

const severities: Record<Hit, Severity | null> = {
  blocked: 'P2',
  hindered: 'P3',
  nuisance: 'P4',
  unknown: null,
};

/** TG7: the severity that triage begins with. It is a proposal: a stranger's answers page nobody. */
export const proposedSeverity = (report: Report): Severity | null =>
  isProbablyTheirs(report) ? 'P4' : severities[report.hit];

const hitWords: Record<Hit, string> = {
  blocked: 'They cannot work at all.',
  hindered: 'They can work, with difficulty.',
  nuisance: 'It is a nuisance.',
  unknown: '',
};
const natureWords: Record<Report['nature'], string> = {
  outage: 'It does not work.',
  degradation: 'It works badly or slowly.',
  bug: 'It does something wrong.',
  unknown: '',
};

const says: Record<TriageAnswer, string> = { yes: 'yes', no: 'no', unknown: 'not known' };

/** What the reporter wrote and answered, as one observation. */
export function describeReport(report: Report): string {
  const { title, details, reporter, contact, reproducible, others, changed, part } = report;
  const answered = [natureWords[report.nature], hitWords[report.hit]].filter((text) => text !== '');
  const who = [reporter, contact].filter((text) => text !== '').join(', ');
  return [
    `Reported: ${title}`,
    ...(part === '' ? [] : [`It is about ${part}.`]),
    ...(details === '' ? [] : [details]),
    ...(answered.length === 0 ? [] : [answered.join(' ')]),
    `Happens elsewhere too: ${says[reproducible]}. Others affected: ${says[others]}. Configuration changed: ${says[changed]}.`,
    ...(isProbablyTheirs(report) ? ['The answers point to a configuration on their side.'] : []),
    ...(who === '' ? [] : [`From ${who}.`]),
  ].join('\n');
}
