import { dueDay } from '#room/time/due-day.ts';
import { readDay } from '#room/time/time.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { openWallClock, sayNearDay } from '../../ui/say-time.ts';
import { useTeamClock } from '../../ui/now.tsx';
import { Ago, Due } from '../../ui/time.tsx';
import type { DueItem } from '../../state/incident-order.ts';
import { Sentence } from '../../ui/sentence.tsx';
import styles from './side-list.module.css';

const words = strings.lobby.due;
const dayMs = 86_400_000;

/** Older reviews than these are a number that leads to all of them. */
const reviewsShown = 5;

/** What is due: my action items, and reviews of resolved incidents. */
export function DueList({ items }: { items: readonly DueItem[] }) {
  const reviews = items.filter(({ what }) => what === 'review');
  const shown = [...items.filter(({ what }) => what !== 'review'), ...reviews.slice(0, reviewsShown)];
  return (
    <section aria-label={words.head}>
      {[...Map.groupBy(shown, ({ what }) => what)].map(([what, those]) => (
        <div key={what} className={styles.group}>
          <h2 className={styles.head}>{words.heads[what]}</h2>
          <ul>
            {those.map((each) => (
              <DueRow key={`${each.incident.id} ${each.item?.id ?? ''}`} due={each} />
            ))}
          </ul>
        </div>
      ))}
      {reviews.length > reviewsShown && (
        <a className={styles.all} href={routeHash({ screen: 'reviews', query: '' })}>
          {words.more(reviews.length - reviewsShown)}
        </a>
      )}
    </section>
  );
}

function DueRow({ due: { incident, what, at, item } }: { due: DueItem }) {
  const title = item?.text ?? incident.title;
  const now = useTeamClock().now();
  return (
    <li>
      <a
        className={styles.line}
        title={title}
        href={routeHash(
          item === undefined
            ? { screen: 'room', incident: incident.id }
            : { screen: 'action-items', query: 'mine=true' },
        )}
      >
        <span className="clip">
          <span className="spoken">{words[what]}: </span>
          {title}
        </span>
        <span className={styles.detail}>
          {what === 'item' ? (
            <ItemDue at={at} now={now} />
          ) : what === 'update' || incident.review != null ? (
            <Due at={at} />
          ) : (
            <Sentence says={words.resolved} parts={{ time: <Ago at={at} /> }} />
          )}
        </span>
      </a>
    </li>
  );
}

/** By which day; or how late, in the words of the list of all items. */
function ItemDue({ at, now }: { at: number; now: number }) {
  const day = readDay(dueDay(at)) ?? at;
  const left = Math.floor(day / dayMs) - Math.floor(openWallClock()(now) / dayMs);
  if (left > 0) return words.by(sayNearDay(day, now));
  return <b>{left < 0 ? strings.actionItems.late(-left) : strings.actionItems.today}</b>;
}
