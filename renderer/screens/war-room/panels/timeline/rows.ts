// Builds the list's rows from the room's entries: filters, arranges (TL3, TL4), adds days, hours and the unread
// mark.
import { arrange, type RunKind } from '#room/account/arrange.ts';
import { weighEntry, type Weight } from '#room/account/weight.ts';
import type { Fact, FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import type { TimelineFilter } from '#renderer/live-room/timeline-store.ts';
import { midnightOf } from '#room/time/zone.ts';
import { openWallClock } from '#renderer/ui/say-time.ts';
import { names, passes } from './filters.ts';

export type EntryOfRow = {
  type: 'entry';
  key: string;
  entry: Entry;
  weight: Weight;
  isUnread: boolean;
  isForMe: boolean;
  /** TL4: the entry this row is listed beneath. */
  under: FactId | null;
  /** The row shows because its run is open. */
  isInRun: boolean;
  /** The entry belongs to a refuted hypothesis. */
  isStruck: boolean;
  /** The row above already shows the same minute. */
  repeatsMinute: boolean;
};

export type TimelineRow =
  | EntryOfRow
  | { type: 'run'; key: string; kind: RunKind; entries: readonly Entry[]; repeatsMinute: boolean }
  | { type: 'day'; key: string; at: number }
  /** Time since the impact began, or since the declaration. */
  | { type: 'hour'; key: string; ms: number }
  | { type: 'unread'; key: string; count: number };

export type RowOptions = {
  filter: TimelineFilter;
  /** Keys of open runs. */
  opened: ReadonlySet<string>;
  /** Entries of others noted after `from` and up to `to` are new to me; null marks none. */
  unread: { from: number; to: number } | null;
  me: string;
  /** Whether an entry came while somebody reads; such observations do not fold. */
  hasArrived: (entry: Entry) => boolean;
  /** When the impact began, or the declaration; null shows no hour marks. */
  began: number | null;
  refuted: ReadonlySet<FactId>;
  find: (id: FactId) => Fact | undefined;
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `entries` in the order of the timeline. Days are shown only when there is more than one. */
export function buildRows(entries: readonly Entry[], options: RowOptions): readonly TimelineRow[] {
  const { me } = options;
  const told = toldOnTheirTargets(entries);
  const shown = entries.filter((entry) => passes(entry, options.filter, me) && !told(entry));
  const isUnread = unreadBy(options);
  const unreadCount = shown.filter(isUnread).length;
  const dayOf = daysAmong(shown);
  const items = arrange(shown, {
    dayOf: dayOf ?? (() => ''),
    stays: (entry) => names(entry, me) || options.hasArrived(entry),
  });
  const marks = createMarks({ dayOf, began: options.began, unreadCount });
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
    // The key uses the first entry's id, so that it stays the same while the run grows.
    const key = `run ${run[0]!.id}`;
    rows.push({ type: 'run', key, kind, entries: run, repeatsMinute: marks.repeatsMinute(run[0]!.at) });
    if (options.opened.has(key)) for (const each of run) rows.push(rowOf(each, null, true));
  }
  return rows;
}

/** Whether an entry is new to me. */
const unreadBy =
  ({ unread, me }: RowOptions) =>
  ({ noted, by, isSystem }: Entry): boolean =>
    unread !== null && noted > unread.from && noted <= unread.to && by !== me && !isSystem;

/** Says the day of an instant in the shown zone; null when all entries are of one day. */
function daysAmong(shown: readonly Entry[]): ((at: number) => string) | null {
  const wallOf = openWallClock();
  const dayOf = (at: number): string => String(midnightOf(wallOf(at)));
  const first = shown[0];
  return first !== undefined && dayOf(first.at) !== dayOf(shown.at(-1)!.at) ? dayOf : null;
}

type MarkOptions = {
  /** The day of an instant in the shown zone; null shows no days. */
  dayOf: ((at: number) => string) | null;
  began: number | null;
  unreadCount: number;
};

/** The marks between rows, each inserted when it is due. */
function createMarks({ dayOf, began, unreadCount }: MarkOptions) {
  let day: string | null = null;
  let hour = 0;
  let minute: number | null = null;
  let isUnreadMarked = unreadCount === 0;
  return {
    before(rows: TimelineRow[], { at }: Entry, isBeneath: boolean, isNew: boolean): void {
      const length = rows.length;
      if (!isBeneath && dayOf !== null && dayOf(at) !== day) {
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

/** Leaves out grades and confirmations that their target's line already shows. */
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

/** The next selectable row from `from` in the direction of `step`; `from` itself at either end. */
export function nextRow(rows: readonly TimelineRow[], from: number, step: 1 | -1): number {
  for (let i = from + step; i >= 0 && i < rows.length; i += step)
    if (moveKinds.includes(rows[i]!.type)) return i;
  return from;
}

/** The row that shows an entry: its own, or the run that contains it. */
export function rowOfEntry(rows: readonly TimelineRow[], id: FactId): number {
  const own = rows.findIndex(({ type, key }) => type === 'entry' && key === id);
  if (own >= 0) return own;
  return rows.findIndex((row) => row.type === 'run' && row.entries.some((entry) => entry.id === id));
}

/** FE11: the same; what has no row of its own, such as a grade, is shown with the entry that it is about. */
export function rowThatShows(rows: readonly TimelineRow[], timeline: readonly Entry[], id: FactId): number {
  const own = rowOfEntry(rows, id);
  if (own >= 0) return own;
  const fact = timeline.find((entry) => entry.id === id)?.fact;
  return fact !== undefined && 'target' in fact && typeof fact.target === 'string'
    ? rowOfEntry(rows, fact.target)
    : -1;
}

/** The entries this row shows. An open run's entries have their own rows. */
export function entriesOf(row: TimelineRow, opened: ReadonlySet<string>): readonly Entry[] {
  if (row.type === 'entry') return [row.entry];
  return row.type === 'run' && !opened.has(row.key) ? row.entries : [];
}

/** `T+1 h 23`: time since the impact began. */
export function sayOffset(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  return `T+${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}

/** Whether an entry was noted more than a minute after or before it happened. */
export const isBackDated = ({ at, noted }: Pick<Entry, 'at' | 'noted'>): boolean =>
  Math.abs(noted - at) > minuteMs;
