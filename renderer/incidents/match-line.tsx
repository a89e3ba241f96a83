import type { ReactNode } from 'react';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { When } from '../ui/time.tsx';
import type { SearchMatch } from '#wire/api/reviews.ts';
import styles from './incidents.module.css';

const words = strings.incidents;
const leadIn = 60;

/** One place where the search words occur. A timeline match links to its line. */
export function MatchLine({ incident, match }: { incident: string; match: SearchMatch }) {
  const place = (
    <>
      <span className={styles.where}>
        {words.places[match.where]} {match.at !== undefined && <When at={match.at} />}
      </span>
      <span className="clip">{mark(match)}</span>
    </>
  );
  if (match.fact === undefined) return <p className={styles.match}>{place}</p>;
  return (
    <a className={styles.match} href={routeHash({ screen: 'room', incident, entry: match.fact })}>
      {place}
    </a>
  );
}

/** The text from shortly before the first match. */
function mark({ text, marks }: SearchMatch): ReactNode[] {
  const first = marks[0]?.[0] ?? 0;
  const begin = first <= leadIn ? 0 : text.indexOf(' ', first - leadIn) + 1;
  const parts: ReactNode[] = begin > 0 ? ['…'] : [];
  let at = begin;
  for (const [from, to] of marks) {
    parts.push(text.slice(at, from), <mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  return [...parts, text.slice(at)];
}
