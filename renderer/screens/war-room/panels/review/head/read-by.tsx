// RS9: who has read the review, and whether I have.
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useWriter } from '#renderer/live-room/use-writer.ts';
import { usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { isUnread } from '#room/learning/review-library.ts';
import { strings } from '../../../../../strings/index.ts';
import styles from './review-head.module.css';

const words = strings.reviewLibrary;

/** The readers by name, with a button for a review that asks to be read. Nothing where both are missing. */
export function ReadBy() {
  const { review } = useRoom();
  const { me } = useSession();
  const { canWrite, write } = useWriter();
  const nameOf = usePersonName();
  const hasRead = review.readers.includes(me.id);
  // People who agreed are listed below, with the version they agreed to.
  const hasAgreed = (person: string) => review.readings.some(({ by }) => by === person);
  const others = review.readers.filter((person) => !hasAgreed(person));
  const canMark = canWrite && !hasAgreed(me.id) && (hasRead || isUnread(review, me.id));
  const mark = () => void write({ kind: 'review', read: !hasRead });
  useKeys({
    ...(canMark && { r: { run: mark, label: words.markKey, group: strings.review.review } }),
  });
  if (others.length === 0 && !canMark) return null;
  return (
    <p className={styles.readings}>
      {others.length > 0 && strings.reviewHead.hasRead(others.map(nameOf).join(', '))}{' '}
      {canMark && (
        <button type="button" className={styles.mark} onClick={mark}>
          {hasRead ? words.markUnread : words.markRead} <Kbd keys="r" />
        </button>
      )}
    </p>
  );
}
