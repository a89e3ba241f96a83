// Finds everything by name: incidents, actions, people.
import { useEffect, useState } from 'react';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { useFeed } from '../server/feed.tsx';
import {
  declareGroup,
  levelsAction,
  pageAction,
  restrictAction,
  practiceAction,
  handbookActions,
  eraseAction,
  withdrawAction,
} from './palette-actions.tsx';
import { useOverRoom } from '../screens/war-room/over-room-store.ts';
import { usePreferences, type Preferences } from '../state/preferences.tsx';
import { go, settingsSections, useRoute, type Route } from '../state/router.ts';
import { useSession, type Session } from '../server/session.tsx';
import { usePublish } from '../screens/status-pages/publish-store.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { askForRecord } from '../screens/record/ask-for-record.ts';
import {
  incidentGroup,
  monitorGroup,
  peopleGroup,
  problemGroup,
  scheduleGroup,
  serviceGroup,
} from './palette-groups.tsx';
import { destination, goTo, type DestinationName } from './destinations.ts';
import { useKeyGroup } from './palette-keys.tsx';
import { findActions, glossaryGroup, withSynonyms } from './palette-words.ts';
import { openDeclare, paletteStore, showKeys } from '../state/shell-store.ts';
import { useTimelineMatches } from './use-timeline-matches.tsx';
import styles from './palette.module.css';

const classNames = {
  action: styles.action ?? '',
  actionLabel: styles.label ?? '',
  actionBody: styles.body ?? '',
  actionSection: styles.section ?? '',
  actionsGroup: styles.group ?? '',
  search: styles.search ?? '',
  content: styles.content ?? '',
};

const noSynonyms = {};

export function Palette() {
  const [query, setQuery] = useState('');
  const groups = useGroups(query);
  useFirstSelected(groups);
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
      nothingFound={strings.shell.nothingMatches}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.24, blur: 0 }}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden="true" />,
        placeholder: strings.shell.findHint,
        'aria-label': strings.shell.findHint,
        // Focused with the key press and not by a timer, so that the text typed next goes into this field.
        autoFocus: true,
      }}
      classNames={classNames}
    />
  );
}

/** What a search finds late stands above what was selected: while nobody moved on, the first is selected. */
function useFirstSelected(groups: readonly SpotlightActionGroupData[]) {
  const late = groups.find(({ group }) => group === strings.shell.inTimelines);
  const found = late?.actions.map(({ id }) => id).join(' ') ?? '';
  useEffect(() => {
    const { selected, listId } = paletteStore.getState();
    if (found === '' || selected > 0) return;
    const list = document.getElementById(listId);
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  }, [found]);
}

