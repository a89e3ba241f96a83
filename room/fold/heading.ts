import { isInternal } from '../team/audiences.ts';
import { findPromise } from '../comms/promise.ts';
import type { Fact } from '../facts/fact.ts';
import { termsFrom, type Terms } from '../team/levels.ts';
import type { ToldUpdate } from '../view/room-view.ts';
import { refolding } from './slice.ts';

export const createDeclaration = () =>
  refolding<'declared', { first: Fact<'declared'> | null; terms: Terms }>(['declared'], (facts) => ({
    first: facts[0] ?? null,
    terms: termsFrom(facts[0]?.terms),
  }));

export const createTitle = () =>
  refolding<'retitled', { newest: string | null }>(['retitled'], (facts) => ({
    newest: facts.at(-1)?.title ?? null,
  }));

/**
 * The number of an incident. The primary gives it once; of two, the first counts. A number that another incident
 * also has is replaced by a later fact with `instead`. Numbers from anybody else are ignored.
 */
export const createNumber = () =>
  refolding<'numbered', { number: string | null }>(['numbered'], (facts) => {
    const given = facts.filter(({ by }) => by === 'server');
    let number = given[0]?.number ?? null;
    for (const { number: next, instead } of given) if (number !== null && instead === number) number = next;
    return { number };
  });

export const createAcknowledgement = () =>
  refolding<'acknowledged', { first: { at: number; by: string } | null }>(['acknowledged'], (facts) => {
    let first: Fact<'acknowledged'> | null = null;
    for (const fact of facts) if (!first || fact.at < first.at) first = fact;
    return { first: first && { at: first.at, by: first.by } };
  });

/** A message is never sent after it was noted. Rooms of earlier versions may have such times, so they are capped. */
const sentAt = ({ at, noted }: Fact<'sent'>) => Math.min(at, noted);

export type Sent = { told: readonly ToldUpdate[]; promised: number | null };

/** FO9: the updates to customers and the promised time of the next. Internal messages do not count. */
export const createSent = () =>
  refolding<'sent' | 'draft', Sent>(['sent', 'draft'], (facts) => {
    const audiences = new Map<string, string>();
    for (const fact of facts) if (fact.kind === 'draft') audiences.set(fact.draft, fact.audience);
    /** Each draft's stage up to here: what its text said when it was sent. */
    const stages = new Map<string, string>();
    const told: ToldUpdate[] = [];
    let last: Fact<'sent'> | null = null;
    for (const fact of facts) {
      if (fact.kind === 'draft' && fact.stage !== undefined) stages.set(fact.draft, fact.stage);
      if (fact.kind !== 'sent' || isInternal(audiences.get(fact.draft) ?? '')) continue;
      const { draft, channel, stage = stages.get(draft) ?? null } = fact;
      told.push({ at: sentAt(fact), channel, stage });
      if (last === null || sentAt(fact) > sentAt(last)) last = fact;
    }
    return {
      told: told.toSorted((one, other) => one.at - other.at),
      promised: last && findPromise(last.text, sentAt(last)),
    };
  });
