// SL2: the meaning and demands of a severity, for the look-up, Settings and severity choices.
import type { Audience } from '#room/team/audiences.ts';
import { sayCost } from '#room/team/cost.ts';
import type { Level, LevelTerms } from '#room/team/levels.ts';
import { useScheme } from '../../server/use-scheme.ts';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import styles from './scheme.module.css';

const words = strings.scheme;

export const audienceNames: Readonly<Record<Audience, string>> = strings.comms.readers;

/** Each demand as part of a sentence. */
function demandsOf({
  acknowledgeMinutes,
  updateMinutes,
  reviewDays,
  workdays,
  audiences,
}: LevelTerms): string[] {
  return [
    ...(acknowledgeMinutes === null ? [] : [words.acknowledge(acknowledgeMinutes)]),
    ...(updateMinutes === null ? [] : [words.update(updateMinutes)]),
    ...(audiences.length === 0
      ? []
      : [words.told(audiences.map((audience) => audienceNames[audience]).join(', '))]),
    ...(reviewDays === null ? [] : [words.review(reviewDays, workdays?.timeZone ?? 'UTC')]),
  ];
}

/** All four severities with their texts. */
export function LevelList() {
  const { levels } = useScheme();
  return (
    <ul className={styles.levels}>
      {levels.map((level) => (
        <li key={level.name} className={styles.level}>
          <div className={styles.head}>
            <SeverityMark severity={level.name} />
            <h2>{words.level(level.title, level.impact)}</h2>
          </div>
          <LevelWords level={level} />
        </li>
      ))}
    </ul>
  );
}

export function LevelWords({ level }: { level: Level }) {
  const demands = demandsOf(level);
  return (
    <dl className={styles.words}>
      <dt>{words.response}</dt>
      <dd>{level.response}</dd>
      {level.examples.length > 0 && (
        <>
          <dt>{words.examples}</dt>
          <dd>
            <ul>
              {level.examples.map((example) => (
                <li key={example}>{example}</li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{words.asks}</dt>
      <dd>{demands.length === 0 ? words.nothing : demands.join('; ')}</dd>
      {level.costPerMinute !== null && (
        <>
          <dt>{words.costs}</dt>
          <dd>{sayCost(level.costPerMinute)}</dd>
        </>
      )}
    </dl>
  );
}
