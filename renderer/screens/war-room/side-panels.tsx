import { useDeferredValue, useEffect } from 'react';
import { panels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { strings } from '#renderer/strings/index.ts';
import { useElementKeys } from '#renderer/ui/keys.tsx';
import { arranged, moved } from './arrange.ts';
import { useLayout } from './layout-store.ts';
import { PanelFrame } from './panel-frame.tsx';
import styles from './layout.module.css';

/** Whether the side panels of a room have rendered once. */
export type FirstFrame = { isOver: boolean };

type SidePanelsProps = { names: readonly PanelName[]; label: string; first: FirstFrame };

/** A column of panels in this person's order. */
export function SidePanels({ names, label, first }: SidePanelsProps) {
  const order = useLayout((state) => state.order);
  const arrange = useLayout((state) => state.arrange);
  useElementKeys(strings.room.panelKeyGroup, strings.room.panelKeys);
  const shown = arranged(names, order) as readonly PanelName[];
  const move = (name: PanelName, step: 1 | -1) => {
    const others = order.filter((each) => !names.includes(each as PanelName));
    arrange([...others, ...moved(shown, name, step)]);
  };
  // As a room opens, the timeline renders in the first frame and the side panels in the next; their column is there
  // from the start. Another tab or width later shows its panels at once.
  const isNext = useDeferredValue(true, first.isOver);
  useEffect(() => {
    if (isNext) first.isOver = true;
  }, [isNext, first]);
  return (
    <aside className={styles.side} aria-label={label}>
      {isNext &&
        shown.map((name) => (
          <PanelFrame key={name} name={name} panel={panels[name]} onMove={(step) => move(name, step)} />
        ))}
    </aside>
  );
}
