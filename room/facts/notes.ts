import { z } from 'zod';
import { checkEvidence, defineKind, explained, fields, naming, quote, resting, thread } from './kind.ts';

const words = { text: fields.text, ...thread, ...naming };
/** WD3: another incident that the note is about; the line links to it. */
const about = { incident: fields.id.optional() };

export const noteKinds = {
  /** `why`: the reason of a note by paging. */
  note: defineKind(
    { ...words, ...about, ...explained, why: fields.why.optional() },
    { words: 'text', say: (fact, { who }) => `${who}: ${fact.text}` },
  ),
  decision: defineKind(words, {
    isKey: true,
    words: 'text',
    say: (fact, { who }) => `${who} decided: ${fact.text}`,
  }),
  observation: defineKind(
    { ...words, evidence: checkEvidence.optional() },
    {
      words: 'text',
      say: (fact, { who }) => `${who} observed: ${fact.text}${resting(fact.evidence)}`,
    },
  ),
  // IN2: somebody else saw it too.
  confirmed: defineKind(
    { target: fields.id },
    {
      isSystem: true,
      say: (fact, { who, find }) => `${who} confirmed ${quote(find(fact.target)?.text, 'an observation')}`,
    },
  ),
  key: defineKind(
    { target: fields.id, on: z.boolean() },
    {
      isSystem: true,
      say: (fact, { who, find }) =>
        `${who} ${fact.on ? 'marked' : 'unmarked'} ${quote(find(fact.target)?.text, 'an entry')} as a key event`,
    },
  ),
};
