// CM3: where a draft stands, from what its text and the room say this moment. An approval is a hash and
// nothing else: there is no mark that an edit would have to remember to take away, so no edit can forget to.
import type { Fact } from '../fact.ts';
import type { Draft, Room } from '../incident.ts';
import { hashOf } from './hash.ts';
import { renderDraft, type Rendered } from './render.ts';

export type Standing = { rendered: Rendered; hash: string } & (
  | { state: 'empty' }
  | { state: 'drafting' }
  /** Somebody asks for an approval. */
  | { state: 'ready' }
  | { state: 'approved'; approval: Fact<'approved'> }
  /** Approved once; the text or something in the room that it names has changed since. */
  | { state: 'stale'; approval: Fact<'approved'> }
  /** This very text went out; with its approval it may go out by other channels too. */
  | { state: 'sent'; sent: readonly Fact<'sent'>[]; approval: Fact<'approved'> | null }
);

export function draftStanding(draft: Draft, text: string, room: Room): Standing {
  const rendered = renderDraft(text, room, { draft });
  const hash = hashOf(rendered.text);
  const here = { rendered, hash };
  if (rendered.text === '') return { ...here, state: 'empty' };
  const other = draft.sent.findLastIndex((sent) => !isCopyOf(sent, here));
  // What was approved for an update that has gone out says nothing of the next one.
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

/** Whether it was made from this very text. */
export const isCopyOf = (
  sent: Fact<'sent'>,
  now: { hash: string; rendered: Pick<Rendered, 'text'> },
): boolean => (sent.hash === undefined ? sent.text === now.rendered.text : sent.hash === now.hash);

/** The text that was approved; null when the approval did not keep it, or kept one that is not what it hashed. */
export function approvedText({ text, hash }: Fact<'approved'>): string | null {
  return text !== undefined && hashOf(text) === hash ? text : null;
}

/** Whether a copy went out under an approval of what it was made from. */
export function wasApproved(sent: Fact<'sent'>, { approvals }: Draft): boolean {
  const hash = sent.hash ?? hashOf(sent.text);
  return approvals.some((approval) => approval.hash === hash && approval.noted <= sent.noted);
}
