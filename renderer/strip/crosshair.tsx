// One crosshair shared by all charts of a screen on the same time axis. Only components that show it render again.
import { createContext, useContext, useState, type ReactNode } from 'react';

type Crosshair = { at: number | null; setAt: (at: number | null) => void };

const CrosshairContext = createContext<Crosshair>({ at: null, setAt: () => undefined });

export function CrosshairProvider({ children }: { children: ReactNode }) {
  const [at, setAt] = useState<number | null>(null);
  return <CrosshairContext.Provider value={{ at, setAt }}>{children}</CrosshairContext.Provider>;
}

export const useCrosshair = (): Crosshair => useContext(CrosshairContext);
