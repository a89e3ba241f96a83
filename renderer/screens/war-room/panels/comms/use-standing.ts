import { useMemo } from 'react';
import { useRoom } from '#renderer/live-room/room-provider.tsx';
import { draftStanding, type DraftStanding } from '#room/comms/standing.ts';
import type { Draft } from '#room/view/room-view.ts';
import { useTextString } from '../use-text-string.ts';
import { draftText } from './words.ts';

/** The state of a draft, updated on every edit and every new fact. */
export function useStanding(draft: Draft): DraftStanding {
  const room = useRoom();
  const written = useTextString(draftText(draft.draft));
  return useMemo(() => draftStanding(draft, written, room), [draft, written, room]);
}
