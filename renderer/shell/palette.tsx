// Finds everything by name: incidents, actions, people.
import { isValidElement, useEffect, useState } from 'react';
import { Spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useFeed } from '../server/feed.tsx';
import { declareGroup } from './palette-actions.tsx';
import { usePreferences } from '../state/preferences.tsx';
import { useRoute } from '../state/router.ts';
import { useSession } from '../server/session.tsx';
import { strings } from '../strings/index.ts';
import {
  incidentGroup,
  monitorGroup,
  peopleGroup,
  problemGroup,
  scheduleGroup,
  serviceGroup,
} from './palette-groups.tsx';
import { useKeyGroup } from './palette-keys.tsx';
import { useKindGroup } from './palette-kinds.tsx';
import { actionGroup, roomGroup } from './palette-screens.tsx';
import { findActions, foldRecords, glossaryGroup, withSynonyms } from './palette-words.ts';
import { paletteStore } from '../state/shell-store.ts';
import { Kbd } from '../ui/kbd.tsx';
import { useTimelineMatches } from './use-timeline-matches.tsx';
import styles from './palette.module.css';

const classNames = {
  action: styles.action ?? '',
  actionLabel: styles.label ?? '',
  actionBody: styles.body ?? '',
  actionSection: styles.section ?? '',
  actionsGroup: styles.group ?? '',
  actionsList: styles.list ?? '',
  search: styles.search ?? '',
  content: styles.content ?? '',
};

const noSynonyms = {};

/** The server is asked for these once something is typed. */
const lateGroups: readonly string[] = [strings.shell.inTimelines, strings.shell.channelsAndIntakes];

export function Palette() {
  const [query, setQuery] = useState('');
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const groups = useGroups(query);
  const ask = (words: string) => {
    setUnfolded(new Set());
    setQuery(words);
  };
  useFirstSelected(groups);
  return (
    <Spotlight
      store={paletteStore}
      actions={groups}
      query={query}
      onQueryChange={ask}
      filter={(words) =>
        foldRecords(findActions(words, groups), unfolded, (group) =>
          setUnfolded(new Set([...unfolded, group])),
        )
      }
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
        // The column of the marks: what is typed aligns with what is found.
        leftSectionWidth: 52,
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
  const late = groups.filter(({ group }) => lateGroups.includes(group));
  const found = late.flatMap(({ actions }) => actions.map(({ id }) => id)).join(' ');
  useEffect(() => {
    const { selected, listId } = paletteStore.getState();
    if (found === '' || selected > 0) return;
    const list = document.getElementById(listId);
    list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
    list?.querySelector('[data-action]')?.setAttribute('data-selected', 'true');
  }, [found]);
}

/** The key that an action shows. */
const keysOf = ({ rightSection }: SpotlightActionData): string[] =>
  isValidElement<{ keys?: string }>(rightSection) && rightSection.type === Kbd && rightSection.props.keys
    ? [rightSection.props.keys]
    : [];

/** Everything the palette finds, in its order. */
function useGroups(query: string): SpotlightActionGroupData[] {
  const session = useSession();
  const { snapshot } = useFeed();
  const preferences = usePreferences();
  const route = useRoute();
  const inTimelines = useTimelineMatches(query);
  const isAsked = query.trim() !== '';
  const ofKinds = useKindGroup(isAsked, session.isOwner);
  const ofRoom = roomGroup(route, session).map(withSynonyms);
  const ofAll = withSynonyms(actionGroup(session, preferences, snapshot));
  const labels = [...ofRoom, ofAll].flatMap(({ actions }) => actions.map(({ label = '' }) => label));
  const known = new Set([...labels, ...ofRoom.flatMap(({ actions }) => actions.flatMap(keysOf))]);
  const ofKeys = useKeyGroup(known, route.screen === 'room' ? strings.roomSynonyms : noSynonyms);
  return [
    ...(snapshot ? [incidentGroup(snapshot, session.me.id)] : []),
    // In a room its own actions come before other screens.
    ...ofRoom,
    // They show only for a query, and before the settings that have them all.
    ...(isAsked ? [ofKinds] : []),
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
    ...(isAsked ? [glossaryGroup()] : []),
  ];
}
