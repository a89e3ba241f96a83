import { z } from 'zod';
import { after, defineKind, fields, quote, type Speech } from './kind.ts';
import { limits } from '../text/limits.ts';

/** A step of an attached checklist: the playbook's text and attributes (docs/spec.md, PB). */
const step = z.looseObject({
  id: fields.id,
  text: z.string().min(1).max(2_000),
  /** The assignee in the playbook: a role or a name. */
  assignee: fields.name.optional(),
  /** The time box. */
  minutes: z.number().int().min(1).max(1_440).optional(),
  /** A second person must approve it before it can be done. */
  approval: z.boolean().optional(),
  /** The steps above must be done first. */
  guarded: z.boolean().optional(),
});

type Named = { target: string; step: string };
type Found = { id: string; text: string; approval?: boolean };

function findStep({ find }: Speech, fact: Named): Found | undefined {
  const steps = find(fact.target)?.steps;
  return (Array.isArray(steps) ? (steps as Found[]) : []).find(({ id }) => id === fact.step);
}
const quoteStep = (speech: Speech, fact: Named) => quote(findStep(speech, fact)?.text, 'a step');
const stateWords = { done: 'finished', skipped: 'skipped', open: 'reopened' } as const;
const ofStep = { target: fields.id, step: fields.id };

export const checklistKinds = {
  checklist: defineKind(
    { title: fields.title, playbook: fields.name.optional(), steps: z.array(step).max(limits.list) },
    {
      words: 'title',
      say: (fact, { who }) => `${who} started the checklist ${quote(fact.title, 'without a title')}`,
    },
  ),
  step: defineKind(
    { ...ofStep, state: z.enum(['done', 'skipped', 'open']), why: fields.why.optional() },
    {
      isSystem: true,
      words: 'why',
      say: (fact, speech) =>
        `${speech.who} ${stateWords[fact.state]} ${quoteStep(speech, fact)}${after(fact.why)}`,
    },
  ),
  'step-started': defineKind(ofStep, {
    isSystem: true,
    say: (fact, speech) =>
      findStep(speech, fact)?.approval === true
        ? `${speech.who} asks for an approval of ${quoteStep(speech, fact)}`
        : `${speech.who} began ${quoteStep(speech, fact)}`,
  }),
  'step-assigned': defineKind(
    { ...ofStep, person: fields.name.nullable() },
    {
      isSystem: true,
      say: (fact, speech) =>
        fact.person === null
          ? `${speech.who} took the name off ${quoteStep(speech, fact)}`
          : `${speech.who} gave ${quoteStep(speech, fact)} to ${speech.name(fact.person)}`,
    },
  ),
  'step-approved': defineKind(ofStep, {
    say: (fact, speech) => `${speech.who} approved ${quoteStep(speech, fact)}`,
  }),
};
