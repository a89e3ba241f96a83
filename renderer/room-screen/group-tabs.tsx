import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '../strings/index.ts';
import { useLayout } from './layout-store.ts';
import type { Group } from './room-layout.tsx';
import styles from './layout.module.css';

/** Where there is no room for all columns: which one shows. */
export function GroupTabs({ groups, shown }: { groups: readonly Group[]; shown: Group }) {
  const showNarrow = useLayout((state) => state.showNarrow);
  const next = groups[(groups.indexOf(shown) + 1) % groups.length]!;
  useKeys({
    '.': { run: () => showNarrow(next.name), label: strings.room.nextColumn, group: strings.room.panels },
  });
  return (
    <nav className={styles.groupTabs} aria-label={strings.room.columns}>
      {groups.map((group) => (
        <button
          key={group.name}
          type="button"
          aria-current={group === shown ? 'page' : undefined}
          onClick={() => showNarrow(group.name)}
        >
          {group.words} {group === next && <Kbd keys="." />}
        </button>
      ))}
    </nav>
  );
}
