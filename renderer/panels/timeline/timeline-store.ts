import { create } from 'zustand';
import type { VirtualItem } from '@tanstack/react-virtual';
import type { FactId } from '#room/fact.ts';
import type { TimelineFilter } from './filters.ts';

/** Where the list stood when it was left, so that coming back from the review does not lose the place. */
export type Place = { offset: number; isAtEnd: boolean; measured: VirtualItem[] };

type TimelineState = {
  filter: TimelineFilter;
  places: ReadonlyMap<string, Place>;
  /** The entry that I wrote last in this window: the list goes there. */
  wrote: FactId | null;
  /** TH2: the entry whose thread lies over the timeline. */
  thread: FactId | null;
  /** An entry that somebody asked for: the list goes there, and it is chosen. `turn` tells two askings apart. */
  wanted: { entry: FactId; turn: number } | null;
  /** TH1: by room the entry that the line below answers; `asked` counts up so that the line takes the keyboard. */
  answers: ReadonlyMap<string, FactId>;
  asked: number;
  /** PR3: where somebody looks whom I follow: the list goes there, nothing is chosen, the keyboard stays. */
  looked: { entry: FactId; turn: number } | null;
  /** TL5: what is in force shows as one line. */
  inForceFolded: boolean;
  foldInForce: (folded: boolean) => void;
  choose: (filter: TimelineFilter) => void;
  showMine: (entry: FactId) => void;
  showThread: (entry: FactId | null) => void;
  goTo: (entry: FactId) => void;
  lookAt: (entry: FactId) => void;
  answer: (room: string, entry: FactId | null) => void;
  leaveAt: (room: string, place: Place) => void;
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
  lookAt: (entry) => set(({ looked }) => ({ looked: { entry, turn: (looked?.turn ?? 0) + 1 } })),
  goTo: (entry) => set(({ wanted }) => ({ filter: 'all', wanted: { entry, turn: (wanted?.turn ?? 0) + 1 } })),
  answer: (room, entry) =>
    set(({ answers, asked }) => {
      const next = new Map(answers);
      if (entry === null) next.delete(room);
      else next.set(room, entry);
      return { answers: next, asked: entry === null ? asked : asked + 1 };
    }),
  leaveAt: (room, place) => set(({ places }) => ({ places: new Map(places).set(room, place) })),
}));
