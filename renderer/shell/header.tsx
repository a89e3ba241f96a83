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
import { useFeed } from '../state/feed.tsx';
import { routeHash, useRoute, type Route } from '../state/router.ts';
import { useSession } from '../state/session.tsx';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { ConnectionWords } from '../room/connection.tsx';
import { openDeclare, palette, useShell } from '../state/shell-store.ts';
import { useFeedConnection } from '../room/use-feed-connection.ts';
import { Wordmark } from './wordmark.tsx';
import styles from './header.module.css';

const words = strings.shell;

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
        <a
          className={`${styles.settings} ${styles.second}`}
          href={routeHash({ screen: 'incidents', query: '' })}
          aria-current={route.screen === 'incidents' ? 'page' : undefined}
        >
          <IconHistory size={14} aria-hidden="true" />
          <span className={styles.word}>{words.incidents}</span>
        </a>
        <a
          className={styles.settings}
          href={routeHash({ screen: 'monitors', monitor: null })}
          aria-current={route.screen === 'monitors' ? 'page' : undefined}
        >
          <IconActivity size={14} aria-hidden="true" />
          <span className={styles.word}>{strings.monitors.title}</span>
        </a>
        <a
          className={styles.settings}
          href={routeHash({ screen: 'on-call', schedule: null })}
          aria-current={route.screen === 'on-call' ? 'page' : undefined}
        >
          <IconCalendar size={14} aria-hidden="true" />
          <span className={styles.word}>{strings.onCall.title}</span>
        </a>
        <a
          className={`${styles.settings} ${styles.second}`}
          href={routeHash({ screen: 'playbooks', playbook: null })}
          aria-current={route.screen === 'playbooks' ? 'page' : undefined}
        >
          <IconListCheck size={14} aria-hidden="true" />
          <span className={styles.word}>{strings.playbooks.title}</span>
        </a>
        <a
          className={styles.settings}
          href={routeHash({ screen: 'settings', section: 'you' })}
          aria-current={route.screen === 'settings' ? 'page' : undefined}
        >
          <IconSettings size={14} aria-hidden="true" />
          <span className={styles.word}>{words.settings}</span>
        </a>
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
  if (route.screen === 'review-templates')
    return <span aria-current="page">{strings.reviewTemplates.title}</span>;
  if (route.screen === 'status-pages') return <span aria-current="page">{strings.statusPages.title}</span>;
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
