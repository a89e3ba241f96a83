import { strings } from '../../strings/index.ts';
import { ladderOf, type Rung } from './ladder.ts';
import type { PolicyAnswer as Policy } from '#wire/api/policies.ts';
import styles from './policies.module.css';

const say = strings.alerting.policies;

type NameOf = (kind: string, id: string) => string;

/** What a policy does while nobody answers, one rung per moment. */
export function PolicyLadder({ policy, nameOf }: { policy: Policy; nameOf: NameOf }) {
  const rungs = ladderOf(policy);
  if (rungs.length === 0) return <p className="soft">{say.nobody}</p>;
  return (
    <ol className={styles.ladder}>
      {rungs.map((rung) => (
        <li key={`${rung.kind} ${rung.at}`} data-kind={rung.kind}>
          <span className={styles.at}>{say.at(rung.at)}</span>
          <span>{sayRung(rung, nameOf)}</span>
        </li>
      ))}
    </ol>
  );
}

function sayRung(rung: Rung, nameOf: NameOf): string {
  if (rung.kind === 'repeat') return say.repeats(rung.times);
  if (rung.kind === 'end') return say.ends[rung.goesOn];
  const named = rung.targets.map(({ kind, id, backup }) => ({ name: nameOf(kind, id), backup }));
  if (named.length > 1 && named.every(({ backup }) => backup))
    return say.eachWithBackup(named.map(({ name }) => name).join(' · '));
  return named.map(({ name, backup }) => (backup ? `${name} ${say.withBackup}` : name)).join(' · ');
}
