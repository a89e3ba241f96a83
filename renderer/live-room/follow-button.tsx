import { strings } from '#renderer/strings/index.ts';
import { useFollow } from './follow-store.ts';
import styles from './follow-button.module.css';

type FollowButtonProps = { person: string; name: string; done?: () => void };

/** PR3: starts and stops following one person; shown next to their name. */
export function FollowButton({ person, name, done }: FollowButtonProps) {
  const { following, follow } = useFollow();
  const words = strings.presence;
  const isFollowed = following === person;
  return (
    <button
      type="button"
      className={styles.act}
      aria-label={isFollowed ? words.stop : words.followPerson(name)}
      onClick={() => {
        follow(isFollowed ? null : person);
        done?.();
      }}
    >
      {isFollowed ? words.stop : words.follow}
    </button>
  );
}
