// Planned maintenance windows, in which no incident is declared.
import { useState } from 'react';
import { Button } from '@mantine/core';
import { useFeed } from '../../../server/feed.tsx';
import { useSession } from '../../../server/session.tsx';
import { strings } from '../../../strings/index.ts';
import { BlindNotice } from '../blind-notice.tsx';
import { EditTagged } from '../../../fields/edit-tagged.tsx';
import { AwaitedPart } from '../../../ui/awaited.tsx';
import { Empty } from '../../../ui/empty.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';
import type { Planned } from './maintenance.ts';
import { WindowLine } from './maintenance-line.tsx';
import { MaintenanceCalendar } from './maintenance-calendar.tsx';
import type { Items } from '../monitor.ts';
import { useResource } from '../../../server/use-resource.ts';
import styles from '../page.module.css';

const words = strings.monitors.maintenance;

/** The windows, those that matter now first. */
function useWindows() {
  const { snapshot } = useFeed();
  // A window opens or ends, or one of its monitors fails or recovers: the verdict follows.
  const version = (snapshot?.monitors ?? [])
    .filter(({ status, maintenanceUntil }) => maintenanceUntil !== null || status === 'down')
    .map(({ id, status }) => `${id} ${status}`)
    .join(' ');
  const { value, problem, reload } = useResource<Items<Planned>>('/maintenance', { version });
  return { items: value?.items.toSorted((a, b) => rank(a) - rank(b)) ?? null, problem, reload };
}

export function MaintenancePage() {
  const { isOwner } = useSession();
  const { items, problem, reload } = useWindows();
  const [planning, setPlanning] = useState<{ of: Planned | 'new' } | null>(null);
  const done = () => {
    setPlanning((now) => (now === planning ? null : now));
    reload();
  };
  const has = items !== null && items.length > 0;
  const add = isOwner && (
    <Button size="compact-sm" variant="filled" onClick={() => setPlanning({ of: 'new' })}>
      {words.plan}
    </Button>
  );
  return (
    <div className={styles.narrow}>
      <div className={styles.head}>
        <h1>{words.title}</h1>
        {has && planning === null && add}
      </div>
      <p className="soft">{words.lead}</p>
      {!isOwner && <p className="label">{strings.monitors.onlyOwners}</p>}
      <BlindNotice />
      {(items === null || problem !== null) && <AwaitedPart problem={problem} again={reload} />}
      {has && <WindowList items={items} onEdit={(of) => setPlanning({ of })} onChange={reload} />}
      {items?.length === 0 && planning === null && <Empty title={words.none} action={add} />}
      {planning?.of === 'new' && <MaintenanceForm before={null} onDone={done} />}
      {planning !== null && planning.of !== 'new' && (
        <EditTagged<Planned> path={`/maintenance/${planning.of.id}`}>
          {(before) => <MaintenanceForm before={before} onDone={done} />}
        </EditTagged>
      )}
      {has && <MaintenanceCalendar windows={items} onChange={reload} />}
    </div>
  );
}

type ListProps = { items: readonly Planned[]; onEdit: (planned: Planned) => void; onChange: () => void };

function WindowList({ items, onEdit, onChange }: ListProps) {
  return (
    <ul className={styles.windows} aria-label={words.title}>
      {items.map((planned) => (
        <WindowLine key={planned.id} planned={planned} onEdit={() => onEdit(planned)} onChange={onChange} />
      ))}
    </ul>
  );
}

/** Active windows first, then the next to open, finished ones last. */
const rank = ({ active, nextAt }: Planned): number => (active ? 0 : (nextAt ?? Number.MAX_SAFE_INTEGER));
