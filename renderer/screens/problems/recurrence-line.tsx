// PM4: for the room and its review: how many times this happened, the shared sign, and what is known.
import { repeatRule, tellRecurrence } from '#room/learning/problems.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { IncidentLinks } from './incident-links.tsx';
import styles from './problems.module.css';

const words = strings.problems;

/** Empty the first time. `id` is the incident's. */
export function RecurrenceLine({ id }: { id: string }) {
  const { snapshot } = useFeed();
  const incident = snapshot?.incidents.find((each) => each.id === id);
  if (snapshot === null || incident === undefined) return null;
  // A number of the last 90 days is said only where all of them are known.
  if (incident.declaredAt - repeatRule.withinMs < (snapshot.older?.from ?? -Infinity)) return null;
  const told = tellRecurrence(incident, snapshot.incidents, snapshot.problems ?? []);
  if (told === null) return null;
  const { sign, problem, time, earlier } = told;
  return (
    <div className={styles.recurrence}>
      <p>
        {time > 1 && <b>{words.within(time)}</b>}
        {problem !== null && (
          <a href={routeHash({ screen: 'problems', problem: problem.id })}>{problem.name}</a>
        )}
        {problem !== null && <span className="soft">{words.states[problem.state]}</span>}
        {sign !== null && <span className="soft">{words.sign[sign.kind](sign.name)}</span>}
        {earlier.length > 0 && (
          <span>
            {words.before} <IncidentLinks incidents={earlier} />
          </span>
        )}
      </p>
      {problem !== null && problem.workaround !== null && problem.state !== 'solved' && (
        <p>
          <span className="label">{words.workaround}</span> {problem.workaround}
        </p>
      )}
    </div>
  );
}
