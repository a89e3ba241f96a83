// From the room's entries to the rows of the list: filtered, arranged (TL3, TL4), with days, hours and the unread mark between.
import { arrange, type RunKind } from '#room/account/arrange.ts';
import { weighEntry, type Weight } from '#room/account/weight.ts';
import type { Fact, FactId } from '#room/fact.ts';
import type { Entry } from '#room/incident.ts';
import { names, passes, type TimelineFilter } from './filters.ts';

export type EntryOfRow = {
  type: 'entry';
  key: string;
  entry: Entry;
  weight: Weight;
  isUnread: boolean;
  isForMe: boolean;
  /** TL4: the entry beneath which it stands. */
  under: FactId | null;
  /** It shows because the run that it belongs to was opened. */
  isInRun: boolean;
  /** It belongs to a hypothesis that was refuted. */
  isStruck: boolean;
  /** The row above says the same minute already. */
  repeatsMinute: boolean;
};

export type TimelineRow =
  | EntryOfRow
  | { type: 'run'; key: string; kind: RunKind; entries: readonly Entry[]; repeatsMinute: boolean }
  | { type: 'day'; key: string; at: number }
  /** So long after the impact began, or the declaration. */
  | { type: 'hour'; key: string; ms: number }
  | { type: 'unread'; key: string; count: number };

export type RowOptions = {
  filter: TimelineFilter;
  /** Keys of runs that were opened. */
  opened: ReadonlySet<string>;
  /** Entries of others noted after `from`, up to `to`, are new to me; null marks none. */
  unread: { from: number; to: number } | null;
  me: string;
  /** Observations noted later do not fold. */
  foldUpTo: number;
  /** When the impact began, or the declaration; null names no hours. */
  began: number | null;
  refuted: ReadonlySet<FactId>;
  find: (id: FactId) => Fact | undefined;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The day in which an instant falls. A calendar is slow, and many entries fall into the same quarter of an hour. */
const dayOf = (() => {
  let known = new Map<number, string>();
  return (instant: number): string => {
    const quarter = Math.floor(instant / (15 * minuteMs));
    const before = known.get(quarter);
    if (before !== undefined) return before;
    if (known.size > 10_000) known = new Map();
    const day = new Date(instant).toDateString();
    known.set(quarter, day);
    return day;
  };
})();

/** `entries` in the order of the timeline. Days are shown only when there is more than one. */
export function buildRows(entries: readonly Entry[], options: RowOptions): readonly TimelineRow[] {
  const { unread: span, me } = options;
  const told = toldOnTheirTargets(entries);
  const shown = entries.filter((entry) => passes(entry, options.filter, me) && !told(entry));
  const isUnread = ({ noted, by, isSystem }: Entry) =>
    span !== null && noted > span.from && noted <= span.to && by !== me && !isSystem;
  const unreadCount = shown.filter(isUnread).length;
  const first = shown[0];
  const hasDays = first !== undefined && dayOf(first.at) !== dayOf(shown.at(-1)!.at);
  const items = arrange(shown, {
    foldUpTo: options.foldUpTo,
    dayOf: hasDays ? dayOf : () => '',
    stays: (entry) => names(entry, me),
  });
  const marks = createMarks({ hasDays, began: options.began, unreadCount });
  const rows: TimelineRow[] = [];
  const rowOf = (entry: Entry, under: FactId | null, isInRun: boolean): EntryOfRow => ({
    type: 'entry',
    key: entry.id,
    entry,
    weight: weighEntry(entry, options.find),
    isUnread: isUnread(entry),
    isForMe: names(entry, me),
    under,
    isInRun,
    isStruck: options.refuted.has(under ?? entry.id),
    repeatsMinute: marks.repeatsMinute(entry.at),
  });
  for (const item of items) {
    if (item.type === 'entry') {
      marks.before(rows, item.entry, item.under !== null, isUnread(item.entry));
      rows.push(rowOf(item.entry, item.under, false));
      continue;
    }
    const { kind, entries: run } = item;
    marks.before(rows, run[0]!, false, run.some(isUnread));
    // The first entry's id keeps the row's identity while the run grows.
    const key = `run ${run[0]!.id}`;
    rows.push({ type: 'run', key, kind, entries: run, repeatsMinute: marks.repeatsMinute(run[0]!.at) });
    if (options.opened.has(key)) for (const each of run) rows.push(rowOf(each, null, true));
  }
  return rows;
}

type MarkOptions = {
  hasDays: boolean;
  began: number | null;
  unreadCount: number;
};

/** What stands between the rows, each when it is due. */
function createMarks({ hasDays, began, unreadCount }: MarkOptions) {
  let day: string | null = null;
  let hour = 0;
  let minute: number | null = null;
  let isUnreadMarked = unreadCount === 0;
  return {
    before(rows: TimelineRow[], { at }: Entry, isBeneath: boolean, isNew: boolean): void {
      const length = rows.length;
      if (!isBeneath && hasDays && dayOf(at) !== day) {
        day = dayOf(at);
        rows.push({ type: 'day', key: `day ${day}`, at });
      }
      if (!isBeneath && began !== null && at - began >= (hour + 1) * hourMs) {
        hour = Math.floor((at - began) / hourMs);
        rows.push({ type: 'hour', key: `hour ${hour}`, ms: at - began });
      }
      if (isNew && !isUnreadMarked) {
        isUnreadMarked = true;
        rows.push({ type: 'unread', key: 'unread', count: unreadCount });
      }
      if (rows.length > length) minute = null;
    },
    repeatsMinute(at: number): boolean {
      const before = minute;
      minute = Math.floor(at / minuteMs);
      return before === minute;
    },
  };
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

const moveKinds = ['entry', 'run'];

/** The next row that can be chosen, `step` rows away from `from`; `from` itself at either end. */
export function nextRow(rows: readonly TimelineRow[], from: number, step: 1 | -1): number {
  for (let i = from + step; i >= 0 && i < rows.length; i += step)
    if (moveKinds.includes(rows[i]!.type)) return i;
  return from;
}

/** The row that shows an entry: its own, or the run that it is folded into. */
export function rowOfEntry(rows: readonly TimelineRow[], id: FactId): number {
  const own = rows.findIndex(({ type, key }) => type === 'entry' && key === id);
  if (own >= 0) return own;
  return rows.findIndex((row) => row.type === 'run' && row.entries.some((entry) => entry.id === id));
}

/** The entries that are read when this row is: an opened run's stand in rows of their own. */
export function entriesOf(row: TimelineRow, opened: ReadonlySet<string>): readonly Entry[] {
  if (row.type === 'entry') return [row.entry];
  return row.type === 'run' && !opened.has(row.key) ? row.entries : [];
}

/** `T+1 h 23`: how long after the impact began. */
export function sayOffset(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  return `T+${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** More than a minute between happening and being written down is worth saying. */
export const isBackDated = ({ at, noted }: Pick<Entry, 'at' | 'noted'>): boolean =>
  Math.abs(noted - at) > minuteMs;
