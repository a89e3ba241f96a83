// Words that people look for, and what Muster calls it; and what Muster's own words mean.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';

/** The action is found by other words too. */
export function withSynonyms(group: SpotlightActionGroupData): SpotlightActionGroupData {
  return { ...group, actions: group.actions.map(addSynonyms) };
}

function addSynonyms(action: SpotlightActionData): SpotlightActionData {
  const others = action.id === undefined ? undefined : strings.synonyms[action.id];
  if (others === undefined) return action;
  const { keywords = [] } = action;
  return { ...action, keywords: [...(typeof keywords === 'string' ? [keywords] : keywords), ...others] };
}

/** A word in short, and where it is lived with. */
export const glossaryGroup = (): SpotlightActionGroupData => ({
  group: strings.shell.whatItMeans,
  actions: strings.glossary.map(({ term, meaning, leadsTo }) => ({
    id: `word-${term}`,
    label: term,
    description: meaning,
    onClick: () => go(leadsTo),
  })),
});
