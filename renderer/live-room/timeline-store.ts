import { create } from 'zustand';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { FactId } from '#room/facts/fact.ts';

export const timelineFilters = ['all', 'key', 'actions', 'comms', 'checks', 'mentions'] as const;
export type TimelineFilter = (typeof timelineFilters)[number];

/** The list's scroll position, restored when the person returns from the review. */
export type ScrollPlace = { offset: number; isAtEnd: boolean; measured: VirtualItem[] };

/** What this window shows of the timeline. Not persisted. */
type TimelineState = {
  filter: TimelineFilter;
  places: ReadonlyMap<string, ScrollPlace>;
  /** The entry that I wrote last in this window. The list scrolls to it. */
  wrote: FactId | null;
  /** TH2: the entry whose thread is open. */
  thread: FactId | null;
  /** The entry to go to and choose. Null once the list is there. */
  wanted: { entry: FactId } | null;
  /** TH1: the entry that the composer answers, by room. Each increase of `asked` focuses the composer. */
  answers: ReadonlyMap<string, FactId>;
  asked: number;
  /** PR3: the entry of the person I follow. The list scrolls there; selection and focus stay. */
  looked: { entry: FactId } | null;
  /** TL5: the strip of what is in force is folded to one line. */
  inForceFolded: boolean;
  foldInForce: (folded: boolean) => void;
  choose: (filter: TimelineFilter) => void;
  showMine: (entry: FactId) => void;
  showThread: (entry: FactId | null) => void;
  goTo: (entry: FactId) => void;
  /** Ends the request for `wanted`, unless a newer one took its place. */
  endGoTo: (wanted: TimelineState['wanted']) => void;
  lookAt: (entry: FactId) => void;
  answer: (room: string, entry: FactId | null) => void;
  leaveAt: (room: string, place: ScrollPlace) => void;
};

export const useTimelineStore = create<TimelineState>((set) => ({
  filter: 'all',
  places: new Map(),
  wrote: null,
  thread: null,
  wanted: null,
  looked: null,
  answers: new Map(),
  asked: 0,
  inForceFolded: true,
  foldInForce: (inForceFolded) => set({ inForceFolded }),
  choose: (filter) => set({ filter }),
  showMine: (wrote) => set({ wrote }),
  showThread: (thread) => set({ thread }),
  lookAt: (entry) => set({ looked: { entry } }),
  goTo: (entry) => set({ filter: 'all', wanted: { entry } }),
  endGoTo: (ended) => set(({ wanted }) => (wanted === ended ? { wanted: null } : {})),
  answer: (room, entry) =>
    set(({ answers, asked }) => {
      const next = new Map(answers);
      if (entry === null) next.delete(room);
      else next.set(room, entry);
      return { answers: next, asked: entry === null ? asked : asked + 1 };
    }),
  leaveAt: (room, place) => set(({ places }) => ({ places: new Map(places).set(room, place) })),
}));
