// IN: the state of the investigation: running tests, ruled-out hypotheses with the evidence, open hypotheses.
import type { Fact } from '../facts/fact.ts';
import { sayEvidence } from '../facts/kind.ts';
import type { Hypothesis } from '../view/work-view.ts';

/** IN1: a test runs until it has a finding, or until its hypothesis is decided. */
export function isRunning(
  { verdict, findings }: Pick<Hypothesis, 'verdict' | 'findings'>,
  experiment: Fact<'experiment'>,
): boolean {
  return verdict === 'open' && !findings.some(({ target }) => target === experiment.id);
}

/** IN5: the ruled-out hypotheses with their evidence, so that nobody tests them again. */
export function sayRuledOut(hypotheses: readonly Hypothesis[]): string[] {
  return hypotheses.flatMap(({ verdict, text, findings }) => {
    if (verdict !== 'refuted') return [];
    const finding = findings.findLast((each) => each.verdict === 'refuted');
    const shown = [finding?.text, finding?.evidence && sayEvidence(finding.evidence)].filter(Boolean);
    return [shown.length === 0 ? oneLine(text) : `${oneLine(text)} (${oneLine(shown.join(', '))})`];
  });
}

/** The open hypotheses: `The pool is exhausted (high confidence, Cy follows it up)`. */
export function sayOpen(hypotheses: readonly Hypothesis[], names: (id: string) => string): string[] {
  return hypotheses.flatMap(({ verdict, text, owner, confidence }) => {
    if (verdict !== 'open') return [];
    const traits = [
      confidence !== null && `${confidence} confidence`,
      owner === null ? 'nobody follows it up' : `${names(owner)} follows it up`,
    ].filter(Boolean);
    return [`${oneLine(text)} (${traits.join(', ')})`];
  });
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/gu, ' ');
