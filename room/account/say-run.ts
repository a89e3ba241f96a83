// TL3: a folded run in one line.
import type { Entry } from '../view/room-view.ts';
import { readMeasure } from './measure.ts';
import { spoken } from '../text/words.ts';

/** `12 observations by 6 people, queue 2,100 → 1,736`. */
export const sayObservations = spoken(function sayObservations(entries: readonly Entry[]): string {
  const people = new Set(entries.map(({ by }) => by)).size;
  const measured = readMeasure(entries.map(({ fact }) => ('text' in fact ? (fact.text ?? '') : '')));
  const by = people === 1 ? 'one person' : `${people} people`;
  const moved = measured === null ? '' : `, ${measured.name} ${measured.from} → ${measured.to}`;
  return `${entries.length} observations by ${by}${moved}`;
});

/** `5 more: Bo, Cy joined; INC-1; technical Bo`. */
export const sayHousekeeping = spoken(function sayHousekeeping(
  entries: readonly Entry[],
  names: (id: string) => string,
): string {
  const facts = entries.filter(({ retracted }) => retracted === null).map(({ fact }) => fact);
  const joined = facts.flatMap((fact) => (fact.kind === 'joined' ? [names(fact.by)] : []));
  const numbers = facts.flatMap((fact) => (fact.kind === 'numbered' ? [fact.number] : []));
  const roles = facts.flatMap((fact) => {
    if (fact.kind === 'claimed')
      return [`${names(fact.person)} ${fact.role}${fact.as === 'backup' ? ' (backup)' : ''}`];
    return fact.kind === 'released' ? [`${names(fact.person)} no longer ${fact.role}`] : [];
  });
  const counted = counts.flatMap(([kinds, one, many]) => {
    const count = facts.filter(({ kind }) => kinds.includes(kind)).length;
    return count === 0 ? [] : [count === 1 ? one : `${count} ${many}`];
  });
  const parts = [
    joined.length > 0 ? `${list(joined)} joined` : '',
    numbers.length > 0 ? `numbered ${list(numbers)}` : '',
    roles.length > 0 ? `roles: ${roles.join(', ')}` : '',
    ...counted,
  ].filter(Boolean);
  return `${entries.length} more${parts.length > 0 ? `: ${parts.join(', ')}` : ''}`;
});

const counts: readonly [kinds: readonly string[], one: string, many: string][] = [
  [['step', 'step-started', 'step-assigned'], 'one step', 'steps'],
  [['key'], 'one mark', 'marks'],
  [['graded'], 'one judgement replaced', 'judgements replaced'],
  [['confirmed'], 'one confirmation', 'confirmations'],
  [['hypothesis-changed'], 'one hypothesis changed', 'hypotheses changed'],
  [['task-accepted'], 'one task accepted', 'tasks accepted'],
  [['action-item-changed'], 'one action item changed', 'action items changed'],
  [['amended'], 'one correction', 'corrections'],
  [['review'], 'the review moved', 'changes of the review'],
  [['retracted'], 'one entry struck out', 'entries struck out'],
];

/** At most three names, then the number of the others. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/** The old and the new text of a correction; null when it changes no text. */
export function sayCorrection(
  { fact }: Entry,
  entryOf: (id: string) => Entry | undefined,
): { before: string; after: string } | null {
  if (fact.kind !== 'amended' || fact.text === undefined) return null;
  const target = entryOf(fact.target);
  if (!target || target.retracted !== null) return null;
  const position = target.amendedBy.findIndex(({ id }) => id === fact.id);
  const earlier = target.amendedBy.slice(0, position).findLast(({ text }) => text !== undefined)?.text;
  const original = wordsOf(target.original ?? target.fact);
  const before = earlier ?? original;
  return before === null || position < 0 ? null : { before, after: fact.text };
}

function wordsOf(fact: Entry['fact']): string | null {
  if ('text' in fact && typeof fact.text === 'string') return fact.text;
  if ('title' in fact && typeof fact.title === 'string') return fact.title;
  return 'why' in fact && typeof fact.why === 'string' ? fact.why : null;
}
