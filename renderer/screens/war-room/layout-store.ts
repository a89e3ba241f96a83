import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type RoomTab = 'room' | 'review';

type LayoutState = {
  tab: RoomTab;
  /** Folded panels, by name. */
  folded: Readonly<Record<string, boolean>>;
  /** Panels that folded with their incident and were unfolded again. Not persisted. */
  reopened: ReadonlySet<string>;
  /** This person's order of panels. A panel not listed keeps its default place. */
  order: readonly string[];
  /** The group of panels that shows when the window is too narrow for both sides. */
  narrow: string;
  /** Whether the strip above the timeline is open; null until this person opens or closes it. */
  strip: boolean | null;
  /** The room whose side panels have rendered since it was opened. Not persisted. */
  opened: string | null;
  show: (tab: RoomTab) => void;
  fold: (panel: string, isFolded: boolean) => void;
  /** `place` names the room and the panel. */
  reopen: (place: string, isOpen: boolean) => void;
  arrange: (order: readonly string[]) => void;
  showNarrow: (group: string) => void;
  openStrip: (isOpen: boolean) => void;
};

/** This person's layout of the room, stored on this computer. */
export const useLayout = create<LayoutState>()(
  persist(
    (set) => ({
      tab: 'room',
      folded: {},
      reopened: new Set(),
      order: [],
      narrow: 'timeline',
      strip: null,
      opened: null,
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

/** Whether the side panels of this room have rendered since it was opened. */
export const hasOpened = (id: string): boolean => useLayout.getState().opened === id;
