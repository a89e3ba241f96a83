import type { ShownReview } from '#wire/api/reviews.ts';
import { Matches } from '../incidents/match-line.tsx';
import { usePersonName } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { sayLength } from '../../ui/say-time.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { When } from '../../ui/time.tsx';
import list from '../incidents/incidents.module.css';
import styles from './reviews.module.css';

const words = strings.reviewLibrary;

type LineProps = { review: ShownReview; mark: (review: ShownReview) => void };

/** One review: what it taught, where it stands, and who has read it. The title leads to the review in its room. */
export function ReviewLine({ review, mark }: LineProps) {
  const { id, number, title, severity, service, drill, causes, owner, declaredAt } = review;
  const { canWrite } = useSession();
  const nameOf = usePersonName();
  return (
    <li className={styles.row} data-unread={canWrite && review.isUnread}>
      <SeverityMark severity={severity} isOver />
      <div className={styles.what}>
        <a
          data-row={id}
          className={list.link}
          href={routeHash({ screen: 'room', incident: id, tab: 'review' })}
        >
          <span className={list.number}>{number ?? strings.lobby.notNumbered}</span>
          <span className={styles.title}>{title}</span>
        </a>
        {drill && <span className={list.drill}>{words.drill}</span>}
        {service !== null && <span className="soft">{service}</span>}
        {causes.map((cause) => (
          <span key={cause} className={styles.tag}>
            {cause}
          </span>
        ))}
        <Lessons review={review} />
        <Matches incident={review.id} matches={review.matches ?? []} />
      </div>
      <Standing review={review} />
      <span className={owner === null ? 'soft' : undefined}>
        {owner === null ? words.noOwner : nameOf(owner)}
      </span>
      <Readers review={review} mark={mark} />
      <When at={declaredAt} />
    </li>
  );
}

function Lessons({ review: { cause, lesson, matches = [] } }: { review: ShownReview }) {
  if (cause === null && lesson === null) return <p className={styles.lesson}>{words.nothingWritten}</p>;
  const lines = [
    { label: words.causeIs, text: cause, name: 'review/root-cause' },
    { label: words.lessonIs, text: lesson, name: 'review/improve' },
  ];
  // A place that was found in the same text says it already, with the words marked.
  return lines.map(
    ({ label, text, name }) =>
      text !== null &&
      !matches.some((match) => match.name === name) && (
        <p key={label} className={styles.lesson} title={text}>
          <span className={list.where}>{label}</span> <span className={styles.said}>{text}</span>
        </p>
      ),
  );
}

function Standing({ review: { state, dueAt } }: { review: ShownReview }) {
  const now = useNow();
  const left = dueAt === null ? null : dueAt - now;
  return (
    <span className={styles.standing}>
      <span>{strings.reviewHead.states[state]}</span>
      {left !== null && (
        <span className={styles.due} data-late={left < 0}>
          {left < 0 ? words.late(sayLength(-left)) : words.dueIn(sayLength(left))}
        </span>
      )}
    </span>
  );
}

const mostNamed = 2;

function Readers({ review, mark }: LineProps) {
  const { me, canWrite } = useSession();
  const nameOf = usePersonName();
  const { readers, isUnread } = review;
  const hasRead = readers.includes(me.id);
  const named = [...(hasRead ? [me.id] : []), ...readers.filter((id) => id !== me.id)].map((id) =>
    id === me.id ? words.you : nameOf(id),
  );
  return (
    <span className={styles.readers} data-label={words.heads.readers} title={named.join(', ')}>
      <span className={named.length === 0 ? 'soft' : undefined}>
        {named.length === 0
          ? words.nobodyRead
          : words.readers(named.slice(0, mostNamed), Math.max(0, named.length - mostNamed))}
      </span>
      {canWrite && (isUnread || hasRead) && (
        <button type="button" className={styles.mark} onClick={() => mark(review)}>
          {hasRead ? words.markUnread : words.markRead}
        </button>
      )}
    </span>
  );
}
