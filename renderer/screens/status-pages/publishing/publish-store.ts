import { create } from 'zustand';

type Publish = {
  /** The room whose draft is about to be published. Not persisted. */
  room: string | null;
  open: (room: string | null) => void;
};

export const usePublish = create<Publish>((set) => ({ room: null, open: (room) => set({ room }) }));
