import type { Fact, FactDraft } from '../facts/fact.ts';
import type { Draft, Room } from '../view/room-view.ts';
import { channels, type ChannelName } from './channels/index.ts';
import { findUnfilled } from './placeholders.ts';
import { draftStanding } from './standing.ts';

export type SendRequest = {
  draft: Draft;
  /** The current text, not the one a screen drew last. */
  text: string;
  room: Room;
  channel: ChannelName;
  /** The place it is sent to, such as `status page`. */
  label: string;
  /** Why it is sent without an approval; null when approval is required. */
  override: string | null;
};
export type SendRefusal = 'empty' | 'not-filled-in' | 'not-approved' | 'too-long' | 'no-label';
export type SendDecision = { ok: true; fact: FactDraft<'sent'> } | { ok: false; reason: SendRefusal };

/** CM4: the fact that logs a copy as sent, made only from the approved text. */
export function decideSend({ draft, text, room, channel, label, override }: SendRequest): SendDecision {
  const standing = draftStanding(draft, text, room);
  if (standing.state === 'empty') return { ok: false, reason: 'empty' };
  if (findUnfilled(standing.rendered).length > 0) return { ok: false, reason: 'not-filled-in' };
  if (label.trim() === '') return { ok: false, reason: 'no-label' };
  const approval: Fact<'approved'> | null = 'approval' in standing ? standing.approval : null;
  const isApproved = approval !== null && standing.state !== 'stale';
  const why = override?.trim() ?? '';
  if (!isApproved && why === '') return { ok: false, reason: 'not-approved' };
  const copy = channels[channel].render(standing.rendered.text);
  if (!copy.fits) return { ok: false, reason: 'too-long' };
  return {
    ok: true,
    fact: {
      kind: 'sent',
      draft: draft.draft,
      channel: label.trim(),
      text: copy.sent,
      hash: standing.hash,
      ...(isApproved ? { approval: approval.id } : { override: why }),
    },
  };
}
