// CM3: the state of a draft, computed from its current text and the room. An approval is only a hash of the
// text, so every edit invalidates it; no edit needs to clear a flag.
import type { Fact } from '../facts/fact.ts';
import type { Draft, Room } from '../view/room-view.ts';
import { hashOf } from './hash.ts';
import { renderDraft, type Rendered } from './render.ts';

export type DraftStanding = { rendered: Rendered; hash: string } & (
  | { state: 'empty' }
  | { state: 'drafting' }
  /** Somebody asked for an approval. */
  | { state: 'ready' }
  | { state: 'approved'; approval: Fact<'approved'> }
  /** Approved before, but the text or a value it names has changed since. */
  | { state: 'stale'; approval: Fact<'approved'> }
  /** Exactly this text was sent; with its approval it may be sent on other channels too. */
  | { state: 'sent'; sent: readonly Fact<'sent'>[]; approval: Fact<'approved'> | null }
);

export function draftStanding(draft: Draft, text: string, room: Room): DraftStanding {
  const rendered = renderDraft(text, room, { draft });
  const hash = hashOf(rendered.text);
  const here = { rendered, hash };
  if (rendered.text === '') return { ...here, state: 'empty' };
  const other = draft.sent.findLastIndex((sent) => !isCopyOf(sent, here));
  // An approval of an update that was sent does not count for the next one.
  const since = draft.sent[other]?.noted ?? -1;
  const approvals = draft.approvals.filter(({ noted }) => noted > since);
  const approval = approvals.findLast((each) => each.hash === hash) ?? null;
  const sent = draft.sent.slice(other + 1);
  if (sent.length > 0) return { ...here, state: 'sent', sent, approval };
  if (approval) return { ...here, state: 'approved', approval };
  const stale = approvals.at(-1);
  if (stale) return { ...here, state: 'stale', approval: stale };
  return { ...here, state: draft.isReady ? 'ready' : 'drafting' };
}

/** Whether the copy was made from exactly this text. */
export const isCopyOf = (
  sent: Fact<'sent'>,
  now: { hash: string; rendered: Pick<Rendered, 'text'> },
): boolean => (sent.hash === undefined ? sent.text === now.rendered.text : sent.hash === now.hash);

/** The approved text; null when the approval has no text, or one that does not match its hash. */
export function approvedText({ text, hash }: Fact<'approved'>): string | null {
  return text !== undefined && hashOf(text) === hash ? text : null;
}

/** Whether the text behind a copy was approved before the copy was sent. */
export function wasApproved(sent: Fact<'sent'>, { approvals }: Draft): boolean {
  const hash = sent.hash ?? hashOf(sent.text);
  return approvals.some((approval) => approval.hash === hash && approval.noted <= sent.noted);
}
