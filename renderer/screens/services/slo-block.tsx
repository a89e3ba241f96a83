// SO6: the rest of a service's error budget, and how fast it is used.
import type { Items } from '#wire/api/list.ts';
import type { SloState } from '#room/learning/slo.ts';
import { sayUnmeasured } from '#room/text/missing.ts';
import { useFeed } from '../../server/feed.tsx';
import { strings } from '../../strings/index.ts';
import { Problem } from '../../ui/problem.tsx';
import { sayLength } from '../../ui/say-time.ts';
import { useResource } from '../../server/use-resource.ts';
import { sayLeft, sayPercent } from './slo-words.ts';
import styles from './services.module.css';

const words = strings.services.slo;
const everyMs = 60_000;

/** `service` is an id. */
export function SloBlock({ service }: { service: string }) {
  const { snapshot } = useFeed();
  const { value, problem, reload } = useResource<Items<SloState>>('/slos', {
    everyMs,
    version: snapshot?.monitors,
  });
  const slo = value?.items.find((each) => each.service === service);
  return (
    <section className={styles.slo} aria-label={words.title}>
      <h2>{words.title}</h2>
      {problem !== null && <Problem again={reload}>{words.unreadable(problem)}</Problem>}
      {slo && <Budget slo={slo} />}
      <p className="label">{words.definition}</p>
    </section>
  );
}

function Budget({ slo }: { slo: SloState }) {
  const { target, state, up, measuredMs, rates, burning } = slo;
  return (
    <>
      <p>
        <b>{state === 'unknown' ? sayUnmeasured('pending') : sayLeft(slo)}</b>{' '}
        <span className="soft">
          {words.target(target)}
          {state !== 'unknown' && `, ${words.states[state]}`}
        </span>
      </p>
      {up !== null && (
        <p className="soft">
          {words.up(sayPercent(up))} {words.measured(sayLength(measuredMs))}
        </p>
      )}
      {burning.map(({ kind }) => (
        <p key={kind}>
          <b>{words.burning[kind]}</b>
        </p>
      ))}
      {rates.some(({ rate }) => rate !== null) && <Rates rates={rates} />}
    </>
  );
}

function Rates({ rates }: Pick<SloState, 'rates'>) {
  return (
    <>
      <dl className={styles.rates} aria-label={words.rates} title={words.ratesWhy}>
        {rates.map(({ windowMs, rate }) => (
          <div key={windowMs}>
            <dt className="label">{words.window(sayLength(windowMs))}</dt>
            <dd className={rate === null ? 'soft' : undefined}>
              {rate === null ? sayUnmeasured('not-recorded') : words.rate(rate.toFixed(rate < 10 ? 1 : 0))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="label">{words.ratesWhy}</p>
    </>
  );
}
