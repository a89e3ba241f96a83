import type { MonitorState } from '#room/feed/feed.ts';
import { strings } from '../../strings/index.ts';
import { IncidentRow } from './incident-row.tsx';
import { isStorm, type Lamps, type LobbySection } from './sections.ts';
import { StormRow } from './storm-row.tsx';
import styles from './incident-row.module.css';

type SectionsProps = { sections: readonly LobbySection[]; monitors: readonly MonitorState[]; lamps: Lamps };

/** CO11: the open incidents by section, each with its name and count. */
export function IncidentSections({ sections, monitors, lamps }: SectionsProps) {
  const storms = sections.flatMap(({ entries }) => entries.filter(isStorm));
  // The keys act only on the first group that waits, and on the first group, so that each has one meaning.
  const keyed = storms.find(({ incidents }) => waits(incidents));
  return sections.map(({ name, count, entries }) => (
    <section key={name} aria-labelledby={`section-${name}`}>
      <h2 id={`section-${name}`} className={styles.section}>
        {strings.lobby.sections[name]} <span>{count}</span>
      </h2>
      <ul aria-label={strings.lobby.openIncidentsIn(strings.lobby.sections[name])}>
        {entries.map((entry) =>
          isStorm(entry) ? (
            <StormRow
              key={`storm ${entry.id}`}
              storm={entry}
              monitors={monitors}
              lamps={lamps}
              hasKey={entry === keyed}
              hasMergeKey={entry === storms[0]}
            />
          ) : (
            <IncidentRow key={entry.id} incident={entry} monitors={monitors} lamps={lamps} />
          ),
        )}
      </ul>
    </section>
  ));
}

const waits = (incidents: readonly { acknowledgedAt: number | null }[]) =>
  incidents.some(({ acknowledgedAt }) => acknowledgedAt === null);
