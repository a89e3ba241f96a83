import { z } from 'zod';
import { defineKind, fields, quote } from './kind.ts';

export const noteKinds = {
  note: defineKind({ text: fields.text }, { words: 'text', say: (fact, { who }) => `${who}: ${fact.text}` }),
  decision: defineKind(
    { text: fields.text },
    { isKey: true, words: 'text', say: (fact, { who }) => `${who} decided: ${fact.text}` },
  ),
  observation: defineKind(
    { text: fields.text },
    { words: 'text', say: (fact, { who }) => `${who} observed: ${fact.text}` },
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
