import { useMemo } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useFeed } from '#renderer/server/feed.tsx';
import type { CheckEvidence } from '#room/facts/kind.ts';
import { checkStatusWords } from '#renderer/ui/status-words.ts';
import { mergeChecks } from './merge-checks.ts';
import { snapshotCheck } from './snapshot-check.ts';

export type EvidenceSource = { monitor: string; label: string; take: (now: number) => CheckEvidence };

/** IN4: the checks that can serve as evidence; those of this incident come first. */
export function useCheckEvidence(): readonly EvidenceSource[] {
  const { checks, service } = useRoom();
  const { snapshot } = useFeed();
  const monitors = snapshot?.monitors;
  const services = snapshot?.services;
  return useMemo(() => {
    const { touching, others } = mergeChecks(checks, monitors ?? [], service, services);
    return [...touching, ...others].map((check) => ({
      monitor: check.monitor,
      label: `${check.name}, ${checkStatusWords(check.status)}`,
      take: (now) => {
        const last = monitors?.find(({ id }) => id === check.monitor)?.lastSample ?? null;
        return snapshotCheck(check, last, now);
      },
    }));
  }, [checks, service, services, monitors]);
}
