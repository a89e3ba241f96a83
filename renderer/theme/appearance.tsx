import { useEffect, useLayoutEffect } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';

/** Applies the chosen theme and motion to the window; 'system' follows the system's setting. */
export function Appearance({ settings }: { settings: Settings }) {
  const { theme, motion } = settings;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(theme === 'system' ? 'auto' : theme), [theme, setColorScheme]);
  useLayoutEffect(() => {
    document.documentElement.dataset.motion = motion;
  }, [motion]);
  return null;
}
