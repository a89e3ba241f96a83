import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed, usePersonName } from '#renderer/server/feed.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { sayDue, sayWhen } from '#renderer/ui/say-time.ts';
import type { OpenPage } from '#room/feed/feed.ts';
import { strings } from '../../../strings/index.ts';
import styles from './next-line.module.css';

const words = strings.nextStep;

/**
 * ES16: whom the server pages for this room, the current step, and who is next; with its time while the server is
 * away.
 */
export function PagingWords({ incident }: { incident: string }) {
  const { snapshot } = useFeed();
  const { acknowledged } = useRoom();
  const { me } = useSession();
  const names = usePersonName();
  const now = useNow();
  const pages = (snapshot?.pages ?? []).filter((page) => page.incident === incident);
  const [first] = pages;
  if (!first || !snapshot) return null;
  const { staleSince } = snapshot;
  // Acknowledged here while the team's server is away. The server pages until it receives that.
  if (acknowledged !== null && staleSince === null) return null;
  const people = [...new Set(pages.map(({ person }) => person))];
  const isMe = people.length === 1 && people[0] === me.id;
  const who = isMe ? words.pagingYou : words.paging(people.map(names));
  const after =
    staleSince === null ? sayNextPage(first, now, names) : words.unreachable(sayWhen(staleSince, now));
  const said = words.pagingNow(who, first.step, first.steps ?? null, after);
  return (
    <p className={styles.why} title={`${said} ${words.byPolicy(first.policy)}`}>
      {said}
    </p>
  );
}

function sayNextPage(
  { nextAt, next = [] }: OpenPage,
  now: number,
  names: (id: string) => string,
): string | null {
  if (nextAt === undefined) return null;
  if (nextAt === null) return words.nobodyNext;
  const left = Math.max(0, nextAt - now);
  return words.whoNext(next.map(names).join(', '), left < 60_000 ? words.soon : sayDue(left));
}
