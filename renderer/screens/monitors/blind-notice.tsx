import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { sayWhen } from '../../ui/say-time.ts';
import styles from './list.module.css';

/** CH9: our own network is down, so failing checks mean nothing. */
export function BlindNotice() {
  const { snapshot } = useFeed();
  const now = useNow();
  const since = snapshot?.monitoring?.blindSince ?? null;
  if (since === null) return null;
  return (
    <p className={styles.blind} role="status">
      <b>{strings.checks.blindSince(sayWhen(since, now))}</b>{' '}
      <span className="soft">
        {strings.checks.blindHelp}{' '}
        <a className={styles.link} href={routeHash({ screen: 'settings', section: 'connection' })}>
          {strings.monitors.uplinks.title}
        </a>
      </span>
    </p>
  );
}
