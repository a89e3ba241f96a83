import { useCallback, useEffect, useRef } from 'react';
import { useSetPresence } from '#renderer/live-room/room-provider.tsx';

const quietAfterMs = 4000;

/** Tells the others that I am typing, until I pause. */
export function useTyping(): (isTyping: boolean) => void {
  const setPresence = useSetPresence();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      setPresence({ typing: false });
    },
    [setPresence],
  );
  return useCallback(
    (isTyping) => {
      clearTimeout(timer.current);
      setPresence({ typing: isTyping });
      if (isTyping) timer.current = setTimeout(() => setPresence({ typing: false }), quietAfterMs);
    },
    [setPresence],
  );
}
