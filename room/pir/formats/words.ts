import { durationText } from '../../time.ts';
import type { Metric } from '../metrics.ts';
import type { Review, ReviewLine } from '../review.ts';

export const notRecorded = 'not recorded';
export const notWritten = 'Nobody has written this yet.';

export const outcomeWords: Record<string, string> = {
  helped: 'helped',
  'no-effect': 'no effect',
  'made-worse': 'made it worse',
  inconclusive: 'inconclusive',
};

export const headings = {
  executiveSummary: 'Executive summary',
  timestamps: 'Key timestamps',
  metrics: 'Metrics',
  roles: 'Roles',
  timeline: 'Timeline',
  rootCause: 'Root cause',
  detection: 'Detection and response',
  actions: 'Actions and whether they helped',
  wentWell: 'What went well',
  improve: 'What we can improve',
  actionItems: 'Action items',
  communications: 'Communications log',
  /** Only in the review of an incident that has some. */
  attachments: 'Attachments',
} as const;

export const metricText = ({ ms, note }: Metric): string =>
  ms === null ? notRecorded : `${durationText(ms)}${note === null ? '' : ` (${note})`}`;

export const gradeText = (grade: ReviewLine['grade']): string =>
  grade === null ? 'not judged' : (outcomeWords[grade.outcome] ?? grade.outcome);

export const titleOf = ({ number, title }: Review): string =>
  [number, title].filter(Boolean).join(' ') || 'Untitled incident';

/** What the reader must know about the record itself. */
export function caveats({ drill, counts }: Review): string[] {
  return [
    ...(drill ? ['This was a drill.'] : []),
    ...(counts.unknown > 0
      ? [`${plural(counts.unknown, 'fact')} of a later version could not be read here.`]
      : []),
    ...(counts.invalid > 0
      ? [`${plural(counts.invalid, 'entry', 'entries')} in the record could not be understood.`]
      : []),
  ];
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
