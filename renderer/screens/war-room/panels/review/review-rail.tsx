// RS8: beside the texts of the review: who wrote in which, and what is still missing.
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { usePersonName } from '#renderer/server/feed.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { strings } from '../../../../strings/index.ts';
import { replayKey } from './use-read-through.ts';
import { useTextString } from '../use-text-string.ts';
import { sectionId, useSections } from './texts/review-sections.ts';
import styles from './review.module.css';

const words = strings.review;

type RailProps = { missing: readonly string[]; onReplay: () => void };

/** `missing`: the review's own list of what a writer has to add. */
export function ReviewRail({ missing, onReplay }: RailProps) {
  const sections = useSections();
  return (
    <nav className={styles.rail} aria-label={words.rail}>
      {sections.map(({ name, title }) => (
        <RailItem key={name} name={name} title={title} />
      ))}
      <button type="button" className={styles.replay} onClick={onReplay}>
        {words.replay} <Kbd keys={replayKey} />
      </button>
      <div className={styles.missing}>
        <h2>{missing.length === 0 ? words.nothingMissing : words.missing(missing.length)}</h2>
        <ul>
          {missing.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </div>
    </nav>
  );
}

/** One text. A click leads to it. */
function RailItem({ name, title }: { name: string; title: string }) {
  const isWritten = useTextString(name).trim() !== '';
  const { comments, writers } = useRoom().review;
  const nameOf = usePersonName();
  const waiting = comments.filter(({ text }) => text === name).length;
  const lead = () => {
    const section = document.getElementById(sectionId(name));
    section?.scrollIntoView({ block: 'start' });
    // What is read now, even where the end of the page keeps it from the top.
    section?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className={styles.railItem} data-written={isWritten} onClick={lead}>
      {title}{' '}
      <span className="label">
        {words.railSays(isWritten, (writers.get(name) ?? []).map(nameOf), waiting)}
      </span>
    </button>
  );
}
