// What the palette offers besides records: acts on the room, screens, settings and preferences.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { askForRecord } from '../screens/record/ask-for-record.ts';
import { usePublish } from '../screens/status-pages/publishing/publish-store.ts';
import { useOverRoom } from '../screens/war-room/over-room-store.ts';
import type { Session } from '../server/session.tsx';
import type { Preferences } from '../state/preferences.tsx';
import { go, settingsSections, type Route } from '../state/router.ts';
import { openDeclare, showKeys } from '../state/shell-store.ts';
import { strings } from '../strings/index.ts';
import { Kbd } from '../ui/kbd.tsx';
import { destination, goTo, type DestinationName } from './destinations.ts';
import {
  eraseAction,
  handbookActions,
  levelsAction,
  pageAction,
  practiceAction,
  restrictAction,
  withdrawAction,
} from './palette-actions.tsx';

/** Actions on the current room. */
export function roomGroup(route: Route, { canWrite, isOwner }: Session): SpotlightActionGroupData[] {
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
    screenAction('recurring-tasks'),
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

const goToPeople = () => go({ screen: 'settings', section: 'people' });
const addSchedule = () => go({ screen: 'on-call', schedule: 'new' });
const addMonitor = () => go({ screen: 'monitors', monitor: 'new' });

/** Actions that add something, for owners, and the pages of monitors and settings. */
function pageActions({ isOwner, canWrite }: Session): SpotlightActionData[] {
  return [
    ...(isOwner
      ? [
          { id: 'invite', label: strings.presence.invite, onClick: goToPeople },
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

/** Actions that need no room: screens, settings, adding something. */
export function actionGroup(
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
