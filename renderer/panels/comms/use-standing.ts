import { useMemo } from 'react';
import { useRoom } from '#renderer/room/room-provider.tsx';
import { draftStanding, type Standing } from '#room/comms/standing.ts';
import type { Draft } from '#room/incident.ts';
import { useTextString } from '../use-text-string.ts';
import { draftText } from './words.ts';

/** Where a draft stands as it is typed and as facts arrive. */
export function useStanding(draft: Draft): Standing {
  const room = useRoom();
  const written = useTextString(draftText(draft.draft));
  return useMemo(() => draftStanding(draft, written, room), [draft, written, room]);
}
