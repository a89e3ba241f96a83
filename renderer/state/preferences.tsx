// How this window looks, sounds and tells the time: kept by the desktop in its settings, in a browser in its own storage.
import { createContext, useCallback, useContext, useEffect, useState } from 'react';
import type { DesktopBridge, Settings } from '#main/bridge.ts';
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

/** The last known ones at once, then the desktop's. */
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
    // Without the desktop's answer the last known settings stand.
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
