import type { IncidentSummary } from '#room/feed/feed.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { sayWithdrawn } from '#room/facts/withdrawn.ts';
import { sayLength } from '../../ui/say-time.ts';
import { Ago } from '../../ui/time.tsx';
import { endOf } from '../../state/incident-order.ts';
import styles from './side-list.module.css';

const words = strings.lobby;

/** Its number, and how long it took or how it was withdrawn. */
function sayOver(incident: IncidentSummary): string {
  const number = incident.number ?? words.notNumbered;
  if (incident.withdrawn !== undefined) return words.withdrawnIn(number, sayWithdrawn(incident.withdrawn));
  return words.tookIn(number, sayLength(endOf(incident) - (incident.impactBeganAt ?? incident.declaredAt)));
}

/** Finished incidents: severity, duration, and how long ago each ended. */
export function OverList({ incidents }: { incidents: readonly IncidentSummary[] }) {
  return (
    <section aria-labelledby="over">
      <h2 id="over" className={styles.head}>
        {words.recentlyResolved}
      </h2>
      <ul>
        {incidents.map((incident) => (
          <li key={incident.id}>
            <a className={styles.item} href={routeHash({ screen: 'room', incident: incident.id })}>
              <span className={styles.marked}>
                <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} isOver />
                <span className="clip">{incident.title}</span>
              </span>
              <span className={styles.detail}>
                {sayOver(incident)} ·{' '}
                {incident.status === 'resolved' && incident.monitorsDown.length > 0 && (
                  <strong>{words.stillFails(incident.monitorsDown.length)}</strong>
                )}{' '}
                <Ago at={endOf(incident)} />
              </span>
            </a>
          </li>
        ))}
      </ul>
      <a className={styles.all} href={routeHash({ screen: 'incidents', query: '' })}>
        {strings.incidents.title}
      </a>
    </section>
  );
}
