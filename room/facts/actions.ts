import { z } from 'zod';
import { after, defineKind, fields, quote } from './kind.ts';

const outcomeWords = {
  helped: 'helped',
  'no-effect': 'had no effect',
  'made-worse': 'made it worse',
  inconclusive: 'was inconclusive',
} as const;

export const actionKinds = {
  action: defineKind(
    { text: fields.text, repair: z.enum(['temporary', 'permanent']).optional() },
    { isKey: true, words: 'text', say: (fact, { who }) => `${who} did: ${fact.text}` },
  ),
  graded: defineKind(
    {
      target: fields.id,
      outcome: z.enum(['helped', 'no-effect', 'made-worse', 'inconclusive']),
      evidence: fields.why.optional(),
    },
    {
      isSystem: true,
      words: 'evidence',
      say: (fact, { who, find }) =>
        `${who} judged that ${quote(find(fact.target)?.text, 'an action')} ${outcomeWords[fact.outcome]}${after(fact.evidence)}`,
    },
  ),
};
