// Planned maintenance windows, in which no incident is declared.
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { BlindNotice } from '../blind-notice.tsx';
import { EditTagged } from '../../../fields/edit-tagged.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';
import type { Planned } from './maintenance.ts';
import { WindowLine } from './maintenance-line.tsx';
import { MaintenanceCalendar } from './maintenance-calendar.tsx';
import type { Items } from '../monitor.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../page.module.css';

const words = strings.monitors.maintenance;

export function MaintenancePage() {
  const { isOwner } = useSession();
  const { snapshot } = useFeed();
  const open = snapshot?.monitors.filter(({ maintenanceUntil }) => maintenanceUntil !== null).length;
  const { value, problem, reload } = useResource<Items<Planned>>('/maintenance', { version: open });
  const [planning, setPlanning] = useState<Planned | 'new' | null>(null);
  const items = (value?.items ?? []).toSorted((a, b) => rank(a) - rank(b));
  const done = () => {
    setPlanning(null);
    reload();
  };
  return (
    <div className={styles.narrow}>
      <h1>{words.title}</h1>
      <p className="soft">{words.lead}</p>
      {!isOwner && <p className="label">{strings.monitors.onlyOwners}</p>}
      <BlindNotice />
      {problem !== null && <p className="label">{problem}</p>}
      {value && items.length === 0 && <p className={styles.nothing}>{words.none}</p>}
      {items.length > 0 && (
        <ul className={styles.windows} aria-label={words.title}>
          {items.map((planned) => (
            <WindowLine
              key={planned.id}
              planned={planned}
              onEdit={() => setPlanning(planned)}
              onChange={reload}
            />
          ))}
        </ul>
      )}
      {isOwner && planning === null && (
        <Button className={styles.plan ?? ''} variant="filled" onClick={() => setPlanning('new')}>
          {words.plan}
        </Button>
      )}
      {planning === 'new' && <MaintenanceForm before={null} onDone={done} />}
      {planning !== null && planning !== 'new' && (
        <EditTagged<Planned> key={planning.id} path={`/maintenance/${planning.id}`}>
          {(before) => <MaintenanceForm before={before} onDone={done} />}
        </EditTagged>
      )}
      {value && items.length > 0 && <MaintenanceCalendar windows={value.items} onChange={reload} />}
    </div>
  );
}

/** Active windows first, then the next to open, finished ones last. */
const rank = ({ active, nextAt }: Planned): number => (active ? 0 : (nextAt ?? Number.MAX_SAFE_INTEGER));
