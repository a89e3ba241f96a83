import { useCallback, useSyncExternalStore } from 'react';
import { useText } from '#renderer/room/room-provider.tsx';

/** What a shared text says now, as it is typed by anybody. */
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
