// Words a report for the room it goes to. Pure.
import type { Severity } from '#room/team/scales.ts';
import { readPast } from '#room/time/typed-time.ts';
import type { FactDraft } from '#room/facts/fact.ts';
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

const utc = {
  atTimeOfDay: (day: number, hours: number, minutes: number) =>
    Math.floor(day / 86_400_000) * 86_400_000 + (hours * 60 + minutes) * 60_000,
  daysLater: (instant: number, days: number) => instant + days * 86_400_000,
};

/** A length of time, or a time of day with its zone: where the reporter's clock is, nobody knows. */
const isCertain = /^[-−–]|\sago$|\d\s?(?:z|utc|gmt)$/iu;

/** TG8: who noticed it, and when first, where the report says so. */
export function noticedIn({ side, reporter, since }: Report, at: number): FactDraft<'declared'>['noticed'] {
  if (side === 'unknown') return undefined;
  const typed = since.trim();
  const read = isCertain.test(typed) ? readPast(typed, at, utc) : null;
  return {
    how: side,
    ...(reporter === '' ? {} : { who: reporter }),
    ...(read !== null && 'at' in read && read.at >= 0 ? { at: Math.min(read.at, at) } : {}),
  };
}

const sideWords = { customer: ', a customer', employee: ', a colleague', unknown: '' } as const;

/** What the reporter wrote and answered, as one observation. */
export function describeReport(report: Report): string {
  const { title, details, reporter, contact, reproducible, others, changed, part, side, since } = report;
  const answered = [natureWords[report.nature], hitWords[report.hit]].filter((text) => text !== '');
  const who = [reporter, contact].filter((text) => text !== '').join(', ');
  return [
    `Reported: ${title}`,
    ...(part === '' ? [] : [`It is about ${part}.`]),
    ...(details === '' ? [] : [details]),
    ...(since === '' ? [] : [`First seen: ${since}.`]),
    ...(answered.length === 0 ? [] : [answered.join(' ')]),
    ...sayAnswers({
      'Happens elsewhere too': reproducible,
      'Others affected': others,
      'Configuration changed': changed,
    }),
    ...(isProbablyTheirs(report) ? ['The answers point to a configuration on their side.'] : []),
    ...(who === '' ? [] : [`From ${who}${sideWords[side]}.`]),
  ].join('\n');
}

/** One line with the answers that the reporter knew. */
function sayAnswers(answers: Readonly<Record<string, TriageAnswer>>): string[] {
  const known = Object.entries(answers).filter(([, answer]) => answer !== 'unknown');
  return known.length === 0 ? [] : [known.map(([asked, answer]) => `${asked}: ${answer}.`).join(' ')];
}
