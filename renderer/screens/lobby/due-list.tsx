import { dueDay } from '#room/time/due-day.ts';
import { readDay } from '#room/time/time.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { sayShortDay } from '../../ui/say-time.ts';
import { Ago, Due } from '../../ui/time.tsx';
import type { DueItem } from '../../state/incident-order.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './side-list.module.css';

const words = strings.lobby.due;

/** What is due: customer updates, reviews of resolved incidents, and my action items. */
export function DueList({ items }: { items: readonly DueItem[] }) {
  return (
    <section aria-labelledby="due">
      <h2 id="due" className={styles.head}>
        {words.head}
      </h2>
      <ul>
        {items.map(({ incident, what, at, item }) => (
          <li key={`${what} ${incident.id} ${item?.id ?? ''}`}>
            <a
              className={styles.item}
              href={routeHash(
                item === undefined
                  ? { screen: 'room', incident: incident.id }
                  : { screen: 'action-items', query: 'mine=true' },
              )}
            >
              <span className="clip">
                {words[what]}: {item?.text ?? incident.title}
              </span>
              <span className={styles.detail}>
                {what === 'item' ? (
                  words.by(sayShortDay(readDay(dueDay(at)) ?? at))
                ) : what === 'update' || incident.review != null ? (
                  <Due at={at} />
                ) : (
                  <>
                    <Sentence says={words.resolved} parts={{ time: <Ago at={at} /> }} />
                  </>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
