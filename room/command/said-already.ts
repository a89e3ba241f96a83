// CO13: what would only say again what stands is not written: it would be a key event without news.
import type { FactDraft } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';

/** `drafts` without severities and statuses that already stand, unless they say more or settle a conflict. */
export const withoutSaidAlready = (
  room: Pick<Room, 'severity' | 'status'>,
  drafts: readonly FactDraft[],
): readonly FactDraft[] => drafts.filter((draft) => !isSaidAlready(room, draft));

function isSaidAlready({ severity, status }: Pick<Room, 'severity' | 'status'>, draft: FactDraft): boolean {
  if (draft.kind !== 'severity' && draft.kind !== 'status') return false;
  const { kind, ...said } = draft;
  const standing = kind === 'severity' ? severity : status;
  const { [kind as 'severity']: value, ...more } = said as { severity?: string };
  const saysMore = Object.values(more).some((each) => each !== undefined && each !== '');
  return standing.isSet && standing.heads.length < 2 && standing.value === value && !saysMore;
}
