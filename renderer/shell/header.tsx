import {
  IconActivity,
  IconCalendar,
  IconHistory,
  IconListCheck,
  IconMenu2,
  IconPlus,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { routeHash, useRoute, type Route } from '../state/router.ts';
import { screenTitle } from '../state/screen-title.ts';
import { useFeed } from '../server/feed.tsx';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useIncidentAt } from './incident-at.ts';
import { ConnectionWords } from '../live-room/connection.tsx';
import { openDeclare, palette, useShell } from '../state/shell-store.ts';
import { useFeedConnection } from '../live-room/use-feed-connection.ts';
import { Wordmark } from './wordmark.tsx';
import styles from './header.module.css';

const words = strings.shell;

/** Small windows and large text, as in header.module.css. */
const small = '(max-width: 860px)';

type Destination = { title: string; route: Route; Icon: typeof IconHistory };

const destinations: readonly Destination[] = [
  {
    title: words.incidents,
    route: { screen: 'incidents', query: '' },
    Icon: IconHistory,
  },
  {
    title: strings.monitors.title,
    route: { screen: 'monitors', monitor: null },
    Icon: IconActivity,
  },
  {
    title: strings.onCall.title,
    route: { screen: 'on-call', schedule: null },
    Icon: IconCalendar,
  },
  {
    title: strings.playbooks.title,
    route: { screen: 'playbooks', playbook: null },
    Icon: IconListCheck,
  },
  {
    title: words.settings,
    route: { screen: 'settings', section: 'you' },
    Icon: IconSettings,
  },
];

export function Header() {
  const { canWrite, me } = useSession();
  const route = useRoute();
  const isDeclaring = useShell((shell) => shell.isDeclaring);
  const isPaged = useFeed().snapshot?.pages?.some(({ person }) => person === me.id) ?? false;
  // One lamp: a page, a room's next step and the acts of other screens are more urgent than a new incident.
  const isFirst = route.screen === 'lobby' && !isDeclaring && !isPaged;
  return (
    <header className={styles.header}>
      <nav className={styles.place} aria-label={words.place}>
        <a href={routeHash({ screen: 'lobby' })} className={styles.home} aria-label={words.musterLobby}>
          <Wordmark />
        </a>
        <span className={styles.slash} aria-hidden="true">
          /
        </span>
        <PlaceName route={route} />
      </nav>
      {/* A room shows its own connection state, down to the single change. */}
      {route.screen !== 'room' && route.screen !== 'practice' && (
        <div className={styles.connection}>
          <FeedWords />
        </div>
      )}
      <div className={styles.actions}>
        <button type="button" className={styles.find} title={words.findAnything} onClick={palette.open}>
          <IconSearch size={14} aria-hidden="true" />
          <span className={styles.word}>{words.find}</span>
          <Kbd keys="mod+k" isAlways />
        </button>
        {canWrite && (
          <Button
            size="compact-sm"
            variant={isFirst ? 'filled' : 'default'}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            rightSection={<Kbd keys="n" isAlways />}
            onClick={openDeclare}
          >
            {words.declare}
          </Button>
        )}
        <Places at={route} />
      </div>
    </header>
  );
}

const placesId = 'places';
const closePlaces = () => document.getElementById(placesId)?.hidePopover();

/** The ways to the other screens; where there is no room for their words, they are in a menu. */
function Places({ at }: { at: Route }) {
  const isSmall = useMediaQuery(small, undefined, { getInitialValueInEffect: false }) ?? false;
  const links = destinations.map(({ title, route: to, Icon }) => (
    <a
      key={to.screen}
      className={styles.settings}
      href={routeHash(to)}
      aria-current={at.screen === to.screen ? 'page' : undefined}
      onClick={isSmall ? closePlaces : undefined}
    >
      <Icon size={14} aria-hidden="true" />
      <span className={styles.word}>{title}</span>
    </a>
  ));
  if (!isSmall) return links;
  return (
    <>
      <button type="button" className={styles.settings} title={words.menu} popoverTarget={placesId}>
        <IconMenu2 size={14} aria-hidden="true" />
        <span className={styles.word}>{words.menu}</span>
      </button>
      <nav id={placesId} className={styles.menu} popover="auto" aria-label={words.menu}>
        {links}
      </nav>
    </>
  );
}

function PlaceName({ route }: { route: Route }) {
  const incident = useIncidentAt(route);
  if (route.screen === 'wallboard') return null;
  const title = screenTitle(route);
  const list = listOf(route);
  if (list !== null)
    return (
      <a href={routeHash(list)} aria-current="page">
        {title}
      </a>
    );
  if (route.screen !== 'room') return <span aria-current="page">{title}</span>;
  return (
    <span aria-current="page" className="clip">
      {incident?.number ?? title}
    </span>
  );
}

/** The list that a screen with pages of its own begins with; null for others. */
function listOf({ screen }: Route): Route | null {
  if (screen === 'playbooks') return { screen, playbook: null };
  if (screen === 'monitors') return { screen, monitor: null };
  return screen === 'on-call' ? { screen, schedule: null } : null;
}

function FeedWords() {
  return <ConnectionWords connection={useFeedConnection()} />;
}
