// Words a report for the room it goes to. Pure.
import type { Report, TriageAnswer } from './report-store.ts';

/** Not reproducible elsewhere, nobody else affected, and they changed something: nobody is woken for it. */
export const isProbablyTheirs = ({ reproducible, others, changed }: Report): boolean =>
  reproducible === 'no' && others === 'no' && changed === 'yes';

const says: Record<TriageAnswer, string> = { yes: 'yes', no: 'no', unknown: 'not known' };

/** What the reporter wrote and answered, as one observation. */
export function describeReport(report: Report): string {
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
