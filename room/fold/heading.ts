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

export type Sent = {
  told: readonly ToldUpdate[];
  /** The newest message that was told, and the time of the next one that it promises. */
  last: Fact<'sent'> | null;
  promised: number | null;
  /** By draft: its audience, and the newest stage that its text named. */
  audiences: ReadonlyMap<string, string>;
  stages: ReadonlyMap<string, string>;
};

const nothingSent: Sent = { told: [], last: null, promised: null, audiences: new Map(), stages: new Map() };

/** FO9: the updates to customers and the promised time of the next. Internal messages do not count. */
export const createSent = () =>
  refolding<'sent' | 'draft', Sent>(
    ['sent', 'draft'],
    (facts) => {
      // The last audience of a draft counts for everything that it sent.
      const audiences = new Map<string, string>();
      for (const fact of facts) if (fact.kind === 'draft') audiences.set(fact.draft, fact.audience);
      return tell({ ...nothingSent, audiences }, facts);
    },
    (sent, newest) => {
      if (newest.kind === 'sent') return tell(sent, [newest]);
      const { draft, audience } = newest;
      if (isInternal(audience) !== isInternal(sent.audiences.get(draft) ?? '')) return null;
      return tell({ ...sent, audiences: new Map(sent.audiences).set(draft, audience) }, [newest]);
    },
  );

/** After these facts, oldest first; the audiences are those of all drafts. */
function tell(before: Sent, facts: readonly Fact<'sent' | 'draft'>[]): Sent {
  const stages = new Map(before.stages);
  const told = [...before.told];
  let { last } = before;
  for (const fact of facts) {
    if (fact.kind === 'draft' && fact.stage !== undefined) stages.set(fact.draft, fact.stage);
    if (fact.kind !== 'sent' || isInternal(before.audiences.get(fact.draft) ?? '')) continue;
    const { draft, channel, stage = stages.get(draft) ?? null } = fact;
    told.push({ at: sentAt(fact), channel, stage });
    if (last === null || sentAt(fact) > sentAt(last)) last = fact;
  }
  return {
    told: told.toSorted((one, other) => one.at - other.at),
    last,
    promised: last === before.last ? before.promised : last && findPromise(last.text, sentAt(last)),
    audiences: before.audiences,
    stages,
  };
}
