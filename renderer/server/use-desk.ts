import { useEffect, useState } from 'react';
import type { DesktopState } from '#main/bridge.ts';
import { useSession } from './session.tsx';

const none: DesktopState = { answers: [], mutes: [], scribeKey: 'off' };

/** State known only to this desktop: answers to pages under way, mutes and the scribe key. Empty in a browser. */
export function useDesk(): DesktopState {
  const { bridge } = useSession();
  const [desk, setDesk] = useState<DesktopState>(none);
  useEffect(() => {
    if (!bridge) return undefined;
    const stop = bridge.onDesk(setDesk);
    bridge.desk().then(setDesk, reportError);
    return stop;
  }, [bridge]);
  return desk;
}
