import { useDeferredValue, useEffect } from 'react';
import { panels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { useIncidentId } from '#renderer/live-room/room-provider.tsx';
import { strings } from '#renderer/strings/index.ts';
import { useElementKeys } from '#renderer/ui/keys.tsx';
import { arranged, moved } from './arrange.ts';
import { hasOpened, useLayout } from './layout-store.ts';
import { PanelFrame } from './panel-frame.tsx';
import styles from './layout.module.css';

type SidePanelsProps = { names: readonly PanelName[]; label: string };

/** A column of panels in this person's order. */
export function SidePanels({ names, label }: SidePanelsProps) {
  const order = useLayout((state) => state.order);
  const arrange = useLayout((state) => state.arrange);
  useElementKeys(strings.room.panelKeyGroup, strings.room.panelKeys);
  const shown = arranged(names, order) as readonly PanelName[];
  const move = (name: PanelName, step: 1 | -1) => {
    const others = order.filter((each) => !names.includes(each as PanelName));
    arrange([...others, ...moved(shown, name, step)]);
  };
  const id = useIncidentId();
  // As a room opens, the timeline renders in the first frame and the side panels in the next; their column is there
  // from the start. Another tab or width later shows its panels at once.
  const isNext = useDeferredValue(true, hasOpened(id));
  useEffect(() => {
    if (isNext) useLayout.setState({ opened: id });
  }, [isNext, id]);
  return (
    <aside className={styles.side} aria-label={label}>
      {shown.map((name) =>
        isNext ? (
          <PanelFrame key={name} name={name} panel={panels[name]} onMove={(step) => move(name, step)} />
        ) : (
          <PanelAhead key={name} name={name} />
        ),
      )}
    </aside>
  );
}

/** FE8: the heading of a panel that renders next. It is seen only where that takes longer than a moment. */
function PanelAhead({ name }: { name: PanelName }) {
  const { title, icon: PanelIcon } = panels[name];
  return (
    <div className={styles.panel} aria-hidden="true">
      <div className={`${styles.panelHead} ${styles.ahead}`}>
        <PanelIcon size={14} stroke={1.75} />
        {title}
      </div>
    </div>
  );
}
