import { useId, useState } from 'react';
import type { Delivery } from '#wire/api/deliveries.ts';
import { NativeSelect } from '@mantine/core';
import { useFeed } from '../../server/feed.tsx';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { useNow } from '../../ui/now.tsx';
import { sayWhen } from '../../ui/say-time.ts';
import { TableHead } from '../../ui/table-head.tsx';
import { When } from '../../ui/time.tsx';
import { useResource } from '../../server/use-resource.ts';
import type { Channel, Items } from './kinded.ts';
import section from '../../ui/section.module.css';
import styles from './delivery-log.module.css';

const words = strings.alerting.deliveries;
const shown = 50;

type Filter = { channel: string; state: string; incident: string };
const everything: Filter = { channel: '', state: '', incident: '' };

/** Recent deliveries of all channels and their results, attempt by attempt. */
export function DeliveryLog({ channels }: { channels: readonly Channel[] }) {
  const [filter, setFilter] = useState(everything);
  const query = new URLSearchParams({
    limit: String(shown),
    ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== '')),
  });
  const { value } = useResource<Items<Delivery>>(`/deliveries?${query}`, { everyMs: 5_000 });
  const items = value?.items ?? [];
  const isFiltered = Object.values(filter).some((each) => each !== '');
  if (items.length === 0 && !isFiltered) return null;
  return (
    <section className={section.block} aria-labelledby="deliveries">
      <h2 id="deliveries">{words.title}</h2>
      <Filters channels={channels} filter={filter} onChange={setFilter} />
      {items.length === 0 ? (
        <p className="soft" role="status">
          {value === null ? '' : words.none}
        </p>
      ) : (
        <table className={section.table}>
          <TableHead columns={[words.when, words.what, words.where, words.became]} />
          <tbody>
            {items.map((delivery) => (
              <Line key={delivery.id} delivery={delivery} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

type FiltersProps = { channels: readonly Channel[]; filter: Filter; onChange: (filter: Filter) => void };

function Filters({ channels, filter, onChange }: FiltersProps) {
  const { snapshot } = useFeed();
  const incidents = (snapshot?.incidents ?? []).toSorted((a, b) => b.declaredAt - a.declaredAt).slice(0, 30);
  const choices = [
    ['channel', words.anyChannel, channels.map(({ id, name }) => ({ value: id, label: name }))],
    ['state', words.anyOutcome, Object.entries(words.states).map(([value, label]) => ({ value, label }))],
    [
      'incident',
      words.anyIncident,
      incidents.map(({ id, number, title }) => ({ value: id, label: `${number ?? ''} ${title}`.trim() })),
    ],
  ] as const;
  const names = { channel: words.channel, state: words.outcome, incident: words.incident };
  return (
    <div role="group" aria-label={words.filters} className={section.filters}>
      {choices.map(([name, any, data]) => (
        <NativeSelect
          key={name}
          aria-label={names[name]}
          data={[{ value: '', label: any }, ...data]}
          value={filter[name]}
          onChange={(event) => onChange({ ...filter, [name]: event.currentTarget.value })}
        />
      ))}
    </div>
  );
}

function Line({ delivery }: { delivery: Delivery }) {
  const { createdAt, subject, incident, channelName, to, state, reason, maybeTwice, attempts } = delivery;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <>
      <tr>
        <td>
          <When at={createdAt} />
        </td>
        <td>
          {incident === null ? subject : <a href={routeHash({ screen: 'room', incident })}>{subject}</a>}
        </td>
        <td>
          {channelName}
          {to !== null && <span className="label"> {to}</span>}
        </td>
        <td>
          <span className={state === 'failed' || state === 'dropped' ? section.trouble : undefined}>
            {words.states[state]}
          </span>{' '}
          {attempts.length > 0 && (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={isOpen}
              aria-controls={id}
              onClick={() => setOpen(!isOpen)}
            >
              {words.attempts(attempts.length)}
            </button>
          )}
          {maybeTwice && <p className="label">{words.maybeTwice}</p>}
          {!isOpen && reason !== null && <p className="label">{reason}</p>}
        </td>
      </tr>
      {isOpen && (
        <tr>
          <td />
          <td colSpan={3}>
            <Attempts id={id} delivery={delivery} />
          </td>
        </tr>
      )}
    </>
  );
}

function Attempts({ id, delivery: { attempts, nextAt } }: { id: string; delivery: Delivery }) {
  const now = useNow();
  return (
    <ol id={id} className={styles.attempts}>
      {attempts.map(({ at, ok, reason }, index) => (
        <li key={at}>
          <span className="label">{words.attempt(index + 1)}</span> <When at={at} />{' '}
          <span className={ok ? undefined : section.trouble}>{ok ? words.taken : reason}</span>
        </li>
      ))}
      {nextAt !== null && <li className="label">{words.next(sayWhen(nextAt, now))}</li>}
    </ol>
  );
}
