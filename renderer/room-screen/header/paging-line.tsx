import { useRoom } from '#renderer/room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/state/feed.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayCountdown, sayWhen } from '#renderer/ui/say-time.ts';
import type { OpenPage } from '#room/feed.ts';
import { strings } from '../../strings/index.ts';
import styles from './header.module.css';

const words = strings.header.paging;

/** ES16: whom the server pages for this room, how far it is, and who is next; as of when, while it is away. */
export function PagingLine({ incident }: { incident: string }) {
  const { snapshot } = useFeed();
  const { acknowledged } = useRoom();
  const names = usePersonName();
  const now = useNow();
  const pages = (snapshot?.pages ?? []).filter((page) => page.incident === incident);
  const [first] = pages;
  if (!first || !snapshot) return null;
  const staleSince = snapshot.staleSince;
  // Written here while the team's server is away: it pages on until it hears of it.
  if (acknowledged !== null && staleSince === null) return null;
  const people = [...new Set(pages.map(({ person }) => names(person)))].join(', ');
  const step = words.step(first.step, first.steps ?? null);
  return (
    <p className={styles.fact} title={words.why(first.policy)}>
      {words.paging} <strong>{people}</strong>
      {step}
      {staleSince === null ? <Next page={first} now={now} /> : words.asOf(sayWhen(staleSince, now))}
    </p>
  );
}

function Next({ page: { nextAt, next = [] }, now }: { page: OpenPage; now: number }) {
  const names = usePersonName();
  if (nextAt === undefined) return null;
  if (nextAt === null) return <>{words.last}</>;
  const left = Math.max(0, nextAt - now);
  return (
    <>
      {words.next(next.map(names).join(', '))} <span className="mono">{sayCountdown(left)}</span>
    </>
  );
}
