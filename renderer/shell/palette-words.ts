// Synonyms for Muster's terms, and the glossary of those terms.
import type { SpotlightActionData, SpotlightActionGroupData } from '@mantine/spotlight';
import { go } from '../state/router.ts';
import { strings } from '../strings/index.ts';

/** Adds synonyms to the actions, so that they are found by other words too. */
export function withSynonyms(group: SpotlightActionGroupData): SpotlightActionGroupData {
  return { ...group, actions: group.actions.map(addSynonyms) };
}

function addSynonyms(action: SpotlightActionData): SpotlightActionData {
  const others = action.id === undefined ? undefined : strings.synonyms[action.id];
  if (others === undefined) return action;
  const { keywords = [] } = action;
  return { ...action, keywords: [...(typeof keywords === 'string' ? [keywords] : keywords), ...others] };
}

/** The glossary: each term with its short meaning and the screen where it is used. */
export const glossaryGroup = (): SpotlightActionGroupData => ({
  group: strings.shell.whatItMeans,
  actions: strings.glossary.map(({ term, meaning, leadsTo }) => ({
    id: `word-${term}`,
    label: term,
    description: meaning,
    onClick: () => go(leadsTo),
  })),
});

/** The id of the action that declares the typed text. */
export const declaresTyped = 'declare-as';

/**
 * The matches of `query`: names first (`help` as a word before *helped*), then names with all its words, then other
 * words, each in the given order.
 * Declaring the typed text comes last, so that Enter declares only when nothing else matches.
 */
export function findActions(
  query: string,
  groups: readonly SpotlightActionGroupData[],
): SpotlightActionGroupData[] {
  const wanted = query.trim().toLowerCase();
  const found = groups
    .flatMap(({ group, actions }) =>
      actions.map((action) => ({ group, action, rank: rankOf(action, wanted) })),
    )
    .filter(({ rank }) => rank !== null)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  return [...Map.groupBy(found, ({ group }) => group)].map(([group, those]) => ({
    group,
    actions: those.map(({ action }) => action),
  }));
}

/** More records of one group than these unfold, so that no group hides the next. */
const recordsShown = 5;

/**
 * Folds long groups of records, except those in `unfolded`. The line at the end of a group says how many more there
 * are, and unfolds it.
 */
export function foldRecords(
  groups: readonly SpotlightActionGroupData[],
  unfolded: ReadonlySet<string>,
  unfold: (group: string) => void,
): SpotlightActionGroupData[] {
  const { incidents, people } = strings.shell;
  const records = new Set([
    incidents,
    people,
    ...[strings.monitors, strings.services, strings.problems, strings.onCall].map(({ title }) => title),
  ]);
  return groups.map(({ group, actions }) => {
    const more = actions.length - recordsShown;
    // To fold a single one would save no line.
    if (more < 2 || !records.has(group) || unfolded.has(group)) return { group, actions };
    const last: SpotlightActionData = {
      id: `more ${group}`,
      label: strings.shell.moreOf(more),
      closeSpotlightOnTrigger: false,
      onClick: () => unfold(group),
    };
    return { group, actions: [...actions.slice(0, recordsShown), last] };
  });
}

function rankOf({ id, label = '', description = '', keywords = [] }: SpotlightActionData, wanted: string) {
  const name = label.toLowerCase();
  const all = [name, description, ...[keywords].flat()].join('\n').toLowerCase();
  // People leave out the small words: `add monitor` finds "Add a monitor".
  const words = wanted.split(/\s+/u);
  if (!words.every((word) => all.includes(word))) return null;
  if (id === declaresTyped) return 5;
  if (spaced(name).includes(spaced(wanted))) return 0;
  // What people call it, as a whole: `my phone` is not `test my phone`.
  if ([keywords].flat().some((word) => word.toLowerCase() === wanted)) return 1;
  if (name.includes(wanted)) return 2;
  return words.every((word) => name.includes(word)) ? 3 : 4;
}

/** Its words between spaces, so that a whole word is found as one. */
const spaced = (text: string): string => ` ${text.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()} `;
