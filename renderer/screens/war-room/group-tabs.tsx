import { useIsPast, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import { panelAlarms, panels, type PanelName } from '#renderer/screens/war-room/panels/index.ts';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import { strings } from '../../strings/index.ts';
import { goToPanel } from './go-to-panel.ts';
import { useLayout } from './layout-store.ts';
import type { Group } from './room-layout.tsx';
import styles from './layout.module.css';

const words = strings.room;

/** Tabs for narrow windows: which column shows, and the alarms of the hidden ones. */
export function GroupTabs({ groups, shown }: { groups: readonly Group[]; shown: Group }) {
  const showNarrow = useLayout((state) => state.showNarrow);
  const next = groups[(groups.indexOf(shown) + 1) % groups.length]!;
  const hidden = groups.filter((group) => group !== shown).flatMap((group) => group.panels);
  useKeys({
    '.': { run: () => showNarrow(next.name), label: words.nextColumn, group: words.panels },
    ...Object.fromEntries(
      hidden.map((name) => [
        panels[name].keys,
        {
          run: () => goToPanel(name, { isFocused: true }),
          label: words.toPanel(panels[name].title.toLowerCase()),
          group: words.panels,
        },
      ]),
    ),
  });
  return (
    <nav className={styles.groupTabs} aria-label={words.columns}>
      {groups.map((group) => (
        <button
          key={group.name}
          type="button"
          aria-current={group === shown ? 'page' : undefined}
          onClick={() => showNarrow(group.name)}
        >
          {group.words} {group !== shown && <Alarms names={group.panels} />}
          {group === next && <Kbd keys="." />}
        </button>
      ))}
    </nav>
  );
}

/** Alarms of hidden panels, such as `late` or `3 down`. */
function Alarms({ names }: { names: readonly PanelName[] }) {
  const room = useRoom();
  const now = useNow();
  const { snapshot } = useFeed();
  const isPast = useIsPast();
  return names.map((name) => {
    const said = panelAlarms[name]?.(room, now, isPast ? null : snapshot) ?? '';
    return said === '' ? null : (
      <span key={name} className={styles.alarm}>
        {said}
      </span>
    );
  });
}
