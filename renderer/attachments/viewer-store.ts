import { create } from 'zustand';
import type { FactId } from '#room/facts/fact.ts';

type ViewerState = { shown: FactId | null; show: (attachment: FactId | null) => void };

/** The attachment shown in the viewer, by the id of its fact. */
export const useViewer = create<ViewerState>((set) => ({ shown: null, show: (shown) => set({ shown }) }));
