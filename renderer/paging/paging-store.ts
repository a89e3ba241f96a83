// The paging dialog: its room and initial values. Not persisted.
import { create } from 'zustand';

/** The values that `/page` already named. */
export type PageBegin = { whom: readonly string[]; text: string };

type PagingDialog = {
  room: string | null;
  begin: PageBegin;
  open: (room: string, begin?: PageBegin) => void;
  close: () => void;
};

const nothing: PageBegin = { whom: [], text: '' };

/** Opened by its shortcut, the palette and `/page`. */
export const usePagingDialog = create<PagingDialog>((set) => ({
  room: null,
  begin: nothing,
  open: (room, begin = nothing) => set({ room, begin }),
  close: () => set({ room: null, begin: nothing }),
}));
