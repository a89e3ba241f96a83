import type { IncidentSummary } from '#room/feed/feed.ts';
import { isOpen } from '../../state/incident-order.ts';
import { routeHash } from '../../state/router.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { When } from '../../ui/time.tsx';

/** An incident in the list of a record that it belongs to, with a link to its room. */
export function IncidentItem({ incident, name }: { incident: IncidentSummary; name: string }) {
  const { id, severity, severityIsSet, status, declaredAt } = incident;
  return (
    <li>
      <SeverityMark severity={severity} isSet={severityIsSet} isOver={!isOpen(incident)} />
      <a className="clip" href={routeHash({ screen: 'room', incident: id })}>
        {name}
      </a>
      <span className="soft">{statusWords(status)}</span>
      <When at={declaredAt} />
    </li>
  );
}
