import { create } from 'zustand';
import type { Status } from '#room/facts/fact.ts';

/** Dialogs and views over the current room, opened from the room or the palette. Not persisted. */
type OverRoom = {
  /** The room shown in a replay. */
  replaying: string | null;
  /** The moment at which that replay opens, in epoch ms; null for its end. */
  replayFrom: number | null;
  /** The room whose catch-up somebody requested. */
  catchingUp: string | null;
  /** The room in which somebody asked to undo their last action. */
  undoing: string | null;
  /** The room whose priority rank is explained. */
  ranking: string | null;
  /** A status change entered in the composer; its questions are asked before it is written. */
  moving: { room: string; status: Status; why: string } | null;
  /** The room whose withdraw dialog is open. */
  withdrawing: string | null;
  /** The room whose erase dialog is open. */
  erasing: string | null;
  replay: (room: string | null, from?: number | null) => void;
  catchUp: (room: string | null) => void;
  undo: (room: string | null) => void;
  rank: (room: string | null) => void;
  move: (moving: OverRoom['moving']) => void;
  withdraw: (room: string | null) => void;
  erase: (room: string | null) => void;
};

export const useOverRoom = create<OverRoom>((set) => ({
  replaying: null,
  replayFrom: null,
  catchingUp: null,
  undoing: null,
  ranking: null,
  moving: null,
  withdrawing: null,
  erasing: null,
  replay: (replaying, replayFrom = null) => set({ replaying, replayFrom, catchingUp: null }),
  catchUp: (catchingUp) => set({ catchingUp, replaying: null }),
  undo: (undoing) => set({ undoing }),
  rank: (ranking) => set({ ranking }),
  move: (moving) => set({ moving }),
  withdraw: (withdrawing) => set({ withdrawing }),
  erase: (erasing) => set({ erasing }),
}));
