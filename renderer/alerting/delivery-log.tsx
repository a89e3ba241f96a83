import { useResource } from '../use-resource.ts';
import { routeHash } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { When } from '../ui/time.tsx';
import type { Items } from './kinded.ts';
import styles from '../settings/settings.module.css';

const words = strings.alerting.deliveries;
const shown = 50;

type Delivery = {
  id: string;
  channelName: string;
  to: string | null;
  subject: string;
  incident: string | null;
  state: 'queued' | 'sent' | 'failed' | 'dropped';
  reason: string | null;
  attempts: readonly { at: number }[];
  createdAt: number;
};

/** What was sent lately, by whatever channel, and what became of it. */
export function DeliveryLog() {
  const { value } = useResource<Items<Delivery>>(`/deliveries?limit=${shown}`, { everyMs: 5_000 });
  if (value === null || value.items.length === 0) return null;
  return (
    <section className={styles.block} aria-labelledby="deliveries">
      <h2 id="deliveries">{words.title}</h2>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.where}</th>
            <th scope="col">{words.became}</th>
          </tr>
        </thead>
        <tbody>
          {value.items.map(
            ({ id, createdAt, subject, incident, channelName, to, state, reason, attempts }) => (
              <tr key={id}>
                <td>
                  <When at={createdAt} />
                </td>
                <td>
                  {incident === null ? (
                    subject
                  ) : (
                    <a href={routeHash({ screen: 'room', incident })}>{subject}</a>
                  )}
                </td>
                <td>
                  {channelName}
                  {to !== null && <span className="label"> {to}</span>}
                </td>
                <td>
                  <span className={state === 'failed' || state === 'dropped' ? styles.trouble : undefined}>
                    {words.states[state]}
                  </span>
                  <span className="label">
                    {attempts.length > 1 ? ` ${words.attempts(attempts.length)}` : ''}
                    {reason === null ? '' : ` ${reason}`}
                  </span>
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}
