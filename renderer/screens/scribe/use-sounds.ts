import { useEffect } from 'react';
import type { DesktopBridge, Sound } from '#main/bridge.ts';
import mention from '../../../assets/sounds/mention.wav?url&no-inline';
import page from '../../../assets/sounds/page.wav?url&no-inline';

const files: Readonly<Record<Sound['name'], string>> = { mention, page };

/** DE16: this page is always loaded, so sounds play with the main window closed. */
export function useSounds(bridge: DesktopBridge) {
  useEffect(
    () =>
      bridge.onSound(({ name, volume }) => {
        const sound = new Audio(files[name]);
        sound.volume = volume;
        // Without sound output, the notice still appears.
        sound.play().then(
          () => document.documentElement.setAttribute('data-played', name),
          () => undefined,
        );
      }),
    [bridge],
  );
}
