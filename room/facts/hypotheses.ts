import { z } from 'zod';
import { after, defineKind, fields, quote } from './kind.ts';

const verdictWords = {
  supported: 'supports',
  refuted: 'refutes',
  inconclusive: 'says nothing certain about',
} as const;

/** The scientific method at 3 a.m.: a guess, a test that could prove it wrong, what the test showed. */
export const hypothesisKinds = {
  hypothesis: defineKind(
    { text: fields.text },
    { words: 'text', say: (fact, { who }) => `${who} suspects: ${fact.text}` },
  ),
  experiment: defineKind(
    {
      target: fields.id,
      text: fields.text,
      refutes: fields.why.optional(),
      // IN1: when its time box ends.
      due: fields.instant.optional(),
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
    },
    {
      words: 'text',
      say: (fact, { who, find }) =>
        `${who} found a result that ${verdictWords[fact.verdict]} ${quote(find(fact.target)?.text, 'the hypothesis')}${after(fact.text)}`,
    },
  ),
};
