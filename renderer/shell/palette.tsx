// Finds everything by name: incidents, actions, people.
import { useState } from 'react';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { useFeed } from '../state/feed.tsx';
import {
  declareGroup,
  levelsAction,
  pageAction,
  restrictAction,
  practiceAction,
  handbookActions,
  triageAction,
  eraseAction,
  withdrawAction,
} from './palette-actions.tsx';
import { useOverRoom } from '../room-screen/over-room-store.ts';
import { usePreferences, type Preferences } from '../state/preferences.tsx';
import { go, settingsSections, useRoute, type Route } from '../state/router.ts';
import { useSession, type Session } from '../state/session.tsx';
import { usePublish } from '../status-pages/publish-store.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { askForRecord } from '../record/ask-for-record.ts';
import {
  incidentGroup,
  monitorGroup,
  peopleGroup,
  problemGroup,
  scheduleGroup,
  serviceGroup,
} from './palette-groups.tsx';
import { useKeyGroup } from './palette-keys.tsx';
import { findActions, glossaryGroup, withSynonyms } from './palette-words.ts';
import { openDeclare, paletteStore, showKeys } from '../state/shell-store.ts';
import { useTimelineMatches } from './use-timeline-matches.tsx';
import styles from './palette.module.css';

export function Palette() {
  const session = useSession();
  const { snapshot } = useFeed();
  const preferences = usePreferences();
  const route = useRoute();
  const [query, setQuery] = useState('');
  const inTimelines = useTimelineMatches(query);
  const named = [...roomGroup(route, session), actionGroup(session, preferences, snapshot)].map(withSynonyms);
  const known = new Set(named.flatMap(({ actions }) => actions.map(({ label = '' }) => label)));
  const groups = [
    ...(snapshot ? [incidentGroup(snapshot, session.me.id)] : []),
    ...named,
    ...useKeyGroup(known),
    ...(snapshot
      ? [
          monitorGroup(snapshot),
          ...serviceGroup(snapshot),
          ...problemGroup(snapshot),
          ...scheduleGroup(snapshot),
          peopleGroup(snapshot),
        ]
      : []),
    ...inTimelines,
    ...declareGroup(query.trim(), session.canWrite),
    // The glossary shows only for a query.
    ...(query.trim() === '' ? [] : [glossaryGroup()]),
  ];
  return (
    <Spotlight
      store={paletteStore}
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      filter={(words) => findActions(words, groups)}
      // The key is in our own registry, so that the cheat sheet lists it.
      shortcut={null}
      scrollable
      maxHeight={440}
      highlightQuery
      attributes={{ content: { 'aria-label': strings.shell.findAnything } }}
      nothingFound={strings.shell.nothingThatName}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.24, blur: 0 }}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden="true" />,
        placeholder: strings.shell.findIncidentAction,
        'aria-label': strings.shell.findIncidentAction,
        // Focused with the key press and not by a timer, so that the text typed next goes into this field.
        autoFocus: true,
      }}
      classNames={{
        action: styles.action ?? '',
        actionLabel: styles.label ?? '',
        actionBody: styles.body ?? '',
        actionSection: styles.section ?? '',
        actionsGroup: styles.group ?? '',
        search: styles.search ?? '',
        content: styles.content ?? '',
      }}
    />
  );
}

/** Actions on the current room. */
function roomGroup(route: Route, { canWrite, isOwner }: Session): SpotlightActionGroupData[] {
  if (route.screen !== 'room') return [];
  const { replay, catchUp, undo, rank } = useOverRoom.getState();
  const { incident } = route;
  return [
    {
      group: strings.shell.thisRoom,
      actions: [
        ...(canWrite ? [pageAction(incident), restrictAction(incident), withdrawAction(incident)] : []),
        ...(isOwner ? [eraseAction(incident)] : []),
        {
          id: 'replay',
          label: strings.shell.replayThisRoom,
          rightSection: <Kbd keys="g" isAlways />,
          onClick: () => replay(incident),
        },
        {
          id: 'catch-up',
          label: strings.shell.catchMeUp,
          rightSection: <Kbd keys="z" isAlways />,
          onClick: () => catchUp(incident),
        },
        {
          id: 'publish',
          label: strings.statusPages.publish.open,
          keywords: strings.statusPages.keywords,
          onClick: () => usePublish.getState().open(incident),
        },
        {
          id: 'undo',
          label: strings.undo.palette,
          rightSection: <Kbd keys="mod+z" isAlways />,
          onClick: () => undo(incident),
        },
        {
          id: 'rank',
          label: strings.command.placeKey,
          rightSection: <Kbd keys="shift+p" isAlways />,
          onClick: () => rank(incident),
        },
      ],
    },
  ];
}

const goToConnection = () => go({ screen: 'settings', section: 'connection' });

