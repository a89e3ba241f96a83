import type { Connection } from './connection-words.ts';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Ago } from '../ui/time.tsx';
import styles from './connection.module.css';

/** The connection in words. The dot's shape repeats it, full, ring or dashed ring, so that colour is never needed. */
export function ConnectionWords({ connection }: { connection: Connection }) {
  const { state, words, since } = connection;
  return (
    <p className={styles.words} data-state={state}>
      <span className={styles.dot} aria-hidden="true" />
      <a
        className={styles.more}
        href={routeHash({ screen: 'settings', section: 'connection' })}
        title={strings.shell.connectionLabel}
      >
        <span role="status" className="clip">
          {words}
        </span>
      </a>
      {/* While the team's server is away, this laptop can become a hub (HU1). */}
      {state === 'local' && (
        <a
          className={styles.hub}
          href={routeHash({ screen: 'settings', section: 'connection' })}
          title={strings.shell.meetHereWhy}
        >
          {strings.shell.meetHere}
        </a>
      )}
      {since !== null && state !== 'live' && (
        <span className={`label ${styles.since}`}>
          <Ago at={since} />
        </span>
      )}
    </p>
  );
}
