import { useState } from 'react';
import { Button } from '@mantine/core';
import type { MonitorState } from '#room/feed/feed.ts';
import { useAcknowledge } from '../../paging/use-acknowledge.ts';
import { useSession } from '../../server/session.tsx';
import { strings } from '../../strings/index.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { useKeys } from '../../ui/keys.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { Length } from '../../ui/time.tsx';
import { IncidentRow } from './incident-row.tsx';
import { MergeStorm } from './merge-storm.tsx';
import type { Lamps, Storm } from './sections.ts';
import styles from './incident-row.module.css';

const words = strings.lobby;

type StormProps = {
  storm: Storm;
  monitors: readonly MonitorState[];
  lamps: Lamps;
  /** Shift+A acknowledges this group. */
  hasKey: boolean;
  /** Shift+X merges it. */
  hasMergeKey: boolean;
};

/** CO12: a group of incidents with one cause, as one row that opens to show each. */
export function StormRow({ storm, monitors, lamps, hasKey, hasMergeKey }: StormProps) {
  const { reason, incidents } = storm;
  const [isOpen, setOpen] = useState(false);
  // The incidents are sorted by severity, the worst first.
  const worst = incidents[0]!;
  const first = Math.min(...incidents.map(({ impactBeganAt, declaredAt }) => impactBeganAt ?? declaredAt));
  return (
    <>
      <li className={styles.row}>
        <SeverityMark severity={worst.severity} isSet={worst.severityIsSet} />
        <button
          data-row
          type="button"
          className={styles.link}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={styles.title}>{words.storm.title(reason, incidents.length)}</span>
          <span className={styles.details}>
            <span className={styles.fold}>{isOpen ? words.storm.hide : words.storm.show}</span>
            <span className="clip">{sayServices(incidents)}</span>
          </span>
        </button>
        <Waiting incidents={incidents} />
        <p className="soft">{words.nobody}</p>
        <StormActs incidents={incidents} hasKey={hasKey} hasMergeKey={hasMergeKey} />
        <p className={styles.right}>
          <Length from={first} />
          <span className="label">{words.storm.since}</span>
        </p>
      </li>
      {isOpen &&
        incidents.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} monitors={monitors} lamps={lamps} isInside />
        ))}
    </>
  );
}

function sayServices(incidents: Storm['incidents']): string {
  const services = new Set(incidents.flatMap(({ service }) => service ?? []));
  return services.size === 0 ? '' : [words.storm.services(services.size), ...services].join('  ·  ');
}

function Waiting({ incidents }: Pick<Storm, 'incidents'>) {
  const count = incidents.filter(({ acknowledgedAt }) => acknowledgedAt === null).length;
  return <p className="label">{count > 0 && words.storm.toAcknowledge(count)}</p>;
}

type ActsProps = Pick<StormProps, 'hasKey' | 'hasMergeKey'> & Pick<Storm, 'incidents'>;

function StormActs({ incidents, hasKey, hasMergeKey }: ActsProps) {
  const { canWrite } = useSession();
  if (!canWrite) return <p className="label">{words.noUpdateOwed}</p>;
  return (
    <div className={styles.acts}>
      <AcknowledgeAll incidents={incidents} hasKey={hasKey} />
      <MergeStorm incidents={incidents} hasKey={hasMergeKey} />
    </div>
  );
}

function AcknowledgeAll({ incidents, hasKey }: Omit<ActsProps, 'hasMergeKey'>) {
  const { acknowledge, busy } = useAcknowledge(incidents);
  const isOffered = incidents.some(({ acknowledgedAt }) => acknowledgedAt === null);
  useKeys(
    isOffered && hasKey
      ? { 'shift+a': { run: acknowledge, label: words.storm.acknowledge, group: words.lobby } }
      : {},
  );
  if (!isOffered) return null;
  return (
    <Button
      size="compact-sm"
      loading={busy}
      rightSection={hasKey ? <Kbd keys="shift+a" /> : null}
      onClick={acknowledge}
    >
      {words.storm.acknowledge}
    </Button>
  );
}
