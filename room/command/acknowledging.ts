// CO8: taking a role means having seen the incident, so it acknowledges too.
import type { FactDraft, PersonId } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';

/** `drafts`, preceded by an acknowledgement if one of them takes a role for `me` and nobody has acknowledged. */
export function withAcknowledgement(
  room: Pick<Room, 'acknowledged' | 'declared' | 'status'>,
  drafts: readonly FactDraft[],
  me: PersonId,
): readonly FactDraft[] {
  const { acknowledged, declared, status } = room;
  const isOver = status.value === 'resolved' || status.value === 'closed';
  if (acknowledged !== null || declared === null || isOver) return drafts;
  if (drafts.some(({ kind }) => kind === 'acknowledged') || !drafts.some((each) => takes(each, me)))
    return drafts;
  return [{ kind: 'acknowledged' }, ...drafts];
}

const takes = (draft: FactDraft, me: PersonId): boolean =>
  draft.kind === 'handover-accepted' ||
  (draft.kind === 'claimed' && draft.as === 'primary' && draft.person === me);
