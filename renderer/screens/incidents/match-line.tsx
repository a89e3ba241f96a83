import type { ReactNode } from 'react';
import { routeHash, type Route } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import type { SearchMatch } from '#wire/api/reviews.ts';
import styles from './incidents.module.css';

const words = strings.incidents;
const leadIn = 60;

/** The places of the search words; the title shows its own. */
export function Matches({ incident, matches }: { incident: string; matches: readonly SearchMatch[] }) {
  return matches
    .filter(({ where }) => where !== 'title')
    .map((match) => (
      <MatchLine
        key={`${match.where} ${match.name ?? match.fact} ${match.text}`}
        incident={incident}
        match={match}
      />
    ));
}

/** A timeline match links to its line, one in the review to the review. */
function MatchLine({ incident, match }: { incident: string; match: SearchMatch }) {
  const place = (
    <>
      <span className={styles.where}>
        {words.places[match.where]} {match.at !== undefined && <When at={match.at} />}
      </span>
      <span className="clip">{mark(match)}</span>
    </>
  );
  const route = routeTo(incident, match);
  if (route === null) return <p className={styles.match}>{place}</p>;
  return (
    <a className={styles.match} href={routeHash(route)}>
      {place}
    </a>
  );
}

function routeTo(incident: string, { where, fact }: SearchMatch): Route | null {
  if (where === 'review') return { screen: 'room', incident, tab: 'review' };
  return fact === undefined ? null : { screen: 'room', incident, entry: fact };
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
