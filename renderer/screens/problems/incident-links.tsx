import type { IncidentSummary } from '#room/feed/feed.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import styles from './problems.module.css';

/** The most links to show in a line. */
const most = 5;

/** The newest incidents, as numbers that link to their rooms. */
export function IncidentLinks({ incidents }: { incidents: readonly IncidentSummary[] }) {
  const left = incidents.length - most;
  return (
    <span className={styles.numbers}>
      {incidents.slice(0, most).map(({ id, number, title }) => (
        <a key={id} title={title} href={routeHash({ screen: 'room', incident: id })}>
          {number ?? id.slice(-4)}
        </a>
      ))}
      {left > 0 && <span className="soft">{strings.problems.more(left)}</span>}
    </span>
  );
}
