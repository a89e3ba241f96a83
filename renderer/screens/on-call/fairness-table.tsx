import { routeHash } from '../../state/router.ts';
import { Sentence } from '../../ui/sentence.tsx';
import { strings } from '../../strings/index.ts';
import { useSay } from './use-say.ts';
import type { Fairness } from './schedule.ts';
import styles from './on-call.module.css';

const words = strings.onCall.fairness;

export function FairnessTable({ fairness }: { fairness: readonly Fairness[] }) {
  const say = useSay();
  return (
    <section className={styles.block} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className="label">{fairness.length === 0 ? words.none : words.lead}</p>
      {fairness.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.person}</th>
              {[words.hours, words.nights, words.weekends, words.shifts].map((name) => (
                <th key={name} scope="col" className={styles.number}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fairness.map(({ person, hours, nights, weekends, shifts }) => (
              <tr key={person}>
                <th scope="row">{say(person)}</th>
                <td className={styles.number}>{Math.round(hours)}</td>
                <td className={styles.number}>{nights}</td>
                <td className={styles.number}>{weekends}</td>
                <td className={styles.number}>{shifts}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="label">
        <Sentence
          says={words.pages}
          parts={{ numbers: <a href={routeHash({ screen: 'insights' })}>{words.numbers}</a> }}
        />
      </p>
    </section>
  );
}
