// When the list scrolls by itself: to my own entry, to a requested entry, to the entry of the person I follow.
import { useEffect, useRef } from 'react';
import { useSetPresence } from '#renderer/live-room/room-provider.tsx';
import { rowOfEntry, type TimelineRow } from './rows.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';

/** Scrolls once to the entry I just wrote. Entries of others never scroll the list. */
export function useShowMine(rows: readonly TimelineRow[], goTo: (index: number) => void) {
  const wrote = useTimelineStore((state) => state.wrote);
  const shown = useRef(wrote);
  useEffect(() => {
    if (wrote === null || wrote === shown.current) return;
    const index = rowOfEntry(rows, wrote);
    if (index === -1) return;
    shown.current = wrote;
    goTo(index);
  }, [wrote, rows, goTo]);
}

type GoToOptions = {
  rows: readonly TimelineRow[];
  goTo: (index: number) => void;
  /** Opens a run, so that the entry in it has its own row. */
  open: (key: string) => void;
  from?: 'wanted' | 'looked';
};

/** TH1, TL3: scrolls to the requested entry. If a run contains it, the run opens first. */
export function useGoTo({ rows, goTo, open, from = 'wanted' }: GoToOptions) {
  const wanted = useTimelineStore((state) => state[from]);
  const gone = useRef<number | null>(null);
  const opened = useRef<number | null>(null);
  useEffect(() => {
    if (wanted === null || wanted.turn === gone.current) return;
    const index = rowOfEntry(rows, wanted.entry);
    const row = rows[index];
    if (row === undefined) return;
    if (row.type === 'run' && opened.current !== wanted.turn) {
      opened.current = wanted.turn;
      open(row.key);
      return;
    }
    gone.current = wanted.turn;
    goTo(index);
  }, [wanted, rows, goTo, open]);
}

/** PR2: shows my followers which entry I look at. */
export function useTellChosen(entry: string | null) {
  const setPresence = useSetPresence();
  useEffect(() => setPresence({ entry: entry ?? undefined }), [entry, setPresence]);
}
