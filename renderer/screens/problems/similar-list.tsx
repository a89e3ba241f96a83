// PM6: the incidents most like the open one, each with the reasons.
import { useMemo } from 'react';
import { actionTypeWords } from '#room/facts/action-type.ts';
import type { IncidentSummary } from '#room/feed/feed.ts';
import { countHelped, rankSimilar, type Likeness } from '#room/learning/similar.ts';
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
  const before = countHelped(alike);
  return (
    <section className={styles.similar} aria-label={words.similar}>
      <p className="label">{words.similar}</p>
      {before.length > 0 && <p>{words.helpedBefore(before.map(sayCount(alike.length)))}</p>}
      <ul>
        {alike.map(({ incident, reasons }) => (
          <li key={incident.id}>
            <a href={routeHash({ screen: 'room', incident: incident.id })}>
              {incident.number} {incident.title}
            </a>
            <span className="label">
              <When at={incident.declaredAt} />: {reasons.map(sayReason).join('; ')}
            </span>
            <Helped incident={incident} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** GR7: what helped in it; each leads to the action. */
function Helped({ incident: { id, helped = [] } }: { incident: Pick<IncidentSummary, 'id' | 'helped'> }) {
  if (helped.length === 0) return null;
  return (
    <ul className={styles.helped} aria-label={words.helped}>
      {helped.map((action) => (
        <li key={action.id}>
          <span className="soft">
            {words.helpedBy(action.type === null ? null : actionTypeWords[action.type])}
          </span>{' '}
          <a href={routeHash({ screen: 'room', incident: id, entry: action.id })}>{action.text}</a>
        </li>
      ))}
    </ul>
  );
}

const sayCount =
  (of: number) =>
  ({ type, count }: ReturnType<typeof countHelped>[number]): string =>
    words.helpedIn(actionTypeWords[type], count, of);

const sayReason = ({ kind, names }: Likeness): string => words.alike[kind](names.join(', '));
