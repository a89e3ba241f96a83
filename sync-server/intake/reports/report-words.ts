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
    ...sayAnswers({
      'Happens elsewhere too': reproducible,
      'Others affected': others,
      'Configuration changed': changed,
    }),
    ...(isProbablyTheirs(report) ? ['The answers point to a configuration on their side.'] : []),
    ...(who === '' ? [] : [`From ${who}.`]),
  ].join('\n');
}

/** One line with the answers that the reporter knew. */
function sayAnswers(answers: Readonly<Record<string, TriageAnswer>>): string[] {
  const known = Object.entries(answers).filter(([, answer]) => answer !== 'unknown');
  return known.length === 0 ? [] : [known.map(([asked, answer]) => `${asked}: ${answer}.`).join(' ')];
}
