import { z } from 'zod';
import { after, defineKind, fields, naming, quote, thread } from './kind.ts';
import { table } from '../words.ts';

export const outcomeWords = table({
  helped: 'helped',
  'no-effect': 'had no effect',
  'made-worse': 'made it worse',
  inconclusive: 'was inconclusive',
});

const outcome = z.enum(['helped', 'no-effect', 'made-worse', 'inconclusive']);

export const actionKinds = {
  action: defineKind(
    {
      text: fields.text,
      ...thread,
      ...naming,
      repair: z.enum(['temporary', 'permanent']).optional(),
      // GR1: how long its effect is watched, when not for ten minutes.
      watchMs: z.number().int().min(10_000).max(3_600_000).optional(),
    },
    { isKey: true, words: 'text', say: (fact, { who }) => `${who} did: ${fact.text}` },
  ),
  graded: defineKind(
    {
      target: fields.id,
      outcome,
      evidence: fields.why.optional(),
      // GR4: what the checks came to, when somebody was offered it: an override stays visible.
      proposed: outcome.optional(),
    },
    {
      isSystem: true,
      words: 'evidence',
      say: (fact, { who, find }) =>
        `${who} judged that ${quote(find(fact.target)?.text, 'an action')} ${outcomeWords[fact.outcome]}${fact.proposed && fact.proposed !== fact.outcome ? `, where the checks said it ${outcomeWords[fact.proposed]}` : ''}${after(fact.evidence)}`,
    },
  ),
};
