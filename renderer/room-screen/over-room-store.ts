import { create } from 'zustand';
import type { Status } from '#room/fact.ts';

/** What is asked of the room on the screen, from inside it or from the palette; dies with the window. */
type OverRoom = {
  /** The room that is shown as it was. */
  replaying: string | null;
  /** The room whose news somebody asked for. */
  catchingUp: string | null;
  /** The room in which somebody asked to take their last act back. */
  undoing: string | null;
  /** The room whose place among the open incidents is explained. */
  ranking: string | null;
  /** The room whose status somebody set in a line; what that step asks is asked before it is written. */
  moving: { room: string; status: Status; why: string } | null;
  /** The room that somebody says was no incident. */
  withdrawing: string | null;
  /** The room that an owner is about to erase for good. */
  erasing: string | null;
  replay: (room: string | null) => void;
  catchUp: (room: string | null) => void;
  undo: (room: string | null) => void;
  rank: (room: string | null) => void;
  move: (moving: OverRoom['moving']) => void;
  withdraw: (room: string | null) => void;
  erase: (room: string | null) => void;
};

export const useOverRoom = create<OverRoom>((set) => ({
  replaying: null,
  catchingUp: null,
  undoing: null,
  ranking: null,
  moving: null,
  withdrawing: null,
  erasing: null,
  replay: (replaying) => set({ replaying, catchingUp: null }),
  catchUp: (catchingUp) => set({ catchingUp, replaying: null }),
  undo: (undoing) => set({ undoing }),
  rank: (ranking) => set({ ranking }),
  move: (moving) => set({ moving }),
  withdraw: (withdrawing) => set({ withdrawing }),
  erase: (erasing) => set({ erasing }),
}));
