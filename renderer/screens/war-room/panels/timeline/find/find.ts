// TL8: searches the timeline by the text each entry shows.
import type { FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { entriesOf, type TimelineRow } from '../rows.ts';
import type { Speaker } from '../use-say.ts';

/** The shown text of an entry in lower case; retracted entries are not found. */
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

/** The entries that contain the query, in row order, including those in folded runs. */
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

/** The index of the first match at or after the row in sight; otherwise the first match. */
export function firstFrom({ rows, opened }: Searched, matches: readonly FactId[], sight: number): number {
  const wanted = new Set(matches);
  for (const row of rows.slice(Math.max(0, sight)))
    for (const { id } of entriesOf(row, opened)) if (wanted.has(id)) return matches.indexOf(id);
  return 0;
}
