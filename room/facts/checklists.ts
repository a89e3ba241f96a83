import { z } from 'zod';
import { after, defineKind, fields, limits, quote } from './kind.ts';

const stepText = (checklist: Record<string, unknown> | undefined, step: string): unknown => {
  const steps = Array.isArray(checklist?.steps) ? (checklist.steps as { id: string; text: string }[]) : [];
  return steps.find(({ id }) => id === step)?.text;
};
const stateWords = { done: 'finished', skipped: 'skipped', open: 'reopened' } as const;

export const checklistKinds = {
  checklist: defineKind(
    {
      title: fields.title,
      playbook: fields.name.optional(),
      steps: z.array(z.looseObject({ id: fields.id, text: z.string().min(1).max(2_000) })).max(limits.list),
    },
    {
      words: 'title',
      say: (fact, { who }) => `${who} started the checklist ${quote(fact.title, 'without a title')}`,
    },
  ),
  step: defineKind(
    {
      target: fields.id,
      step: fields.id,
      state: z.enum(['done', 'skipped', 'open']),
      why: fields.why.optional(),
    },
    {
      isSystem: true,
      words: 'why',
      say: (fact, { who, find }) =>
        `${who} ${stateWords[fact.state]} ${quote(stepText(find(fact.target), fact.step), 'a step')}${after(fact.why)}`,
    },
  ),
};
