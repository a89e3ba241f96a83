// Palette actions of single features.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import type { FeedSnapshot } from '#wire/feed/messages.ts';
import { usePagingDialog } from '../paging/paging-store.ts';
import { handbookFrom } from '../screens/playbooks/handbook.ts';
import { useRestrictDialog } from '../screens/war-room/restrict/restrict-store.ts';
import { useOverRoom } from '../screens/war-room/over-room-store.ts';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';
import { declaresTyped } from './palette-words.ts';
import { declareAs, showLevels } from '../state/shell-store.ts';
import { Kbd } from '../ui/kbd.tsx';

/** PH9: pages people from the current room. */
export const pageAction = (incident: string): SpotlightActionData => ({
  id: 'page',
  label: strings.paging.palette,
  rightSection: <Kbd keys="shift+a" isAlways />,
  onClick: () => usePagingDialog.getState().open(incident),
});

/** WD2: withdraws the current room's incident. */
export const withdrawAction = (incident: string): SpotlightActionData => ({
  id: 'withdraw',
  label: strings.withdraw.palette,
  keywords: strings.withdraw.keywords,
  rightSection: <Kbd keys="shift+x" isAlways />,
  onClick: () => useOverRoom.getState().withdraw(incident),
});

/** ER4: erases the current room's incident; for owners. */
export const eraseAction = (incident: string): SpotlightActionData => ({
  id: 'erase',
  label: strings.erase.palette,
  keywords: strings.erase.keywords,
  onClick: () => useOverRoom.getState().erase(incident),
});

/** TM5: restricts the current room's incident. */
export const restrictAction = (incident: string): SpotlightActionData => ({
  id: 'restrict',
  label: strings.restrict.palette,
  keywords: strings.restrict.keywords,
  rightSection: <Kbd keys="shift+z" isAlways />,
  onClick: () => useRestrictDialog.getState().open(incident),
});

/** FM1: opens the practice room. */
export const practiceAction = (): SpotlightActionData => ({
  id: 'practice',
  label: strings.practice.palette,
  keywords: strings.practice.keywords,
  onClick: () => go({ screen: 'practice' }),
});

/** FM5: the handbook and each of its pages. */
export const handbookActions = (snapshot: FeedSnapshot | null): SpotlightActionData[] => [
  {
    id: 'handbook',
    label: strings.handbook.open,
    keywords: strings.handbook.keywords,
    onClick: () => go({ screen: 'handbook', page: null }),
  },
  ...handbookFrom(snapshot?.scheme?.handbook ?? []).map(({ id: page, title }) => ({
    id: `handbook-${page}`,
    label: strings.handbook.palette(title),
    keywords: strings.handbook.keywords,
    onClick: () => go({ screen: 'handbook', page }),
  })),
];

/** SL2: what the severities mean. */
export const levelsAction = (): SpotlightActionData => ({
  id: 'severities',
  label: strings.scheme.open,
  keywords: strings.scheme.keywords,
  rightSection: <Kbd keys="shift+g" isAlways />,
  onClick: () => showLevels(true),
});

/** Offers to declare an incident with the typed text as its title. */
export function declareGroup(query: string, canWrite: boolean): SpotlightActionGroupData[] {
  if (query === '' || !canWrite) return [];
  const label = strings.shell.declareAs(query);
  return [
    {
      group: strings.shell.declare,
      actions: [{ id: declaresTyped, label, keywords: query, onClick: () => declareAs({ title: query }) }],
    },
  ];
}
