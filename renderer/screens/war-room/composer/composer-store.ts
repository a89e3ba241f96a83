import { create } from 'zustand';

type ComposerState = {
  /** Unsent lines by room. They survive a change of tab or room and a reload; they are lost when the window closes. */
  lines: ReadonlyMap<string, string>;
  write: (room: string, line: string) => void;
};

const place = 'muster.lines';

export const useComposerStore = create<ComposerState>((set, get) => ({
  lines: readLines(),
  write: (room, line) => {
    const lines = new Map(get().lines);
    if (line === '') lines.delete(room);
    else lines.set(room, line);
    keepLines(lines);
    set({ lines });
  },
}));

function readLines(): Map<string, string> {
  try {
    return new Map(JSON.parse(sessionStorage.getItem(place) ?? '[]') as [string, string][]);
  } catch {
    // Storage is forbidden here, so nothing was kept.
    return new Map();
  }
}

function keepLines(lines: ReadonlyMap<string, string>): void {
  try {
    sessionStorage.setItem(place, JSON.stringify([...lines]));
  } catch {
    // Only a reload would lose the line.
  }
}
