import { sayNoticed } from '#room/facts/noticed.ts';
import { routeHash } from '../../state/router.ts';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { sayLength } from '../../ui/say-time.ts';
import { standingWords } from '../../ui/status-words.ts';
import { When } from '../../ui/time.tsx';
import { isOpen } from '../../state/incident-order.ts';
import { Matches } from './match-line.tsx';
import type { FoundIncident } from '#wire/api/incidents.ts';
import styles from './incidents.module.css';

const words = strings.incidents;

/** One incident of the list, with the places where the search words occur. */
export function IncidentLine({ incident }: { incident: FoundIncident }) {
  const { id, number, title, severity, severityIsSet, service, drill, declaredAt, matches = [] } = incident;
  const endedAt = incident.resolvedAt ?? incident.closedAt;
  return (
    <li className={styles.row}>
      <SeverityMark severity={severity} isSet={severityIsSet} isOver={!isOpen(incident)} />
      <div className={styles.what}>
        <a data-row className={styles.link} href={routeHash({ screen: 'room', incident: id })}>
          <span className={styles.number}>{number ?? strings.lobby.notNumbered}</span>
          <span className={styles.title}>{title}</span>
        </a>
        {drill && <span className={styles.drill}>{words.drill}</span>}
        {service !== null && <span className="soft">{service}</span>}
        {incident.nature !== undefined && (
          <span className="soft">{strings.declare.natures[incident.nature]}</span>
        )}
        {incident.noticed !== undefined && (
          <span className="soft">{strings.declare.noticedIn(sayNoticed({ how: incident.noticed }))}</span>
        )}
        <Matches incident={id} matches={matches} />
      </div>
      <span className={isOpen(incident) ? undefined : 'soft'}>{standingWords(incident)}</span>
      <When at={declaredAt} />
      <span className={styles.took}>
        {endedAt !== null && sayLength(endedAt - (incident.impactBeganAt ?? declaredAt))}
      </span>
    </li>
  );
}
