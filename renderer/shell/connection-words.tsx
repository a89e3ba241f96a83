import type { Connection } from '../room/connection-words.ts';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { Ago } from '../ui/time.tsx';
import styles from './connection-words.module.css';

/** The honest sentence. Its shape says it once more: a full dot, a ring, a dashed ring; never colour alone. */
export function ConnectionWords({ connection }: { connection: Connection }) {
  const { state, words, since } = connection;
  return (
    <p className={styles.words} data-state={state}>
      <span className={styles.dot} aria-hidden="true" />
      <a
        className={styles.more}
        href={routeHash({ screen: 'settings', section: 'connection' })}
        title={strings.shell.howThisComputer}
      >
        <span role="status" className="clip">
          {words}
        </span>
      </a>
      {/* With the team away, this laptop can be where people meet (HU1). */}
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
        <span className="label">
          <Ago at={since} />
        </span>
      )}
    </p>
  );
}
