import { useEffect, useLayoutEffect } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';

/** Puts the chosen theme and motion on the window; 'system' follows the system as it changes. */
export function Appearance({ settings }: { settings: Settings }) {
  const { theme, motion } = settings;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [theme, setColorScheme]);
  useLayoutEffect(() => {
    document.documentElement.dataset.motion = motion;
  }, [motion]);
  return null;
}
