import type { Fact } from '../facts/fact.ts';
import type { Hypothesis } from '../view/work-view.ts';
import { byNoted } from '../facts/order.ts';
import { family, ofKind } from './family.ts';
import type { Slice } from './slice.ts';

type Inquiry = 'hypothesis' | 'hypothesis-changed' | 'experiment' | 'finding';

/** Each field separately, so that a change of the confidence keeps the owner. */
function latestFields(base: Fact<'hypothesis'>, changes: readonly Fact<'hypothesis-changed'>[]) {
  const { id, text, by, at } = base;
  const owner = changes.findLast((change) => change.owner !== undefined)?.owner;
  const confidence = changes.findLast((change) => change.confidence !== undefined)?.confidence;
  return {
    id,
    text,
    by,
    at,
    owner: owner === undefined ? (base.owner ?? null) : owner,
    confidence: confidence === undefined ? (base.confidence ?? null) : confidence,
  };
}

/** A finding may be about an experiment or about the hypothesis itself; either may arrive after it. */
export function createHypotheses(find: (id: string) => Fact | undefined): Slice<readonly Hypothesis[]> {
  const hypotheses = family<Inquiry, Hypothesis>({
    kinds: ['hypothesis', 'hypothesis-changed', 'experiment', 'finding'],
    keyOf: (fact) => (fact.kind === 'hypothesis' ? fact.id : fact.target),
    compute(facts, factsOf) {
      const base = facts.find((fact) => fact.kind === 'hypothesis');
      if (!base) return null;
      const experiments = ofKind(facts, 'experiment');
      const indirect = experiments.flatMap(({ id }) => ofKind(factsOf(id), 'finding'));
      const findings = [...ofKind(facts, 'finding'), ...indirect].toSorted(byNoted);
      const fields = latestFields(base, ofKind(facts, 'hypothesis-changed'));
      const verdict = findings.at(-1)?.verdict ?? 'open';
      return { anchor: base, view: { ...fields, verdict, experiments, findings } };
    },
  });
  return {
    ...hypotheses,
    change(before, after) {
      hypotheses.change(before, after);
      const fact = after ?? before;
      const about = fact?.kind === 'finding' ? find(fact.target) : undefined;
      if (about?.kind === 'experiment') hypotheses.touch(about.target);
    },
  };
}
