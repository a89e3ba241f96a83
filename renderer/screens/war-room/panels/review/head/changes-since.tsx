// RS15: what changed since the reader agreed to the review, or since the newest agreement to an earlier version.
import { useId, useMemo, useState } from 'react';
import { useOpenRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { sayMoment } from '#renderer/ui/say-time.ts';
import { changesSince, type ReviewReading } from '#room/pir/changes-since.ts';
import { tellChanges } from '#room/pir/document/changed.ts';
import { sayer } from '#room/pir/document/say.ts';
import type { Review } from '#room/pir/review.ts';
import { strings } from '../../../../../strings/index.ts';
import styles from './review-head.module.css';

const words = strings.reviewHead;

type ChangesSinceProps = { review: Review; readings: readonly ReviewReading[] };

/** `readings`: those of an earlier version. */
export function ChangesSince({ review, readings }: ChangesSinceProps) {
  const [isShown, setShown] = useState(false);
  const listId = useId();
  const turn = () => setShown((before) => !before);
  useKeys({ 'shift+w': { run: turn, label: words.whatChangedKey, group: strings.review.review } });
  return (
    <>
      <b className={styles.changed}> {words.changed}</b>{' '}
      <button
        type="button"
        className={styles.mark}
        aria-expanded={isShown}
        aria-controls={listId}
        onClick={turn}
      >
        {words.whatChanged} <Kbd keys="shift+w" />
      </button>
      <ul id={listId} className={styles.changes} aria-label={words.changesLabel} hidden={!isShown}>
        {isShown && <Lines review={review} readings={readings} />}
      </ul>
    </>
  );
}

function Lines({ review, readings }: ChangesSinceProps) {
  const open = useOpenRoom();
  const me = useSession().me.id;
  const lines = useMemo(() => {
    const reading = readings.find(({ by }) => by === me) ?? readings.at(-1);
    if (reading === undefined) return [];
    const changes = changesSince(open.room(), (name) => open.text(name).toJSON(), reading);
    const time = (at: number | null) => (at === null ? '' : sayMoment(at));
    return tellChanges(review, changes, { ...sayer(review), time });
  }, [open, me, review, readings]);
  // The same words may stand twice, so the place is the key.
  return lines.map((line, place) => <li key={`${place} ${line}`}>{line}</li>);
}
