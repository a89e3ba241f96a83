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
      {isNext &&
        shown.map((name) => (
          <PanelFrame key={name} name={name} panel={panels[name]} onMove={(step) => move(name, step)} />
        ))}
    </aside>
  );
}
