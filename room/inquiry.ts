// IN: what the investigation comes to: which tests still run, what was ruled out and by what, what is still open.
import type { Fact } from './fact.ts';
import { sayEvidence } from './facts/kind.ts';
import type { Hypothesis } from './incident.ts';

/** IN1: a test runs until somebody says what it showed, or what it was about is decided. */
export function isRunning(
  { verdict, findings }: Pick<Hypothesis, 'verdict' | 'findings'>,
  experiment: Fact<'experiment'>,
): boolean {
  return verdict === 'open' && !findings.some(({ target }) => target === experiment.id);
}

/** IN5: what was ruled out, and what showed it, so that nobody tests it a second time. */
export function sayRuledOut(hypotheses: readonly Hypothesis[]): string[] {
  return hypotheses.flatMap(({ verdict, text, findings }) => {
    if (verdict !== 'refuted') return [];
    const finding = findings.findLast((each) => each.verdict === 'refuted');
    const shown = [finding?.text, finding?.evidence && sayEvidence(finding.evidence)].filter(Boolean);
    return [shown.length === 0 ? oneLine(text) : `${oneLine(text)} (${oneLine(shown.join(', '))})`];
  });
}

/** What is still open: `The pool is exhausted (high confidence, Cy follows it up)`. */
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