/** Everything the palette finds, in its order. */
function useGroups(query: string): SpotlightActionGroupData[] {
  const session = useSession();
  const { snapshot } = useFeed();
  const preferences = usePreferences();
  const route = useRoute();
  const inTimelines = useTimelineMatches(query);
  const ofRoom = roomGroup(route, session).map(withSynonyms);
  const ofAll = withSynonyms(actionGroup(session, preferences, snapshot));
  const known = new Set([...ofRoom, ofAll].flatMap(({ actions }) => actions.map(({ label = '' }) => label)));
  const ofKeys = useKeyGroup(known, route.screen === 'room' ? strings.roomSynonyms : noSynonyms);
  return [
    ...(snapshot ? [incidentGroup(snapshot, session.me.id)] : []),
    // In a room its own actions come before other screens.
    ...ofRoom,
    ...(route.screen === 'room' ? [...ofKeys, ofAll] : [ofAll, ...ofKeys]),
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
}

/** Actions on the current room. */
function roomGroup(route: Route, { canWrite, isOwner }: Session): SpotlightActionGroupData[] {
  if (route.screen !== 'room') return [];
  const { incident } = route;
  return [
    {
      group: strings.shell.thisRoom,
      actions: [
        ...(canWrite ? [pageAction(incident), restrictAction(incident), withdrawAction(incident)] : []),
        ...(isOwner ? [eraseAction(incident)] : []),
        ...viewActions(incident),
      ],
    },
  ];
}

/** Views over the current room that everybody may open. */
function viewActions(incident: string): SpotlightActionData[] {
  const { replay, catchUp, undo, rank } = useOverRoom.getState();
  return [
    {
      id: 'replay',
      label: strings.shell.replayThisRoom,
      ...keyHint('g'),
      onClick: () => replay(incident),
    },
    {
      id: 'catch-up',
      label: strings.shell.catchMeUp,
      ...keyHint('z'),
      onClick: () => catchUp(incident),
    },
    {
      id: 'publish',
      label: strings.statusPages.publish.open,
      keywords: strings.statusPages.keywords,
      onClick: () => usePublish.getState().open(incident),
    },
    { id: 'undo', label: strings.undo.palette, ...keyHint('mod+z'), onClick: () => undo(incident) },
    { id: 'rank', label: strings.command.placeKey, ...keyHint('shift+p'), onClick: () => rank(incident) },
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

const keyHint = (keys: string | undefined) =>
  keys === undefined ? {} : { rightSection: <Kbd keys={keys} isAlways /> };

function screenAction(name: DestinationName): SpotlightActionData {
  const { title, keys, keywords } = destination(name);
  return {
    id: name,
    label: title,
    ...(keywords !== undefined && { keywords: typeof keywords === 'string' ? keywords : [...keywords] }),
    ...keyHint(keys),
    onClick: () => goTo(name),
  };
}

/** The screens, in the palette's order. */
function screenActions({ bridge, canWrite }: Session, snapshot: FeedSnapshot | null): SpotlightActionData[] {
  return [
    screenAction('insights'),
    screenAction('action-items'),
    {
      id: 'record',
      label: strings.record.palette,
      keywords: strings.record.keywords,
      onClick: () => void askForRecord(bridge),
    },
    screenAction('services'),
    screenAction('problems'),
    screenAction('reviews'),
    screenAction('review-templates'),
    screenAction('status-pages'),
    ...(canWrite ? [screenAction('triage')] : []),
    practiceAction(),
    ...handbookActions(snapshot),
    levelsAction(),
    screenAction('incidents'),
    screenAction('playbooks'),
    {
      id: 'wallboard',
      label: strings.wallboard.palette,
      ...keyHint('shift+m'),
      onClick: () => go({ screen: 'wallboard', incident: null }),
    },
    screenAction('monitors'),
    screenAction('on-call'),
  ];
}

const addSchedule = () => go({ screen: 'on-call', schedule: 'new' });
const addMonitor = () => go({ screen: 'monitors', monitor: 'new' });

/** Actions that add something, for owners, and the pages of monitors and settings. */
function pageActions({ isOwner, canWrite }: Session): SpotlightActionData[] {
  return [
    ...(isOwner
      ? [
          { id: 'add-schedule', label: strings.onCall.add, onClick: addSchedule },
          { id: 'add-monitor', label: strings.monitors.add, onClick: addMonitor },
        ]
      : []),
    ...(canWrite
      ? [
          {
            id: 'page-me',
            label: strings.testPage.title,
            onClick: () => go({ screen: 'settings', section: 'you' }),
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
  ];
}

function preferenceActions({ settings, change }: Preferences): SpotlightActionData[] {
  const otherTheme = settings.theme === 'dark' ? 'light' : 'dark';
  const isUtc = settings.times === 'utc';
  return [
    {
      id: 'theme',
      label: strings.shell.useTheme[otherTheme],
      onClick: () => change({ theme: otherTheme }).catch(reportError),
    },
    {
      id: 'times',
      label: isUtc ? strings.shell.timesHere : strings.shell.timesUtc,
      onClick: () => change({ times: isUtc ? 'local' : 'utc' }).catch(reportError),
    },
  ];
}

function actionGroup(
  session: Session,
  preferences: Preferences,
  snapshot: FeedSnapshot | null,
): SpotlightActionGroupData {
  const declare = {
    id: 'declare',
    label: strings.shell.declareIncident,
    ...keyHint('n'),
    onClick: openDeclare,
  };
  return {
    group: strings.shell.actions,
    actions: [
      ...(session.canWrite ? [declare] : []),
      { id: 'lobby', label: strings.shell.goLobby, onClick: () => go({ screen: 'lobby' }) },
      ...hubActions(session, snapshot),
      ...screenActions(session, snapshot),
      ...pageActions(session),
      ...preferenceActions(preferences),
      { id: 'keys', label: strings.shell.showAllKeys, ...keyHint('?'), onClick: () => showKeys(true) },
    ],
  };
}
