import { create } from 'zustand';

type ComposerState = {
  /** Unsent lines by room: they survive switching tabs and rooms, and die with the window. */
  lines: ReadonlyMap<string, string>;
  write: (room: string, line: string) => void;
};

export const useComposerStore = create<ComposerState>((set) => ({
  lines: new Map(),
  write: (room, line) => set(({ lines }) => ({ lines: new Map(lines).set(room, line) })),
}));
