// SO6: error budgets over 30 days, independent of the chosen period.
import type { Items } from '#wire/api/list.ts';
import type { SloState } from '#room/learning/slo.ts';
import { sayLeft } from '../services/slo-words.ts';
import { routeHash } from '../../state/router.ts';
import { sayUnmeasured } from '#room/text/missing.ts';
import { strings } from '../../strings/index.ts';
import { useResource } from '../../server/use-resource.ts';
import styles from './insights.module.css';

const words = strings.services.slo;
const everyMs = 60_000;

/** Empty when no service has a target. `service` limits it to one service by name. */
export function Budgets({ service }: { service: string | null }) {
  const { value } = useResource<Items<SloState>>('/slos', { everyMs });
  const shown = (value?.items ?? []).filter(({ name }) => service === null || name === service);
  if (shown.length === 0) return null;
  return (
    <section className={styles.phase} aria-label={words.titleAll}>
      <header>
        <h2>{words.titleAll}</h2>
        <p className="label">{words.definition}</p>
      </header>
      <ul className={styles.budgets}>
        {shown.map((slo) => (
          <li key={slo.service}>
            <a href={routeHash({ screen: 'services', service: slo.service })}>{slo.name}</a>
            <span className="soft">{words.target(slo.target)}</span>
            <b>{slo.state === 'unknown' ? sayUnmeasured('pending') : sayLeft(slo)}</b>
            <span>{slo.burning[0] && words.burning[slo.burning[0].kind]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
