import { useEffect, useState } from 'react';
import type { Desk } from '#main/bridge.ts';
import { useSession } from './session.tsx';

const none: Desk = { answers: [], mutes: [], scribeKey: 'off' };

/** State known only to this desktop: answers to pages under way, mutes and the scribe key. Empty in a browser. */
export function useDesk(): Desk {
  const { bridge } = useSession();
  const [desk, setDesk] = useState<Desk>(none);
  useEffect(() => {
    if (!bridge) return undefined;
    const stop = bridge.onDesk(setDesk);
    bridge.desk().then(setDesk, reportError);
    return stop;
  }, [bridge]);
  return desk;
}
