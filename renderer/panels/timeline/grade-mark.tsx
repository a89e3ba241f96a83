import { strings } from '#renderer/strings/index.ts';
import { sayTimeOfDay } from '#renderer/ui/say-time.ts';
import type { Entry } from '#room/incident.ts';
import styles from './timeline.module.css';

export const outcomes = [
  { outcome: 'helped', words: 'Helped', keys: 'h' },
  { outcome: 'no-effect', words: 'No effect', keys: 'n' },
  { outcome: 'made-worse', words: 'Made worse', keys: 'w' },
  { outcome: 'inconclusive', words: 'Inconclusive', keys: 'i' },
] as const;
export type Outcome = (typeof outcomes)[number]['outcome'];

/** Whether an action helped, and who says so. */
export function GradeMark({ entry, names }: { entry: Entry; names: (id: string) => string }) {
  const { grade } = entry;
  if (!grade) return <span className={styles.ungraded}>not graded yet</span>;
  const words = outcomes.find(({ outcome }) => outcome === grade.outcome)?.words ?? grade.outcome;
  return (
    <span className={styles.grade} data-outcome={grade.outcome} title={`Judged by ${names(grade.by)}`}>
      {words.toLowerCase()}
      {grade.evidence ? ` (${grade.evidence})` : ''}
      <span className={styles.judged}>
        {strings.timeline.judged(names(grade.by), sayTimeOfDay(grade.at))}
      </span>
    </span>
  );
}
