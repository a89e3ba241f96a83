import { strings } from '#renderer/strings/index.ts';
import { sayTimeOfDay } from '#renderer/ui/say-time.ts';
import { sayOutcome } from '#room/account/wording.ts';
import type { ActionOutcome } from '#room/facts/actions.ts';
import type { Entry } from '#room/view/room-view.ts';
import styles from '../timeline.module.css';

export const gradeChoices = [
  { outcome: 'helped', words: strings.timeline.helped, keys: 'h' },
  { outcome: 'no-effect', words: strings.timeline.noEffect, keys: 'n' },
  { outcome: 'made-worse', words: strings.timeline.madeWorse, keys: 'w' },
  { outcome: 'inconclusive', words: strings.timeline.inconclusive, keys: 'i' },
] satisfies readonly { outcome: ActionOutcome; words: string; keys: string }[];

/** The grade of an action, and who gave it. */
export function GradeMark({ entry, names }: { entry: Entry; names: (id: string) => string }) {
  const { grade } = entry;
  const words = sayOutcome(entry);
  if (grade === null || words === null)
    return <p className={styles.ungraded}>{strings.timeline.notJudgedYet}</p>;
  return (
    <p
      className={styles.grade}
      data-outcome={grade.outcome}
      title={strings.timeline.judgedBy(names(grade.by))}
    >
      {words}{' '}
      <span className={styles.judged}>
        {strings.timeline.judged(names(grade.by), sayTimeOfDay(grade.at))}
      </span>
    </p>
  );
}
