// This window's theme, sounds and time format. A desktop keeps them in its settings, a browser in its own
// storage.
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { DesktopBridge, Settings } from '#main/bridge.ts';
import { ownZone } from '../time/wall.ts';
import { showTimesIn } from '../ui/say-time.ts';
import { recall, remember } from './local-store.ts';

const defaults: Settings = {
  theme: 'system',
  textSize: 100,
  times: 'local',
  motion: 'system',
  notifications: true,
  sounds: true,
  volume: 0.7,
  scribeKey: '',
};

export type Preferences = { settings: Settings; change: (change: Partial<Settings>) => Promise<void> };

const PreferencesContext = createContext<Preferences | null>(null);
export const PreferencesProvider = PreferencesContext.Provider;

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('usePreferences needs a PreferencesProvider above it');
  return preferences;
}

/** The zone in which screens show times (FE2). */
export const useShownZone = (): string => (usePreferences().settings.times === 'utc' ? 'UTC' : ownZone());

/** Returns the last known preferences at once, then the desktop's. */
export function useKeptPreferences(bridge: DesktopBridge | null): Preferences {
  const [settings, setSettings] = useState<Settings>(() => {
    const known = { ...defaults, ...(recall('settings') as Settings | null) };
    showTimesIn(known.times);
    return known;
  });
  const take = useCallback((next: Settings) => {
    remember('settings', next);
    showTimesIn(next.times);
    setSettings(next);
  }, []);
  useEffect(() => {
    // If the desktop does not answer, the last known settings stay.
    bridge?.settings().then(take, () => undefined);
    return bridge?.onSettings(take);
  }, [bridge, take]);
  const change = useCallback(
    async (part: Partial<Settings>) =>
      take(bridge ? await bridge.changeSettings(part) : { ...settings, ...part }),
    [bridge, take, settings],
  );
  return { settings, change };
}
