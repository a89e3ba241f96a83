import { z } from 'zod';
import { actionTypes } from './action-type.ts';
import { after, defineKind, fields, naming, quote, thread } from './kind.ts';
import { table } from '../text/words.ts';

export const outcomeWords = table({
  helped: 'helped',
  'no-effect': 'had no effect',
  'made-worse': 'made it worse',
  inconclusive: 'was inconclusive',
});

export const outcomes = ['helped', 'no-effect', 'made-worse', 'inconclusive'] as const;
export type ActionOutcome = (typeof outcomes)[number];
const outcome = z.enum(outcomes);

type Graded = Record<string, unknown> | undefined;

/** What was graded: an action, a playbook, or one of its steps. */
function quoteGraded(found: Graded, step: string | undefined): string {
  if (step === undefined) return quote(found?.['text'] ?? found?.['title'], 'an action');
  const steps = Array.isArray(found?.['steps']) ? (found['steps'] as { id: string; text: string }[]) : [];
  return quote(steps.find(({ id }) => id === step)?.text, 'a step');
}

export const actionKinds = {
  action: defineKind(
    {
      text: fields.text,
      ...thread,
      ...naming,
      repair: z.enum(['temporary', 'permanent']).optional(),
      // GR6: absent where nobody chose it; it is then read from the words.
      type: z.enum(actionTypes).optional(),
      // GR1: how long its effect is watched; ten minutes when absent.
      watchMs: z.number().int().min(10_000).max(3_600_000).optional(),
    },
    { isKey: true, words: 'text', say: (fact, { who }) => `${who} did: ${fact.text}` },
  ),
  graded: defineKind(
    {
      /** An action or a checklist; `step` is one of the checklist's steps (PB11). */
      target: fields.id,
      step: fields.id.optional(),
      outcome,
      evidence: fields.why.optional(),
      // GR4: the outcome proposed from the checks, so that an override stays visible.
      proposed: outcome.optional(),
    },
    {
      isSystem: true,
      words: 'evidence',
      say: (fact, { who, find }) =>
        `${who} judged that ${quoteGraded(find(fact.target), fact.step)} ${outcomeWords[fact.outcome]}${fact.proposed && fact.proposed !== fact.outcome ? `, where the checks said it ${outcomeWords[fact.proposed]}` : ''}${after(fact.evidence)}`,
    },
  ),
};
