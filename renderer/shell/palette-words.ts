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

const glossaryId = 'word-';
/** The ids of actions that add a channel or an intake of one kind. */
export const kindPrefix = 'kind-';

/** The glossary: each term with its short meaning and the screen where it is used. */
export const glossaryGroup = (): SpotlightActionGroupData => ({
  group: strings.shell.whatItMeans,
  actions: strings.glossary.map(({ term, meaning, leadsTo }) => ({
    id: `${glossaryId}${term}`,
    label: term,
    description: meaning,
    onClick: () => go(leadsTo),
  })),
});

/** The id of the action that declares the typed text. */
export const declaresTyped = 'declare-as';

/**
 * The matches of `query`: names first (`help` as a word before *helped*), then what people call it as a whole, then
 * names with all its words, then words that begin so, then others, each in the given order.
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
    actions: those.map(({ action }) => sayWhy(action, wanted)),
  }));
}

/** An action found only by another word for it says that word, so that nobody wonders why it is there. */
function sayWhy(action: SpotlightActionData, wanted: string): SpotlightActionData {
  const { id, label = '', description, keywords = [] } = action;
  if (wanted === '' || description !== undefined || id === declaresTyped) return action;
  const typed = wanted.split(/\s+/u).map(singular);
  const holds = (text: string) => typed.some((word) => text.toLowerCase().includes(word));
  if (holds(label)) return action;
  const others = [keywords].flat();
  const word = others.find((each) => same(each.toLowerCase(), wanted)) ?? others.find(holds);
  return word === undefined ? action : { ...action, description: word };
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

/** Small words, which people type or leave out: `add monitor` finds "Add a monitor", `am I on call` the schedules. */
const smallWords = new Set('a an am are can do does how i is me my of our the to we what who'.split(' '));

function rankOf({ id, label = '', description = '', keywords = [] }: SpotlightActionData, wanted: string) {
  const name = label.toLowerCase();
  const others = [keywords].flat().map((word) => word.toLowerCase());
  const all = [name, description, ...others].join('\n').toLowerCase();
  const typed = wanted.split(/\s+/u);
  const telling = typed.filter((word) => !smallWords.has(word));
  const words = (telling.length === 0 ? typed : telling).map(singular);
  const isAll = words.every((word) => all.includes(word));
  if (id === declaresTyped) return isAll ? 8 : null;
  const isName = same(name, wanted) || whole(name).includes(whole(wanted));
  // A term that is explained, and a kind to add, come after what bears the name, or is called so.
  if (isName && !id.startsWith(glossaryId) && !id.startsWith(kindPrefix)) return name === wanted ? 0 : 1;
  // What people call it, as a whole: `my phone` is not `test my phone`.
  if (others.includes(wanted)) return 2;
  if (others.some((word) => same(word, wanted))) return 3;
  if (isName || name.includes(wanted)) return 4;
  if (!isAll) return null;
  if (words.every((word) => name.includes(word))) return 5;
  return words.every((word) => whole(all).includes(` ${word}`)) ? 6 : 7;
}

/** Its words between spaces, so that a whole word is found as one. */
const whole = (text: string): string => ` ${(text.match(/[\p{L}\p{N}]+/gu) ?? []).map(singular).join(' ')} `;

/** `reviews` and `review`, `on-call` and `oncall`, `log out` and `logout` are the same. */
const same = (a: string, b: string): boolean => b !== '' && squeezed(a) === squeezed(b);
const squeezed = (text: string): string => singular(text.replaceAll(/[^\p{L}\p{N}]+/gu, ''));
const singular = (word: string): string => (word.length > 3 ? word.replace(/s$/u, '') : word);
