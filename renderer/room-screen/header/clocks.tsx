import { usePersonName } from '#renderer/state/feed.tsx';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { useSession } from '#renderer/state/session.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayExactly } from '#renderer/ui/say-time.ts';
import { Clock, When } from '#renderer/ui/time.tsx';
import { decideNag, sayNag, sayWhoseTurn } from '#room/comms/nag.ts';
import { strings } from '../../strings/index.ts';
import { sayUpdateDue } from './update-words.ts';
import styles from './header.module.css';

/** The one large number: since customers are affected, else since it was declared; stopped when it is over. */
export function MainClock() {
  const { impactBeganAt, impactEndedAt, declared, resolvedAt, closedAt, status } = useRoom();
  const names = usePersonName();
  const from = impactBeganAt ?? declared?.at ?? null;
  if (from === null) return <p className={styles.fact}>{strings.header.notDeclaredYet}</p>;
  const over = resolvedAt ?? closedAt;
  const since = impactBeganAt === null ? 'declared' : 'impact';
  return (
    <div className={styles.clock}>
      <span className={styles.clockFace}>
        <Clock from={from} to={over} />
      </span>
      <span className="soft">
        {over === null ? (
          strings.header.since(since)
        ) : (
          <>
            {strings.header.at(closedAt === null ? strings.header.resolved : strings.header.closed)}
            <When at={closedAt ?? over} />
            {status.by !== null && strings.header.by(names(status.by))}
          </>
        )}
        {over === null && impactEndedAt !== null && strings.header.impactEnded}
      </span>
    </div>
  );
}

/** When the next customer update falls due, in words that change when it is late. */
export function UpdateDue() {
  const room = useRoom();
  const { me } = useSession();
  const names = usePersonName();
  const now = useNow();
  const { updateDueAt } = room;
  const said = sayUpdateDue(updateDueAt, now);
  if (said === null || updateDueAt === null) return null;
  const nag = decideNag(room, now);
  const turn = sayWhoseTurn(nag, me.id, names);
  const title = [strings.header.nextCustomerUpdate(sayExactly(updateDueAt)), sayNag(nag, me.id, names)];
  return (
    <p className={styles.fact} data-late={said.isLate} title={title.filter(Boolean).join('. ')}>
      <span className={said.isLate ? undefined : 'soft'}>{said.words}</span>{' '}
      <span className="mono">{said.clock}</span>
      {turn !== null && <span className={`soft ${styles.turn}`}> {turn}</span>}
    </p>
  );
}
