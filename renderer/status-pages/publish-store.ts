import { create } from 'zustand';

type Publish = {
  /** The room whose draft somebody is about to publish; dies with the window. */
  room: string | null;
  open: (room: string | null) => void;
};

export const usePublish = create<Publish>((set) => ({ room: null, open: (room) => set({ room }) }));
