import { useCallback, useSyncExternalStore } from 'react';
import { useText } from '#renderer/live-room/room-provider.tsx';

/** The current content of a shared text, updated on every edit. */
export function useTextString(name: string): string {
  const text = useText(name);
  const subscribe = useCallback(
    (listener: () => void) => {
      text.observe(listener);
      return () => text.unobserve(listener);
    },
    [text],
  );
  return useSyncExternalStore(subscribe, () => text.toJSON());
}
