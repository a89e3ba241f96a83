import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type RoomTab = 'room' | 'review';

type LayoutState = {
  tab: RoomTab;
  /** Panels that are folded, by name. */
  folded: Readonly<Record<string, boolean>>;
  /** Panels that ended with their incident and were unfolded all the same; not remembered. */
  reopened: ReadonlySet<string>;
  /** The order of panels as this person arranged it; a panel that is not named keeps its own place. */
  order: readonly string[];
  /** Which group of panels shows where there is no room for both sides. */
  narrow: string;
  /** What happened when lies above the timeline; null until this person opened or closed it. */
  strip: boolean | null;
  show: (tab: RoomTab) => void;
  fold: (panel: string, isFolded: boolean) => void;
  /** `place` names the room and the panel. */
  reopen: (place: string, isOpen: boolean) => void;
  arrange: (order: readonly string[]) => void;
  showNarrow: (group: string) => void;
  openStrip: (isOpen: boolean) => void;
};

/** How this person arranged the room, remembered on this computer. */
export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      tab: 'room',
      folded: {},
      reopened: new Set(),
      order: [],
      narrow: 'timeline',
      strip: null,
      show: (tab) => set({ tab }),
      fold: (panel, isFolded) => set(({ folded }) => ({ folded: { ...folded, [panel]: isFolded } })),
      reopen: (place, isOpen) =>
        set(({ reopened }) => {
          const next = new Set(reopened);
          if (isOpen) next.add(place);
          else next.delete(place);
          return { reopened: next };
        }),
      arrange: (order) => set({ order }),
      showNarrow: (narrow) => set({ narrow }),
      openStrip: (strip) => set({ strip }),
    }),
    {
      name: 'muster.room-layout',
      partialize: ({ folded, order, strip }) => ({ folded, order, strip }),
    },
  ),
);
