// When the list scrolls by itself: to my own entry, to a requested entry, to the entry of the person I follow.
import { useEffect, useRef } from 'react';
import { notifications } from '@mantine/notifications';
import { useIsLoaded, useRoom, useSetPresence } from '#renderer/live-room/room-provider.tsx';
import { strings } from '../../../../strings/index.ts';
import { rowOfEntry, rowThatShows, type TimelineRow } from './rows.ts';
import { useTimelineStore } from '#renderer/live-room/timeline-store.ts';

const words = strings.timeline;

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

/** TH1, TL3, FE11: scrolls to the requested entry, once. If a run contains it, the run opens first. */
export function useGoTo({ rows, goTo, open, from = 'wanted' }: GoToOptions) {
  const wanted = useTimelineStore((state) => state[from]);
  const endGoTo = useTimelineStore((state) => state.endGoTo);
  const gone = useRef<typeof wanted>(null);
  const opened = useRef<typeof wanted>(null);
  const { timeline } = useRoom();
  useEffect(() => {
    if (wanted === null || wanted === gone.current) return;
    const index = rowThatShows(rows, timeline, wanted.entry);
    const row = rows[index];
    if (row === undefined) return;
    if (row.type === 'run' && opened.current !== wanted) {
      opened.current = wanted;
      open(row.key);
      return;
    }
    gone.current = wanted;
    // The list of another filter must not go there again.
    endGoTo(wanted);
    goTo(index);
  }, [wanted, rows, timeline, goTo, open, endGoTo]);
}

const missingId = 'missing entry';

/** FE11: says that a requested entry is not in this room. If it arrives while the notice shows, the list goes to it. */
export function useMissingEntry(rows: readonly TimelineRow[]) {
  const wanted = useTimelineStore((state) => state.wanted);
  const endGoTo = useTimelineStore((state) => state.endGoTo);
  const isLoaded = useIsLoaded();
  const { timeline } = useRoom();
  const isMissing = isLoaded && wanted !== null && rowThatShows(rows, timeline, wanted.entry) === -1;
  useEffect(() => {
    if (!isMissing) return undefined;
    let hasArrived = false;
    notifications.show({
      id: missingId,
      ...words.missingEntry,
      autoClose: 12_000,
      onClose: () => !hasArrived && endGoTo(wanted),
    });
    return () => {
      hasArrived = true;
      notifications.hide(missingId);
    };
  }, [isMissing, wanted, endGoTo]);
}

/** PR2: shows my followers which entry I look at. */
export function useTellChosen(entry: string | null) {
  const setPresence = useSetPresence();
  useEffect(() => setPresence({ entry: entry ?? undefined }), [entry, setPresence]);
}
