import { useCallback } from 'react';
import { useIsPractice, useRoom } from '#renderer/live-room/room-provider.tsx';
import { useSession } from '#renderer/server/session.tsx';
import { isToAutomate } from '#room/pir/suggest-items.ts';
import { kinds } from '#room/facts/index.ts';
import { isFactKind } from '#room/facts/fact.ts';
import type { Entry } from '#room/view/room-view.ts';

export type EntryRights = {
  canMark: boolean;
  canCorrect: boolean;
  canGrade: boolean;
  /** AI9: an action without an action item. A practice room has no review. */
  canAutomate: boolean;
  /** TA4: a note whose words are no task yet. */
  canBeTask: boolean;
  /** TH1: any entry that is not retracted may be answered. */
  canAnswer: boolean;
  /** IN2: an observation of another person that I have not confirmed. */
  canConfirm: boolean;
};

/** What I may do with an entry (FA4). */
export function useEntryRights(): (entry: Entry) => EntryRights {
  const { me, canWrite, isOwner } = useSession();
  const { roles, actionItems, tasks } = useRoom();
  const isPractice = useIsPractice();
  const isCommander = roles.some(
    ({ role, primary }) => role === 'commander' && primary.some(({ person }) => person === me.id),
  );
  return useCallback(
    (entry) => {
      const stands = canWrite && entry.retracted === null && isFactKind(entry.fact.kind);
      return {
        canMark: stands && !entry.isSystem,
        canCorrect: stands && !entry.isSystem && (entry.by === me.id || isOwner || isCommander),
        canGrade: stands && entry.fact.kind === 'action',
        canAutomate:
          stands && !isPractice && entry.fact.kind === 'action' && !isToAutomate({ actionItems }, entry),
        canBeTask: stands && noteText(entry) !== null && !tasks.some(({ text }) => text === noteText(entry)),
        canAnswer: stands && !entry.isSystem,
        canConfirm:
          stands &&
          entry.fact.kind === 'observation' &&
          entry.by !== me.id &&
          !entry.confirmedBy.includes(me.id),
      };
    },
    [me.id, canWrite, isOwner, isCommander, actionItems, tasks, isPractice],
  );
}

/** The words of a note; null for other entries. */
export const noteText = (entry: Entry): string | null =>
  entry.fact.kind === 'note' ? amendableText(entry) : null;

/** The text of an entry that an amendment replaces; null when only its time can be amended. */
export function amendableText({ fact }: Entry): string | null {
  if (!isFactKind(fact.kind)) return null;
  const field = kinds[fact.kind].words?.field;
  const value = field === undefined ? undefined : (fact as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : null;
}
