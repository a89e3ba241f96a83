// TL5: what is in force: decisions, actions that helped, and conflicts from values set in two places at once.
import type { Fact, FactId } from '../facts/fact.ts';
import type { Entry, Room } from '../view/room-view.ts';

export type StandingDecision = {
  id: FactId;
  text: string;
  by: string;
  at: number;
  /** A later decision that answers this one and may contradict it. */
  contestedBy: FactId | null;
};
export type Helped = { id: FactId; text: string; by: string; at: number; evidence: string | null };
export type Contest = {
  about: 'severity' | 'status';
  heads: readonly { id: FactId; value: string; by: string }[];
};
export type InForce = {
  decisions: readonly StandingDecision[];
  helped: readonly Helped[];
  /** The number of actions that did not help. */
  tried: number;
  contests: readonly Contest[];
};

/** Everything in force, newest decision first. */
export function findInForce({ timeline, severity, status }: Room): InForce {
  const decisions: Fact<'decision'>[] = [];
  const actions: Entry[] = [];
  for (const entry of timeline) {
    if (entry.retracted !== null) continue;
    if (entry.fact.kind === 'decision') decisions.push(entry.fact);
    else if (entry.fact.kind === 'action') actions.push(entry);
  }
  const answers = new Map(
    decisions.flatMap(({ id, target }) => (target === undefined ? [] : [[target, id] as const])),
  );
  return {
    decisions: decisions
      .map(({ id, text, by, at }) => ({ id, text, by, at, contestedBy: answers.get(id) ?? null }))
      .toReversed(),
    helped: actions.flatMap(({ id, fact, by, at, grade }) =>
      grade?.outcome === 'helped' && fact.kind === 'action'
        ? [{ id, text: fact.text, by, at, evidence: grade.evidence ?? null }]
        : [],
    ),
    tried: actions.filter(({ grade }) => grade !== null && grade.outcome !== 'helped').length,
    contests: [contest('severity', severity), contest('status', status)].filter((each) => each !== null),
  };
}

function contest(
  about: Contest['about'],
  { heads }: { heads: readonly { id: FactId; value: string; by: string }[] },
): Contest | null {
  return new Set(heads.map(({ value }) => value)).size < 2 ? null : { about, heads };
}
