// From the room's entries to the rows of the list: filtered, housekeeping folded, days and the unread mark between.
import type { Entry } from '#room/incident.ts';
import { names, passes, type TimelineFilter } from './filters.ts';

export type TimelineRow =
  | { type: 'entry'; key: string; entry: Entry; isUnread: boolean; isForMe: boolean }
  | { type: 'folded'; key: string; entries: readonly Entry[] }
  | { type: 'day'; key: string; at: number }
  | { type: 'unread'; key: string; count: number };

export type RowOptions = {
  filter: TimelineFilter;
  /** Keys of folded rows that were opened. */
  opened: ReadonlySet<string>;
  /** Entries of others noted after `from`, up to `to`, are new to me; null marks none. */
  unread: { from: number; to: number } | null;
  me: string;
};

const dayOf = (instant: number) => new Date(instant).toDateString();

/** `entries` in the order of the timeline. Days are shown only when there is more than one. */
export function buildRows(entries: readonly Entry[], options: RowOptions): readonly TimelineRow[] {
  const { unread: span, me } = options;
  const told = toldOnTheirTargets(entries);
  const shown = entries.filter((entry) => passes(entry, options.filter, me) && !told(entry));
  const isUnread = ({ noted, by }: Entry) =>
    span !== null && noted > span.from && noted <= span.to && by !== me;
  const unread = shown.filter((entry) => !entry.isSystem && isUnread(entry));
  const first = shown[0];
  const hasDays = first !== undefined && dayOf(first.at) !== dayOf(shown.at(-1)!.at);
  const rows: TimelineRow[] = [];
  let day: string | null = null;
  for (let i = 0; i < shown.length; i++) {
    const entry = shown[i]!;
    if (hasDays && dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      rows.push({ type: 'day', key: `day ${day}`, at: entry.at });
    }
    if (entry === unread[0]) rows.push({ type: 'unread', key: 'unread', count: unread.length });
    if (!entry.isSystem) {
      rows.push({
        type: 'entry',
        key: entry.id,
        entry,
        isUnread: isUnread(entry),
        isForMe: names(entry, me),
      });
      continue;
    }
    const folded = systemRun(shown, i, hasDays);
    // The first entry's id keeps the row's identity while the run grows.
    const key = `folded ${entry.id}`;
    rows.push({ type: 'folded', key, entries: folded });
    if (options.opened.has(key)) {
      for (const each of folded)
        rows.push({ type: 'entry', key: each.id, entry: each, isUnread: false, isForMe: false });
    }
    i += folded.length - 1;
  }
  return rows;
}

/** What the line of an action or an observation says already is not said again in a line of its own. */
function toldOnTheirTargets(entries: readonly Entry[]): (entry: Entry) => boolean {
  const grades = new Set(entries.flatMap(({ grade, retracted }) => (grade && !retracted ? [grade.id] : [])));
  const seen = new Map(
    entries.flatMap(({ id, confirmedBy, retracted }) =>
      confirmedBy.length > 0 && !retracted ? [[id, confirmedBy] as const] : [],
    ),
  );
  return ({ id, fact, by, retracted }) =>
    grades.has(id) ||
    (fact.kind === 'confirmed' && retracted === null && (seen.get(fact.target)?.includes(by) ?? false));
}

/** The unbroken run of housekeeping from `start`, within one day. */
function systemRun(entries: readonly Entry[], start: number, hasDays: boolean): readonly Entry[] {
  const day = dayOf(entries[start]!.at);
  const belongs = (entry: Entry) => entry.isSystem && (!hasDays || dayOf(entry.at) === day);
  const length = entries.slice(start).findIndex((entry) => !belongs(entry));
  return length === -1 ? entries.slice(start) : entries.slice(start, start + length);
}

const moveKinds = ['entry', 'folded'];

/** The next row that can be chosen, `step` rows away from `from`; `from` itself at either end. */
export function nextRow(rows: readonly TimelineRow[], from: number, step: 1 | -1): number {
  for (let i = from + step; i >= 0 && i < rows.length; i += step)
    if (moveKinds.includes(rows[i]!.type)) return i;
  return from;
}

/** More than a minute between happening and being written down is worth saying. */
export const isBackDated = ({ at, noted }: Pick<Entry, 'at' | 'noted'>): boolean =>
  Math.abs(noted - at) > 60_000;
