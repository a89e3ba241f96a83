import { useMemo } from 'react';
import { usePlaybooks } from '#renderer/screens/playbooks/library-provider.tsx';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { useNow } from '#renderer/ui/now.tsx';
import type { LibraryPlaybook } from '#room/playbooks/library.ts';
import { matchPlaybooks } from '#room/playbooks/match-playbooks.ts';
import { useTextString } from '../use-text-string.ts';

export type Offered = { playbook: LibraryPlaybook; reason: string | null };

const minute = 60_000;

/** All playbooks that can be attached: matching ones first, with the reason, then the others by title. */
export function useMatches(): readonly Offered[] {
  const playbooks = usePlaybooks();
  const room = useRoom();
  const summary = useTextString('summary');
  // One-minute resolution is enough for freshness.
  const now = Math.floor(useNow() / minute) * minute;
  return useMemo(() => {
    const usable = playbooks.filter(({ isArchived, steps }) => !isArchived && steps.length > 0);
    const attached = new Set(room.checklists.map(({ playbook }) => playbook));
    const matches = matchPlaybooks(
      usable.filter(({ id }) => !attached.has(id)),
      {
        title: room.title,
        summary,
        service: room.service,
        severity: room.severity.value,
        status: room.status.value,
        failing: room.checks.filter(({ status }) => status === 'down').map(({ name }) => name),
        declaredAt: room.declared?.at ?? null,
        hasChecklist: room.checklists.length > 0,
      },
      now,
    );
    const reasons = new Map(matches.map(({ id, reason }) => [id, reason]));
    const byId = new Map(usable.map((playbook) => [playbook.id, playbook]));
    const first = matches.flatMap(({ id }) => byId.get(id) ?? []);
    const rest = usable.filter(({ id }) => !reasons.has(id));
    return [...first, ...rest].map((playbook) => ({ playbook, reason: reasons.get(playbook.id) ?? null }));
  }, [playbooks, room, summary, now]);
}
