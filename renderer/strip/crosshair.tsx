// One crosshair for everything on a screen that has the same time: who shows it is drawn anew, the rest is not.
import { createContext, useContext, useState, type ReactNode } from 'react';

type Crosshair = { at: number | null; setAt: (at: number | null) => void };

const CrosshairContext = createContext<Crosshair>({ at: null, setAt: () => undefined });

export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [at, setAt] = useState<number | null>(null);
  return <CrosshairContext.Provider value={{ at, setAt }}>{children}</CrosshairContext.Provider>;
}

export const useCrosshair = (): Crosshair => useContext(CrosshairContext);
