import { Kbd } from '#renderer/ui/kbd.tsx';
import { useKeys } from '#renderer/ui/keys.tsx';
import { strings } from '../../../strings/index.ts';
import { useLayout, type RoomTab } from '../layout-store.ts';
import styles from './header.module.css';

const tabs: readonly { tab: RoomTab; words: string; keys: string }[] = [
  { tab: 'room', words: strings.header.room, keys: 'alt+1' },
  { tab: 'review', words: strings.header.review, keys: 'alt+2' },
];

export function RoomTabs() {
  const { tab: current, show } = useLayout();
  useKeys(
    Object.fromEntries(
      tabs.map(({ tab, words, keys }) => [
        keys,
        {
          run: () => show(tab),
          label: strings.header.toThe(words.toLowerCase()),
          group: strings.header.room,
          inFields: true,
        },
      ]),
    ),
  );
  return (
    <nav className={styles.tabs} aria-label={strings.header.partsIncident}>
      {tabs.map(({ tab, words, keys }) => (
        <button
          key={tab}
          type="button"
          aria-current={tab === current ? 'page' : undefined}
          onClick={() => show(tab)}
        >
          {words} {tab !== current && <Kbd keys={keys} isAlways />}
        </button>
      ))}
    </nav>
  );
}
