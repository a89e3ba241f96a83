// PM6: the incidents most like the open one, each with the reasons.
import { useMemo } from 'react';
import { rankSimilar, type Likeness } from '#room/learning/similar.ts';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import styles from './problems.module.css';

const words = strings.problems;

/** Empty where none is like it. `id` is the incident's. */
export function SimilarList({ id }: { id: string }) {
  const { incidents, services } = useFeed().snapshot ?? {};
  const alike = useMemo(() => {
    const incident = incidents?.find((each) => each.id === id);
    return incident === undefined ? [] : rankSimilar(incident, incidents ?? [], services);
  }, [id, incidents, services]);
  if (alike.length === 0) return null;
  return (
    <section className={styles.similar} aria-label={words.similar}>
      <p className="label">{words.similar}</p>
      <ul>
        {alike.map(({ incident, reasons }) => (
          <li key={incident.id}>
            <a href={routeHash({ screen: 'room', incident: incident.id })}>
              {incident.number} {incident.title}
            </a>{' '}
            <span className="soft">
              <When at={incident.declaredAt} />: {reasons.map(sayReason).join('; ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const sayReason = ({ kind, names }: Likeness): string => words.alike[kind](names.join(', '));
