// DE13: shows that this desktop is muted, and until when.
import { useSession } from '../server/session.tsx';
import { useDesk } from '../server/use-desk.ts';
import { strings } from '../strings/index.ts';
import { useNow } from '../ui/now.tsx';
import { sayWhen } from '../ui/say-time.ts';
import styles from './pages.module.css';

const words = strings.desk.mutes;

export function Muted() {
  const { mutes } = useDesk();
  return mutes.length === 0 ? null : <MutedList mutes={mutes} />;
}

function MutedList({ mutes }: Pick<ReturnType<typeof useDesk>, 'mutes'>) {
  const { bridge } = useSession();
  const now = useNow();
  return (
    <ul className={styles.muted} aria-label={words.label}>
      {mutes.map(({ service, until }) => (
        <li key={service}>
          {words.until(service, sayWhen(until, now))}
          <button
            type="button"
            className={styles.unmute}
            aria-label={words.unmuteOf(service)}
            onClick={() => {
              bridge?.mute({ service, hours: 0 }).catch(reportError);
            }}
          >
            {words.unmute}
          </button>
        </li>
      ))}
    </ul>
  );
}
