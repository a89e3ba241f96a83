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
  choose: (filter: TimelineFilter) => void;
  showMine: (entry: FactId) => void;
  leaveAt: (room: string, place: Place) => void;
};

export const useTimelineStore = create<TimelineState>((set) => ({
  filter: 'all',
  places: new Map(),
  wrote: null,
  choose: (filter) => set({ filter }),
  showMine: (wrote) => set({ wrote }),
  leaveAt: (room, place) => set(({ places }) => ({ places: new Map(places).set(room, place) })),
}));
