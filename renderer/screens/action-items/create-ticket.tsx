// TK2: asks the team's trackers for a ticket. The wish is a fact of the room, so it also waits while the team's server
// is away.
import { useFeed } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import styles from './action-items.module.css';

const words = strings.actionItems;

type Props = {
  /** The item's text, for screen readers. */
  about: string;
  ask: (tracker: string) => void;
};

/** A button for each tracker; nothing where the team has none. */
export function CreateTicket({ about, ask }: Props) {
  const trackers = useFeed().snapshot?.scheme?.trackers ?? [];
  return trackers.map(({ id, name }) => (
    <button
      key={id}
      type="button"
      className={styles.link}
      aria-label={words.createTicketFor(name, about)}
      onClick={() => ask(id)}
    >
      {words.createTicket(name)}
    </button>
  ));
}
