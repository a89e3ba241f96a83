// The messages to customers and colleagues, each once even when sent on several channels, and whether the next
// update came when promised.
import { findPromise } from '../comms/promise.ts';
import { isInternal } from '../team/audiences.ts';
import type { Fact } from '../facts/fact.ts';
import type { Room } from '../view/room-view.ts';
import { standing } from './outages.ts';
import type { Doer, People } from './people.ts';

export type ReviewMessage = {
  /** Numbered per side, from 1: customer update 1, internal message 1. */
  number: number;
  at: number;
  /** The name of its draft. */
  draft: string;
  doer: Doer | null;
  audience: string;
  /** `unknown` when the draft, and so the audience, is not in the record. */
  side: 'external' | 'internal' | 'unknown';
  channels: readonly string[];
  text: string;
  approvedBy: string | null;
  /** Why it was sent without an approval. */
  override: string | null;
  facts: readonly string[];
};

export type ReviewPromise = {
  /** Number of the customer update with the promise. */
  number: number;
  promisedAt: number;
  keptAt: number | null;
  state: 'on time' | 'late' | 'not sent' | 'resolved before';
  lateMs: number | null;
};

/** Copies of one message are sent within this time; a later copy counts as a new message. */
const sameMessageMs = 5 * 60_000;

type Open = Omit<ReviewMessage, 'number' | 'channels' | 'facts'> & {
  channels: string[];
  facts: string[];
};

export function collectMessages(room: Room, { name, doer }: People): ReviewMessage[] {
  const audiences = new Map(room.drafts.map(({ draft, audience }) => [draft, audience]));
  const approvals = new Map(
    standing(room).flatMap(({ id, fact }) => (fact.kind === 'approved' ? [[id, fact] as const] : [])),
  );
  const found: Open[] = [];
  for (const { fact, id } of standing(room)) {
    if (fact.kind !== 'sent') continue;
    const same = found.findLast(
      (message) =>
        message.draft === fact.draft && message.text === fact.text && fact.at - message.at <= sameMessageMs,
    );
    if (same) {
      if (!same.channels.includes(fact.channel)) same.channels.push(fact.channel);
      same.facts.push(id);
      same.approvedBy ??= approver(fact, approvals, name);
      continue;
    }
    const audience = audiences.get(fact.draft);
    found.push({
      draft: fact.draft,
      at: fact.at,
      doer: doer(fact.by, fact.at),
      audience: audience ?? 'not recorded',
      side: audience === undefined ? 'unknown' : isInternal(audience) ? 'internal' : 'external',
      channels: [fact.channel],
      text: fact.text,
      approvedBy: approver(fact, approvals, name),
      override: fact.override ?? null,
      facts: [id],
    });
  }
  const counts = { external: 0, internal: 0, unknown: 0 };
  return found.map((message) => ({ number: (counts[message.side] += 1), ...message }));
}

function approver(
  { approval, draft, hash }: Fact<'sent'>,
  approvals: ReadonlyMap<string, Fact<'approved'>>,
  name: (person: string) => string,
): string | null {
  const found =
    (approval === undefined ? undefined : approvals.get(approval)) ??
    [...approvals.values()].find((each) => each.draft === draft && hash !== undefined && each.hash === hash);
  return found === undefined ? null : name(found.by);
}

/** The name of a message in a line, such as `Customer update 1`. */
export function sayMessage({ side, number, audience }: ReviewMessage): string {
  if (side === 'external') return `Customer update ${number}`;
  return side === 'internal' ? `Internal message ${number}` : `Message to ${audience}`;
}

/** Every promise of a next customer update that was in force when an update was sent. */
export function collectPromises(room: Room, messages: readonly ReviewMessage[]): ReviewPromise[] {
  const external = messages.filter(({ side }) => side === 'external');
  const promises = findPromises(room);
  return external.flatMap((message, index): ReviewPromise[] => {
    const promisedAt = promiseAt(promises, message);
    if (promisedAt === null || promisedAt <= message.at) return [];
    const next = external[index + 1];
    const { number } = message;
    const isOver = wasOver(room, message.at, promisedAt);
    if (next !== undefined && !(isOver && next.at > promisedAt)) {
      const isLate = next.at > promisedAt;
      return [
        {
          number,
          promisedAt,
          keptAt: next.at,
          state: isLate ? 'late' : 'on time',
          lateMs: isLate ? next.at - promisedAt : null,
        },
      ];
    }
    const state = isOver ? 'resolved before' : 'not sent';
    return [{ number, promisedAt, keptAt: null, state, lateMs: null }];
  });
}

/** Whether the incident was over at some time between the two, even if it was reopened later. */
const wasOver = ({ resolvedAt, reopened }: Room, from: number, until: number): boolean =>
  (resolvedAt !== null && resolvedAt <= until) ||
  reopened.some((each) => each.resolvedAt <= until && each.at > from);

type Promises = {
  /** The draft of each sent message. */
  draftOf: ReadonlyMap<string, string>;
  /** The promised next update of each draft over time, in order of precedence. */
  said: ReadonlyMap<string, readonly { at: number; next: number | null }[]>;
};

function findPromises(room: Room): Promises {
  const draftOf = new Map<string, string>();
  const said = new Map<string, { at: number; next: number | null }[]>();
  for (const { id, fact } of standing(room)) {
    if (fact.kind === 'sent') draftOf.set(id, fact.draft);
    if (fact.kind !== 'draft' || fact.next === undefined) continue;
    const before = said.get(fact.draft) ?? [];
    before.push({ at: fact.at, next: fact.next });
    said.set(fact.draft, before);
  }
  return { draftOf, said };
}

/** The time that the text promises (FO9), else the newest one that was set for its draft when it was sent. */
function promiseAt({ draftOf, said }: Promises, { facts, at, text }: ReviewMessage): number | null {
  const written = findPromise(text, at);
  if (written !== null) return written;
  const draft = draftOf.get(facts[0] ?? '');
  const words = draft === undefined ? undefined : said.get(draft);
  return words?.findLast((each) => each.at <= at)?.next ?? null;
}
