import { useMemo } from 'react';
import { alertRunbook, runbooksFor, type Runbook } from '#room/feed/runbook.ts';
import { useFeed } from '../server/feed.tsx';
import { useRoom } from './room-provider.tsx';

/** SV5: the runbooks of this incident, the nearest first. */
export function useRunbooks(): readonly Runbook[] {
  const room = useRoom();
  const { snapshot } = useFeed();
  return useMemo(() => {
    const { checks, service } = room;
    const brought = alertRunbook(room);
    return runbooksFor(
      {
        service,
        monitorsDown: checks.filter(({ status }) => status === 'down').map(({ monitor }) => monitor),
        failed: checks.map(({ monitor, name }) => ({ id: monitor, name })),
        ...(brought !== null && { runbook: brought }),
      },
      { services: snapshot?.services ?? [], monitors: snapshot?.monitors ?? [] },
    );
  }, [room, snapshot?.services, snapshot?.monitors]);
}
