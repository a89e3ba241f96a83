// The dialog that pages somebody: which room it is open for, and with what it begins. Dies with the window.
import { create } from 'zustand';

/** What `/page` named already. */
export type PageBegin = { whom: readonly string[]; text: string };

type PagingDialog = {
  room: string | null;
  begin: PageBegin;
  open: (room: string, begin?: PageBegin) => void;
  close: () => void;
};

const nothing: PageBegin = { whom: [], text: '' };

/** Opened by its key, the palette and `/page`. */
export const usePagingDialog = create<PagingDialog>((set) => ({
  room: null,
  begin: nothing,
  open: (room, begin = nothing) => set({ room, begin }),
  close: () => set({ room: null, begin: nothing }),
}));