/** Only a desktop has its own server, which can become a hub or join one. */
function hubActions(
  { bridge, team, canWrite }: Session,
  snapshot: FeedSnapshot | null,
): SpotlightActionData[] {
  if (!bridge) return [];
  const words = strings.hub.palette;
  const make = { id: 'hub', label: snapshot?.hub ? words.open : words.make, onClick: goToConnection };
  return [
    ...(canWrite ? [make] : []),
    ...(team ? [{ id: 'join-hub', label: words.join, onClick: goToConnection }] : []),
  ];
}

function actionGroup(
  session: Session,
  { settings, change }: Preferences,
  snapshot: FeedSnapshot | null,
): SpotlightActionGroupData {
  const { canWrite } = session;
  const otherTheme = settings.theme === 'dark' ? 'light' : 'dark';
  const declare: SpotlightActionData[] = canWrite
    ? [
        {
          id: 'declare',
          label: strings.shell.declareIncident,
          rightSection: <Kbd keys="n" isAlways />,
          onClick: openDeclare,
        },
      ]
    : [];
  return {
    group: strings.shell.actions,
    actions: [
      ...declare,
      { id: 'lobby', label: strings.shell.goLobby, onClick: () => go({ screen: 'lobby' }) },
      ...hubActions(session, snapshot),
      {
        id: 'insights',
        label: strings.insights.title,
        keywords: strings.insights.keywords,
        rightSection: <Kbd keys="shift+h" isAlways />,
        onClick: () => go({ screen: 'insights' }),
      },
      {
        id: 'action-items',
        label: strings.actionItems.title,
        keywords: strings.actionItems.keywords,
        rightSection: <Kbd keys="shift+o" isAlways />,
        onClick: () => go({ screen: 'action-items', query: '' }),
      },
      {
        id: 'record',
        label: strings.record.palette,
        keywords: strings.record.keywords,
        onClick: () => void askForRecord(session.bridge),
      },
      {
        id: 'services',
        label: strings.services.title,
        keywords: strings.services.keywords,
        rightSection: <Kbd keys="shift+e" isAlways />,
        onClick: () => go({ screen: 'services', service: null }),
      },
      {
        id: 'problems',
        label: strings.problems.title,
        keywords: strings.problems.keywords,
        rightSection: <Kbd keys="shift+k" isAlways />,
        onClick: () => go({ screen: 'problems', problem: null }),
      },
      {
        id: 'review-templates',
        label: strings.reviewTemplates.title,
        keywords: strings.reviewTemplates.keywords,
        onClick: () => go({ screen: 'review-templates', template: null }),
      },
      {
        id: 'status-pages',
        label: strings.statusPages.title,
        keywords: strings.statusPages.keywords,
        onClick: () => go({ screen: 'status-pages', page: null }),
      },
      ...(canWrite ? [triageAction()] : []),
      practiceAction(),
      ...handbookActions(),
      levelsAction(),
      {
        id: 'incidents',
        label: strings.incidents.title,
        keywords: strings.incidents.keywords,
        rightSection: <Kbd keys="shift+i" isAlways />,
        onClick: () => go({ screen: 'incidents', query: '' }),
      },
      {
        id: 'playbooks',
        label: strings.playbooks.title,
        rightSection: <Kbd keys="p" isAlways />,
        onClick: () => go({ screen: 'playbooks', playbook: null }),
      },
      {
        id: 'wallboard',
        label: strings.wallboard.palette,
        rightSection: <Kbd keys="shift+m" isAlways />,
        onClick: () => go({ screen: 'wallboard', incident: null }),
      },
      {
        id: 'monitors',
        label: strings.monitors.title,
        rightSection: <Kbd keys="m" isAlways />,
        onClick: () => go({ screen: 'monitors', monitor: null }),
      },
      {
        id: 'on-call',
        label: strings.onCall.title,
        rightSection: <Kbd keys="shift+s" isAlways />,
        onClick: () => go({ screen: 'on-call', schedule: null }),
      },
      ...(session.isOwner
        ? [
            {
              id: 'add-schedule',
              label: strings.onCall.add,
              onClick: () => go({ screen: 'on-call', schedule: 'new' }),
            },
            {
              id: 'add-monitor',
              label: strings.monitors.add,
              onClick: () => go({ screen: 'monitors', monitor: 'new' }),
            },
          ]
        : []),
      {
        id: 'maintenance',
        label: strings.monitors.maintenance.title,
        onClick: () => go({ screen: 'monitors', monitor: 'maintenance' }),
      },
      ...settingsSections.map((section) => ({
        id: `settings-${section}`,
        label: strings.shell.settingsOf[section],
        onClick: () => go({ screen: 'settings', section }),
      })),
      {
        id: 'theme',
        label: strings.shell.useTheme[otherTheme],
        onClick: () => change({ theme: otherTheme }).catch(reportError),
      },
      {
        id: 'times',
        label: settings.times === 'utc' ? strings.shell.timesHere : strings.shell.timesUtc,
        onClick: () => change({ times: settings.times === 'utc' ? 'local' : 'utc' }).catch(reportError),
      },
      {
        id: 'keys',
        label: strings.shell.showAllKeys,
        rightSection: <Kbd keys="?" isAlways />,
        onClick: () => showKeys(true),
      },
    ],
  };
}
