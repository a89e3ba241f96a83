import { after, defineKind, fields, quote } from './kind.ts';

/**
 * FA3: a correction is a fact too. An amendment's own `at` re-times its target when it lies more than a
 * second from its `noted`: the two are one field in a flat fact (FA7).
 */
export const correctionKinds = {
  amended: defineKind(
    { target: fields.id, text: fields.text.optional() },
    {
      isSystem: true,
      words: 'text',
      say: (fact, { who, find }) =>
        `${who} corrected ${quote(find(fact.target)?.text, 'an entry')}${after(fact.text)}`,
    },
  ),
  retracted: defineKind(
    { target: fields.id, why: fields.why.optional() },
    {
      isSystem: true,
      words: 'why',
      say: (fact, { who, find }) =>
        `${who} struck out ${quote(find(fact.target)?.text, 'an entry')}${after(fact.why)}`,
    },
  ),
};
