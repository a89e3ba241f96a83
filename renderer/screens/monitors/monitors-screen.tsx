// Monitors: list, single monitor, form and maintenance windows.
import type { ReactNode } from 'react';
import { Sheet } from '../../ui/sheet.tsx';
import { useFeed } from '../../server/feed.tsx';
import { wayTo } from '../../state/router.ts';
import { Awaited } from '../../ui/awaited.tsx';
import { strings } from '../../strings/index.ts';
import { NoSuch } from '../../ui/empty.tsx';
import { MaintenancePage } from './maintenance/maintenance-page.tsx';
import { EditTagged } from '../../fields/edit-tagged.tsx';
import { MonitorForm } from './form/monitor-form.tsx';
import { MonitorList } from './list/monitor-list.tsx';
import { MonitorPage } from './page/monitor-page.tsx';
import type { CheckKind, Items, Monitor } from './monitor.ts';
import { useResource } from '../../server/use-resource.ts';

const words = strings.monitors;
const none: readonly CheckKind[] = [];

/** The action item that a new monitor is made from. */
type Of = Monitor['origin'] | null;
type ScreenProps = { monitor: string | null; isEditing: boolean; of: Of };

export function MonitorsScreen({ monitor, isEditing, of }: ScreenProps) {
  const { value, problem, reload } = useResource<Items<CheckKind>>('/check-kinds');
  const kinds = value?.items ?? none;
  if (monitor === null) return <MonitorList kinds={kinds} />;
  // A form without the kinds of checks could not be saved: Enter would do nothing.
  const mustWait = (monitor === 'new' || isEditing) && value === null;
  return (
    <Within back={isEditing ? monitor : null}>
      {mustWait ? (
        <Awaited title={words.title} problem={problem} again={reload} />
      ) : (
        <Part key={`${monitor} ${isEditing}`} id={monitor} isEditing={isEditing} kinds={kinds} of={of} />
      )}
    </Within>
  );
}

type PartProps = { id: string; isEditing: boolean; kinds: readonly CheckKind[]; of: Of };

function Part({ id, isEditing, kinds, of }: PartProps) {
  const { snapshot } = useFeed();
  if (id === 'maintenance') return <MaintenancePage />;
  if (id === 'new') return <MonitorForm kinds={kinds} before={null} of={of ?? null} />;
  if (!snapshot) return <Awaited title={words.title} />;
  if (!snapshot.monitors.some((each) => each.id === id)) return <NoSuch title={words.unknown} />;
  if (!isEditing) return <MonitorPage id={id} kinds={kinds} />;
  return (
    <EditTagged<Monitor> path={`/monitors/${encodeURIComponent(id)}`} heading={words}>
      {(before) => <MonitorForm kinds={kinds} before={before} />}
    </EditTagged>
  );
}

/** Leads back from a form to its monitor, else to the list. */
function Within({ back, children }: { back: string | null; children: ReactNode }) {
  const { snapshot } = useFeed();
  const name = snapshot?.monitors.find(({ id }) => id === back)?.name;
  return (
    <Sheet back={wayTo({ screen: 'monitors', monitor: back })} label={name ?? words.all}>
      {children}
    </Sheet>
  );
}
