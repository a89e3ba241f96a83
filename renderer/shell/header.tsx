import {
  IconActivity,
  IconCalendar,
  IconHistory,
  IconListCheck,
  IconPlus,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { Button } from '@mantine/core';
import { useFeed } from '../server/feed.tsx';
import { routeHash, useRoute, type Route } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ConnectionWords } from '../live-room/connection.tsx';
import { openDeclare, palette, useShell } from '../state/shell-store.ts';
import { useFeedConnection } from '../live-room/use-feed-connection.ts';
import { Wordmark } from './wordmark.tsx';
import styles from './header.module.css';

const words = strings.shell;

type Destination = {
  title: string;
  route: Route;
  Icon: typeof IconHistory;
  /** The first to go where the window is narrow. */
  isSecond: boolean;
};

const destinations: readonly Destination[] = [
  {
    title: words.incidents,
    route: { screen: 'incidents', query: '' },
    Icon: IconHistory,
    isSecond: true,
  },
  {
    title: strings.monitors.title,
    route: { screen: 'monitors', monitor: null },
    Icon: IconActivity,
    isSecond: false,
  },
  {
    title: strings.onCall.title,
    route: { screen: 'on-call', schedule: null },
    Icon: IconCalendar,
    isSecond: false,
  },
  {
    title: strings.playbooks.title,
    route: { screen: 'playbooks', playbook: null },
    Icon: IconListCheck,
    isSecond: true,
  },
  {
    title: words.settings,
    route: { screen: 'settings', section: 'you' },
    Icon: IconSettings,
    isSecond: false,
  },
];

export function Header() {
  const { canWrite } = useSession();
  const route = useRoute();
  const isDeclaring = useShell((shell) => shell.isDeclaring);
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
        <button type="button" className={styles.find} onClick={palette.open}>
          <IconSearch size={14} aria-hidden="true" />
          <span className={styles.word}>{words.find}</span>
          <Kbd keys="mod+k" isAlways />
        </button>
        {canWrite && (
          <Button
            size="compact-sm"
            variant={isDeclaring ? 'default' : 'filled'}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            rightSection={<Kbd keys="n" isAlways />}
            onClick={openDeclare}
          >
            {words.declare}
          </Button>
        )}
        {destinations.map(({ title, route: to, Icon, isSecond }) => (
          <a
            key={to.screen}
            className={isSecond ? `${styles.settings} ${styles.second}` : styles.settings}
            href={routeHash(to)}
            aria-current={route.screen === to.screen ? 'page' : undefined}
          >
            <Icon size={14} aria-hidden="true" />
            <span className={styles.word}>{title}</span>
          </a>
        ))}
      </div>
    </header>
  );
}

function PlaceName({ route }: { route: Route }) {
  const { snapshot } = useFeed();
  if (route.screen === 'wallboard') return null;
  if (route.screen === 'lobby') return <span aria-current="page">{words.lobby}</span>;
  if (route.screen === 'settings') return <span aria-current="page">{words.settings}</span>;
  if (route.screen === 'triage') return <span aria-current="page">{strings.triage.title}</span>;
  if (route.screen === 'insights') return <span aria-current="page">{strings.insights.title}</span>;
  if (route.screen === 'practice') return <span aria-current="page">{strings.practice.title}</span>;
  if (route.screen === 'record') return <span aria-current="page">{strings.record.title}</span>;
  if (route.screen === 'action-items') return <span aria-current="page">{strings.actionItems.title}</span>;
  if (route.screen === 'services') return <span aria-current="page">{strings.services.title}</span>;
  if (route.screen === 'problems') return <span aria-current="page">{strings.problems.title}</span>;
  if (route.screen === 'recurring-tasks') return <span aria-current="page">{strings.recurring.title}</span>;
  if (route.screen === 'review-templates')
    return <span aria-current="page">{strings.reviewTemplates.title}</span>;
  if (route.screen === 'status-pages') return <span aria-current="page">{strings.statusPages.title}</span>;
  if (route.screen === 'reviews') return <span aria-current="page">{strings.reviewLibrary.title}</span>;
  if (route.screen === 'incidents') return <span aria-current="page">{strings.incidents.title}</span>;
  if (route.screen === 'playbooks')
    return (
      <a href={routeHash({ screen: 'playbooks', playbook: null })} aria-current="page">
        {strings.playbooks.title}
      </a>
    );
  if (route.screen === 'handbook') return <span aria-current="page">{strings.handbook.title}</span>;
  if (route.screen === 'monitors')
    return (
      <a href={routeHash({ screen: 'monitors', monitor: null })} aria-current="page">
        {strings.monitors.title}
      </a>
    );
  if (route.screen === 'on-call')
    return (
      <a href={routeHash({ screen: 'on-call', schedule: null })} aria-current="page">
        {strings.onCall.title}
      </a>
    );
  const incident = snapshot?.incidents.find(({ id }) => id === route.incident);
  return (
    <span aria-current="page" className="clip">
      {incident?.number ?? words.incident}
    </span>
  );
}

function FeedWords() {
  return <ConnectionWords connection={useFeedConnection()} />;
}
