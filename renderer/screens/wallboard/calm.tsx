// The wallboard with no open incident: every check, and the last incident.
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { endOf, recentlyOver } from '../../state/incident-order.ts';
import { markChecks, markOf } from '../../state/check-marks.ts';
import { strings } from '../../strings/index.ts';
import { StateMark } from '../../ui/state-mark.tsx';
import { Ago } from '../../ui/time.tsx';
import styles from './wallboard.module.css';

const words = strings.wallboard;

/** As many names as can be read from across a room. */
const mostChecks = 60;
/** Up to so many, the names are as large as the answers of an incident. */
const fewChecks = 18;

export function Calm({ snapshot: { monitors, incidents } }: { snapshot: FeedSnapshot }) {
  const marks = markChecks(monitors, incidents);
  const [last] = recentlyOver(incidents, 1);
  return (
    <section className={styles.calm} aria-label={words.calm}>
      <p>
        {last === undefined ? (
          words.noneYet
        ) : (
          <>
            {words.lastOver(last.number ?? words.notNumbered, last.title)} <Ago at={endOf(last)} />
          </>
        )}
      </p>
      <ul data-few={marks.length <= fewChecks}>
        {marks.slice(0, mostChecks).map((mark) => (
          <li key={mark.monitor.id}>
            <StateMark {...markOf(mark)} /> <span className="clip">{mark.monitor.name}</span>
          </li>
        ))}
      </ul>
      {marks.length > mostChecks && <p>{strings.lobby.andMore(marks.length - mostChecks)}</p>}
    </section>
  );
}
