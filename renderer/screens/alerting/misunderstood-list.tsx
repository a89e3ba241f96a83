// Messages that an intake could not fully parse: the reason, and how each begins.
import type { Misunderstood } from '#wire/api/intakes.ts';
import { useResource } from '../../server/use-resource.ts';
import { strings } from '../../strings/index.ts';
import { When } from '../../ui/time.tsx';
import type { Items } from './kinded.ts';
import styles from '../../ui/section.module.css';

const words = strings.alerting.intakes.misunderstood;

/** Hidden when empty. A change of `version` loads it again. */
export function MisunderstoodList({ intake, version }: { intake: string; version: unknown }) {
  const { value } = useResource<Items<Misunderstood>>(`/intakes/${intake}/misunderstood`, { version });
  if (value === null || value.items.length === 0) return null;
  return (
    <details className={styles.block}>
      <summary>{words.title(value.items.length)}</summary>
      <ul>
        {value.items.map((each) => (
          <li key={`${each.at} ${each.reason} ${each.body}`}>
            <When at={each.at} /> <span className="label">{each.taken ? words.taken : words.refused}</span>
            <p className={styles.trouble}>{each.reason}</p>
            <pre className="label">{each.body === '' ? words.nothing(each.bytes) : each.body}</pre>
          </li>
        ))}
      </ul>
    </details>
  );
}
