import { create } from 'zustand';

type ComposerState = {
  /** Unsent lines by room. They survive a change of tab or room; they are lost when the window closes. */
  lines: ReadonlyMap<string, string>;
  write: (room: string, line: string) => void;
};

export const useComposerStore = create<ComposerState>((set) => ({
  lines: new Map(),
  write: (room, line) => set(({ lines }) => ({ lines: new Map(lines).set(room, line) })),
}));
