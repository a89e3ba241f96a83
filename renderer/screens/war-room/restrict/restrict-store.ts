// The room whose restrict dialog is open. Not persisted.
import { create } from 'zustand';

type RestrictDialog = { room: string | null; open: (room: string) => void; close: () => void };

/** Opened by its key, the palette and the mark in the header. */
export const useRestrictDialog = create<RestrictDialog>((set) => ({
  room: null,
  open: (room) => set({ room }),
  close: () => set({ room: null }),
}));
