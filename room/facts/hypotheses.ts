import { z } from 'zod';
import { after, checkEvidence, defineKind, fields, naming, quote, resting } from './kind.ts';

const verdictWords = {
  supported: 'supports',
  refuted: 'refutes',
  inconclusive: 'is inconclusive about',
} as const;

export const confidences = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof confidences)[number];

/** The scientific method at 3 a.m.: a guess, a test that could prove it wrong, what the test showed. */
export const hypothesisKinds = {
  hypothesis: defineKind(
    {
      text: fields.text,
      // IN3: who investigates it, and how sure they are.
      owner: fields.id.optional(),
      confidence: z.enum(confidences).optional(),
      ...naming,
    },
    { words: 'text', say: (fact, { who }) => `${who} suspects: ${fact.text}` },
  ),
  'hypothesis-changed': defineKind(
    {
      target: fields.id,
      // null removes the owner or the confidence.
      owner: fields.id.nullish(),
      confidence: z.enum(confidences).nullish(),
    },
    {
      isSystem: true,
      say: (fact, { who, name, find }) => {
        const about = quote(find(fact.target)?.text, 'a hypothesis');
        const owner =
          typeof fact.owner === 'string' ? `${name(fact.owner)} follows it up` : 'nobody follows it up';
        const sure = fact.confidence ? `${fact.confidence} confidence` : 'no confidence given';
        const changes = [
          ...(fact.owner === undefined ? [] : [owner]),
          ...(fact.confidence === undefined ? [] : [sure]),
        ];
        return `${who} changed ${about}${after(changes.join(', '))}`;
      },
    },
  ),
  experiment: defineKind(
    {
      target: fields.id,
      text: fields.text,
      refutes: fields.why.optional(),
      // IN1: when its time box ends.
      due: fields.instant.optional(),
      ...naming,
    },
    {
      words: 'text',
      say: (fact, { who }) => `${who} is testing: ${fact.text}`,
    },
  ),
  finding: defineKind(
    {
      target: fields.id,
      verdict: z.enum(['supported', 'refuted', 'inconclusive']),
      text: fields.why.optional(),
      evidence: checkEvidence.optional(),
      ...naming,
    },
    {
      words: 'text',
      say: (fact, { who, find }) => {
        // The line names the tested hypothesis, not the test.
        const about = find(fact.target);
        const tested = about?.kind === 'experiment' ? find(String(about.target)) : about;
        const verdict = `${verdictWords[fact.verdict]} ${quote(tested?.text, 'the hypothesis')}`;
        return `${who} found a result that ${verdict}${after(fact.text)}${resting(fact.evidence)}`;
      },
    },
  ),
};
