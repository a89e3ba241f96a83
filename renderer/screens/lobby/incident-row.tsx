import { Button } from '@mantine/core';
import type { IncidentSummary, MonitorState } from '#room/feed/feed.ts';
import { usePersonName } from '../../server/feed.tsx';
import { recall } from '../../state/local-store.ts';
import { routeHash } from '../../state/router.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { statusWords } from '../../ui/status-words.ts';
import { Due, Length } from '../../ui/time.tsx';
import { useNow } from '../../ui/now.tsx';
import { isMine, isNamedIn } from '../../state/incident-order.ts';
import type { Lamps } from './sections.ts';
import { useAcknowledge } from '../../paging/use-acknowledge.ts';
import styles from './incident-row.module.css';

const words = strings.lobby;

/** The column names, once above all rows. */
export function RowHeads() {
  return (
    <div className={styles.heads} aria-hidden="true">
      <span>{words.howBad}</span>
      <span>{words.incident}</span>
      <span>{words.whereWe}</span>
      <span>{words.whoCommands}</span>
      <span>{words.dueLabel}</span>
      <span className={styles.right}>{words.sinceDeclared}</span>
    </div>
  );
}

type DetailsProps = { incident: IncidentSummary; monitors: readonly MonitorState[] };
type RowProps = DetailsProps & {
  lamps: Lamps;
  /** The row is inside a group of incidents with one cause. */
  isInside?: boolean;
};

export function IncidentRow({ incident, monitors, lamps, isInside = false }: RowProps) {
  const { me, canWrite } = useSession();
  return (
    <li className={styles.row} data-mine={isMine(incident, me.id)} data-inside={isInside}>
      <SeverityMark severity={incident.severity} isSet={incident.severityIsSet} />
      <a data-row className={styles.link} href={routeHash({ screen: 'room', incident: incident.id })}>
        <span className={styles.title}>{incident.title}</span>
        <Details incident={incident} monitors={monitors} />
      </a>
      <div>
        <p>{statusWords(incident.status)}</p>
        {/* For who may write, the button in this row says it. */}
        {incident.acknowledgedAt === null && !canWrite && <p className="label">{words.notAcknowledged}</p>}
      </div>
      <Command incident={incident} isLit={lamps.has(`command ${incident.id}`)} />
      <NextDue incident={incident} isLit={lamps.has(`update ${incident.id}`)} />
      <p className={styles.right}>
        <Length from={incident.impactBeganAt ?? incident.declaredAt} />
        {incident.impactBeganAt !== null && <span className="label">{words.impact}</span>}
      </p>
    </li>
  );
}

function Details({ incident, monitors }: DetailsProps) {
  const { me } = useSession();
  const read = recall(`read.${incident.id}`);
  const isNamed = isNamedIn(incident, me.id, typeof read === 'number' ? read : null);
  const down = incident.monitorsDown.map(
    (id) => monitors.find((monitor) => monitor.id === id)?.name ?? strings.ui.aCheck,
  );
  const parts = [
    incident.number ?? words.notNumberedYet,
    // A check that is called like its service is not said twice.
    down.length === 1 && down[0] === incident.service ? words.down(incident.service) : incident.service,
    down.length > 2
      ? words.checksDown(down.length)
      : down.length > 0 && down[0] !== incident.service
        ? words.down(down.join(', '))
        : null,
  ].filter((part) => part !== null && part !== '');
  return (
    <span className={styles.details}>
      {incident.drill && <span className={styles.drill}>{words.drill}</span>}
      {isNamed && <span className={styles.named}>{strings.lobby.namesYou}</span>}
      <span className="clip">{parts.join('  ·  ')}</span>
    </span>
  );
}

type Lit = { incident: IncidentSummary; isLit: boolean };

function Command({ incident, isLit }: Lit) {
  const { me } = useSession();
  const name = usePersonName();
  const { commanders, rolesFilled, rolesTotal } = incident;
  if (commanders.length > 1) {
    const names = commanders.map((id) => (id === me.id ? words.you : name(id)));
    return (
      <div>
        <p className="clip" title={strings.ui.list(names)}>
          {strings.ui.list(names)}
        </p>
        <p className={isLit ? styles.late : styles.open}>{words.commandInConflict}</p>
      </div>
    );
  }
  const [commander] = commanders;
  return (
    <div>
      {commander ? (
        <p className="clip">{commander === me.id ? words.you : name(commander)}</p>
      ) : (
        // Among those that wait for somebody, the section says it.
        <p className={incident.acknowledgedAt === null ? 'soft' : styles.open}>{words.nobody}</p>
      )}
      {rolesFilled > 0 && <p className="label">{words.ofRoles(rolesFilled, rolesTotal)}</p>}
    </div>
  );
}

function NextDue({ incident, isLit }: Lit) {
  const { canWrite } = useSession();
  const now = useNow();
  const { acknowledge, busy } = useAcknowledge([incident]);
  if (incident.acknowledgedAt === null && canWrite) {
    return (
      <div className={styles.act}>
        <Button size="compact-sm" variant="subtle" loading={busy} onClick={acknowledge}>
          {words.acknowledge}
        </Button>
      </div>
    );
  }
  if (incident.updateDueAt === null) return <p className="label">{words.noUpdateOwed}</p>;
  return (
    <div>
      <p className="label">{words.update}</p>
      <p className={incident.updateDueAt < now ? (isLit ? styles.late : styles.open) : undefined}>
        <Due at={incident.updateDueAt} />
      </p>
    </div>
  );
}
