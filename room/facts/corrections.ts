import { z } from 'zod';
import { actionTypes, actionTypeWords } from './action-type.ts';
import { after, defineKind, explained, fields } from './kind.ts';

const named = new Set([
  'note',
  'decision',
  'observation',
  'action',
  'hypothesis',
  'task',
  'link',
  'draft',
  'status',
]);
/** Names only the kind: retracted text, such as a pasted password, must not appear in the line about it. */
const nameOf = (kind: string | undefined): string =>
  kind === undefined || !named.has(kind) ? 'an entry' : `${/^[aeiou]/u.test(kind) ? 'an' : 'a'} ${kind}`;

/**
 * FA3: a correction is a fact too. An amendment's `at` moves its target in time when it differs from its `noted`
 * by more than a second, because a flat fact has only one `at` (FA7).
 */
export const correctionKinds = {
  amended: defineKind(
    {
      target: fields.id,
      text: fields.text.optional(),
      // GR6: only of an action.
      type: z.enum(actionTypes).optional(),
      ...explained,
    },
    {
      isSystem: true,
      words: 'text',
      say: (fact, { who, find }) =>
        `${who} corrected ${nameOf(find(fact.target)?.kind)}${fact.type === undefined ? '' : ` (${actionTypeWords[fact.type]})`}${after(fact.text)}`,
    },
  ),
  retracted: defineKind(
    { target: fields.id, why: fields.why.optional() },
    {
      isSystem: true,
      words: 'why',
      say: (fact, { who, find }) => `${who} struck out ${nameOf(find(fact.target)?.kind)}${after(fact.why)}`,
    },
  ),
};
