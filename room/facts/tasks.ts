import { z } from 'zod';
import { defineKind, fields, naming, quote } from './kind.ts';

const itemTypes = ['detect', 'prevent', 'correct', 'mitigate', 'process'] as const;

/** Work to do: tasks are for now, action items for afterwards. */
export const taskKinds = {
  task: defineKind(
    { text: fields.text, owner: fields.id.optional(), due: fields.instant.optional(), ...naming },
    {
      words: 'text',
      say: (fact, { who, name }) =>
        fact.owner && fact.owner !== fact.by
          ? `${who} asked ${name(fact.owner)}: ${fact.text}`
          : `${who} ${fact.owner ? 'took a task' : 'added a task'}: ${fact.text}`,
    },
  ),
  'task-accepted': defineKind(
    { target: fields.id },
    {
      isSystem: true,
      say: (fact, { who, find }) => `${who} accepted ${quote(find(fact.target)?.text, 'a task')}`,
    },
  ),
  'task-done': defineKind(
    { target: fields.id },
    { say: (fact, { who, find }) => `${who} finished ${quote(find(fact.target)?.text, 'a task')}` },
  ),
  'action-item': defineKind(
    {
      text: fields.text,
      owner: fields.id.optional(),
      due: fields.instant.optional(),
      priority: fields.name.optional(),
      type: z.enum(itemTypes).optional(),
      // GR5: the temporary repair that it makes permanent.
      about: fields.id.optional(),
    },
    { words: 'text', say: (fact, { who }) => `${who} added an action item: ${fact.text}` },
  ),
  'action-item-changed': defineKind(
    {
      target: fields.id,
      text: fields.text.optional(),
      // null takes an owner, a date, a priority or a type away again.
      owner: fields.id.nullish(),
      due: fields.instant.nullish(),
      priority: fields.name.nullish(),
      type: z.enum(itemTypes).nullish(),
      state: z.enum(['open', 'done', 'dropped']).optional(),
    },
    {
      isSystem: true,
      words: 'text',
      say: (fact, { who, find }) => {
        const item = quote(fact.text ?? find(fact.target)?.text, 'an action item');
        if (fact.state === 'open') return `${who} reopened ${item}`;
        return `${who} ${fact.state === undefined ? 'changed' : fact.state === 'done' ? 'finished' : 'dropped'} ${item}`;
      },
    },
  ),
};
