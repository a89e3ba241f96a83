// Where a draft stands: from its facts and from what its text says this moment.
import * as sha256 from 'lib0/hash/sha256';
import type { Fact } from '#room/fact.ts';
import type { Draft } from '#room/incident.ts';

export const audiences = ['customers', 'internal'] as const;
export type Audience = (typeof audiences)[number];
export const audienceWords: Record<Audience, string> = { customers: 'Customers', internal: 'Internal' };

export const draftText = (draft: string) => `draft/${draft}`;

/** What goes out: the text without the blank lines that typing leaves at its ends. */
export const rendered = (text: string) => text.trim();

/** SHA-256 of the rendered text, hex. Not crypto.subtle: a guest on a plain http hub has none. */
export function hashOf(text: string): string {
  const digest = sha256.digest(new TextEncoder().encode(rendered(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export type DraftState =
  | { state: 'empty' }
  | { state: 'drafting' }
  | { state: 'staged' }
  | { state: 'approved'; approval: Fact<'approved'> }
  /** Approved once, changed since. */
  | { state: 'stale'; approval: Fact<'approved'> }
  | { state: 'sent'; sent: Fact<'sent'> };

export function draftState(draft: Draft, text: string): DraftState {
  const now = rendered(text);
  if (now === '') return { state: 'empty' };
  const sent = draft.sent.at(-1);
  if (sent?.text === now) return { state: 'sent', sent };
  // What was approved for an update that has gone out says nothing of the next one.
  const approvals = draft.approvals.filter(({ noted }) => noted > (sent?.noted ?? 0));
  const hash = hashOf(now);
  const approval = approvals.findLast((each) => each.hash === hash);
  if (approval) return { state: 'approved', approval };
  const stale = approvals.at(-1);
  if (stale) return { state: 'stale', approval: stale };
  return { state: draft.stage === 'staged' ? 'staged' : 'drafting' };
}
