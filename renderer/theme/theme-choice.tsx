import { useEffect } from 'react';
import { useMantineColorScheme } from '@mantine/core';
import type { Settings } from '#main/bridge.ts';

/** Puts the chosen theme on the window; 'system' follows the system as it changes. */
export function ThemeChoice({ choice }: { choice: Settings['theme'] }) {
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => setColorScheme(choice === 'system' ? 'auto' : choice), [choice, setColorScheme]);
  return null;
}
