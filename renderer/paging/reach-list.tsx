import type { Reach } from '#wire/api/paging.ts';
import { strings } from '../strings/index.ts';
import type { useReach } from './use-reach.ts';
import styles from './paging.module.css';

const words = strings.paging;

/** PH3: whom a page would reach now, and how, before it is sent. */
export function ReachList({ asked }: { asked: ReturnType<typeof useReach> }) {
  if (asked === null) return <p className="soft">{words.asking}</p>;
  if (asked.problem !== null)
    return (
      <p className={styles.missing} role="alert">
        {asked.problem}
      </p>
    );
  return (
    <section aria-label={words.reach} className={styles.reach}>
      <h3 className="label">{words.reach}</h3>
      <ul>
        {asked.items.map((reach) => (
          <li key={reach.name}>
            <ReachLine reach={reach} />
          </li>
        ))}
      </ul>
      {asked.items.some((each) => each.isPossible) && <p className="soft">{words.again}</p>}
    </section>
  );
}

function ReachLine({ reach }: { reach: Reach }) {
  const { name, people, problem, isDesktopOnly } = reach;
  if (problem !== null)
    return (
      <span className={styles.missing} role="alert">
        {words.nobody(name, problem)}
      </span>
    );
  if (people.length === 0) return <>{name.includes('@') ? words.outside(name) : words.channelsOnly(name)}</>;
  return (
    <>
      {people.map((each) => (
        <span key={each.person} className={styles.person}>
          {words.reached(
            each.name === name ? name : `${name} (${each.name})`,
            each.ways
              .map((way) =>
                way.problem === null
                  ? words.way(way.name, way.afterMinutes)
                  : words.wayFails(way.name, way.problem),
              )
              .join(', '),
          )}
        </span>
      ))}
      {isDesktopOnly && <span className={styles.missing}>{words.desktopOnly}</span>}
    </>
  );
}
