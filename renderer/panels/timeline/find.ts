// TL8: finding in the timeline, by what is shown of each entry.
import type { FactId } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';
import { entriesOf, type TimelineRow } from './rows.ts';
import type { Speaker } from './use-say.ts';

/** The words of an entry as its row shows them, in lower case; what was struck out is not found. */
export function shownWords(
  { fact, retracted }: Entry,
  { names, word }: Pick<Speaker, 'names' | 'word'>,
): string {
  if (retracted !== null) return `${names(retracted.by)} ${retracted.why ?? ''}`.toLowerCase();
  const { lead, text, author } = word(fact);
  const who = author === 'none' ? '' : names(fact.by);
  const parts = author === 'first' ? [who, lead, text] : [lead, text, who];
  return parts.filter(Boolean).join(' ').toLowerCase();
}

type Searched = { rows: readonly TimelineRow[]; opened: ReadonlySet<string> };

/** The entries that hold the words, in the order of the rows, those in folded runs too. */
export function findMatches(
  { rows, opened }: Searched,
  query: string,
  wordsOf: (entry: Entry) => string,
): readonly FactId[] {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return [];
  return rows.flatMap((row) =>
    entriesOf(row, opened).flatMap((entry) => (wordsOf(entry).includes(wanted) ? [entry.id] : [])),
  );
}

/** The place of the match to go to first: the first at or after the row in sight, else the first of all. */
export function firstFrom({ rows, opened }: Searched, matches: readonly FactId[], sight: number): number {
  const wanted = new Set(matches);
  for (const row of rows.slice(Math.max(0, sight)))
    for (const { id } of entriesOf(row, opened)) if (wanted.has(id)) return matches.indexOf(id);
  return 0;
}
