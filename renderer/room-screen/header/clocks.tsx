import { usePersonName } from '#renderer/state/feed.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayExactly } from '#renderer/ui/say-time.ts';
import { Clock, When } from '#renderer/ui/time.tsx';
import { sayUpdateDue } from './update-words.ts';
import styles from './header.module.css';

/** The one large number: since customers are affected, else since it was declared; stopped when it is over. */
export function MainClock() {
  const { impactBeganAt, impactEndedAt, declared, resolvedAt, closedAt, status } = useRoom();
  const names = usePersonName();
  const from = impactBeganAt ?? declared?.at ?? null;
  if (from === null) return <p className={styles.fact}>Not declared yet</p>;
  const over = resolvedAt ?? closedAt;
  const since = impactBeganAt === null ? 'declared' : 'impact';
  return (
    <div className={styles.clock}>
      <span className={styles.clockFace}>
        <Clock from={from} to={over} />
      </span>
      <span className="soft">
        {over === null ? (
          `since ${since}`
        ) : (
          <>
            {closedAt === null ? 'resolved' : 'closed'} at <When at={closedAt ?? over} />
            {status.by !== null && ` by ${names(status.by)}`}
          </>
        )}
        {over === null && impactEndedAt !== null && ', impact ended'}
      </span>
    </div>
  );
}

/** When the next customer update falls due, in words that change when it is late. */
export function UpdateDue() {
  const { updateDueAt } = useRoom();
  const said = sayUpdateDue(updateDueAt, useNow());
  if (said === null || updateDueAt === null) return null;
  return (
    <p
      className={styles.fact}
      data-late={said.isLate}
      title={`Next customer update: ${sayExactly(updateDueAt)}`}
    >
      <span className={said.isLate ? undefined : 'soft'}>{said.words}</span>{' '}
      <span className="mono">{said.clock}</span>
    </p>
  );
}
