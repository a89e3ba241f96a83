import { useCallback, useDeferredValue, useMemo, useState, type RefObject } from 'react';
import { strings } from '#renderer/strings/index.ts';
import { useKeys } from '#renderer/ui/keys.tsx';
import type { FactId } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';
import { findMatches, firstFrom, shownWords } from './find.ts';
import type { TimelineRow } from '../rows.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';
import type { Speaker } from '../use-say.ts';

const words = strings.timeline;

export type SearchInTimeline = {
  isOpen: boolean;
  query: string;
  matches: readonly FactId[];
  /** All matching entries. */
  found: ReadonlySet<FactId>;
  /** Index of the current match. */
  position: number;
  current: FactId | null;
  /** Increases with each press of the search key. */
  turn: number;
  ask: (query: string) => void;
  go: (step: 1 | -1) => void;
  close: () => void;
};

type FindingOptions = {
  rows: readonly TimelineRow[];
  opened: ReadonlySet<string>;
  speaker: Speaker;
  /** The first row in sight. */
  sight: RefObject<number>;
};

const none: readonly FactId[] = [];

/** Caches the text of each entry, so that a long timeline is not rebuilt on every key press. */
function rememberWords(speaker: Speaker): (entry: Entry) => string {
  const known = new WeakMap<Entry, string>();
  return (entry) => {
    const before = known.get(entry);
    if (before !== undefined) return before;
    const shown = shownWords(entry, speaker);
    known.set(entry, shown);
    return shown;
  };
}

/** TL8: searches everything the timeline shows, and moves from match to match. */
export function useFinding({ rows, opened, speaker, sight }: FindingOptions): SearchInTimeline {
  const [open, setOpen] = useOpenedByKey();
  const [current, setCurrent] = useState<FactId | null>(null);
  const lookAt = useTimelineStore((state) => state.lookAt);
  const query = open?.query ?? '';
  const { matches, found, findNow } = useMatches(query, { rows, opened, speaker });
  const show = useCallback(
    (match: FactId | undefined) => {
      setCurrent(match ?? null);
      if (match !== undefined) lookAt(match);
    },
    [lookAt],
  );
  const ask = (next: string) => {
    setOpen((before) => ({ query: next, turn: before?.turn ?? 0 }));
    const fresh = findNow(next);
    show(fresh[firstFrom({ rows, opened }, fresh, sight.current)]);
  };
  const position = current === null ? -1 : matches.indexOf(current);
  const go = (step: 1 | -1) => {
    if (matches.length > 0) show(matches[(position + step + matches.length) % matches.length]);
  };
  const close = () => {
    setOpen(null);
    setCurrent(null);
  };
  return {
    isOpen: open !== null,
    query,
    matches,
    found,
    position,
    current,
    turn: open?.turn ?? 0,
    ask,
    go,
    close,
  };
}

/** The matching entries. They follow the query when there is time, so that typing stays quick. */
function useMatches(query: string, { rows, opened, speaker }: Omit<FindingOptions, 'sight'>) {
  const wordsOf = useMemo(() => rememberWords(speaker), [speaker]);
  const asked = useDeferredValue(query);
  const matches = useMemo(
    () => (asked === '' ? none : findMatches({ rows, opened }, asked, wordsOf)),
    [rows, opened, asked, wordsOf],
  );
  const found = useMemo(() => new Set(matches), [matches]);
  const findNow = (next: string) => findMatches({ rows, opened }, next, wordsOf);
  return { matches, found, findNow };
}

/** The search field; null while it is closed. */
function useOpenedByKey() {
  const [open, setOpen] = useState<{ query: string; turn: number } | null>(null);
  const start = () => setOpen((before) => ({ query: before?.query ?? '', turn: (before?.turn ?? 0) + 1 }));
  const binding = { run: start, label: words.find.key, group: words.timelineLabel, manner: 'lead' as const };
  useKeys({ f: binding, 'mod+f': binding });
  return [open, setOpen] as const;
}
