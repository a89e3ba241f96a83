import { z } from 'zod';
import { after, defineKind, fields, naming, quote } from './kind.ts';
import { limits } from '../text/limits.ts';

/** The purpose of an action item. */
export const itemTypes = ['detect', 'prevent', 'correct', 'mitigate', 'process'] as const;

/** AI3: the external ticket of the work; the item stays when the ticket moves, closes or disappears. */
const ticket = z
  .string()
  .max(limits.url)
  .regex(/^https?:\/\/\S+$/iu, 'an address that begins with http:// or https://');

/** TA3: how often a task may repeat, in ms: from a minute to a day. */
export const repeatLimits = { shortestMs: 60_000, longestMs: 86_400_000 } as const;
const mostTurns = 100_000;

type AboutTicket = {
  ticket?: string | null | undefined;
  tracker?: string | undefined;
  noTicket?: string | undefined;
  ticketState?: { isOpen: boolean; name: string } | undefined;
};

/** TK: null when the change is about something else. */
function sayTicket(change: AboutTicket, item: string, who: string): string | null {
  const { ticket: address, tracker, noTicket, ticketState } = change;
  if (tracker !== undefined) return `${who} asked for a ticket for ${item}`;
  if (noTicket !== undefined) return `No ticket was made for ${item}: ${noTicket}`;
  if (address) return `${who} linked a ticket to ${item}: ${address}`;
  if (address === null) return `${who} unlinked the ticket of ${item}`;
  if (ticketState === undefined) return null;
  const { isOpen, name } = ticketState;
  const state = isOpen ? 'open' : 'closed';
  return `The ticket of ${item} is ${state}${name.toLowerCase() === state ? '' : `: ${name}`}`;
}

/** Work to do: tasks are for now, action items for afterwards. */
export const taskKinds = {
  task: defineKind(
    {
      text: fields.text,
      owner: fields.id.optional(),
      due: fields.instant.optional(),
      // TA3: it repeats this long after each time it was done, until the incident is resolved.
      everyMs: z.number().int().min(repeatLimits.shortestMs).max(repeatLimits.longestMs).optional(),
      ...naming,
    },
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
    // TA3: which turn of a repeating task, from 1; without it the one that was due.
    { target: fields.id, turn: z.number().int().min(1).max(mostTurns).optional() },
    {
      say: (fact, { who, find }) => {
        const task = find(fact.target);
        return `${who} ${task?.everyMs === undefined ? 'finished' : 'did'} ${quote(task?.text, 'a task')}`;
      },
    },
  ),
  'action-item': defineKind(
    {
      text: fields.text,
      owner: fields.id.optional(),
      due: fields.instant.optional(),
      priority: fields.name.optional(),
      type: z.enum(itemTypes).optional(),
      // GR5: the temporary repair that the item makes permanent.
      about: fields.id.optional(),
      ticket: ticket.optional(),
      // AI8: people do this work by hand, and a machine could.
      automate: z.boolean().optional(),
      // AI9: the action that was done by hand, or the checklist; `step` is one of the checklist's steps.
      automates: fields.id.optional(),
      step: fields.id.optional(),
    },
    { words: 'text', say: (fact, { who }) => `${who} added an action item: ${fact.text}` },
  ),
  'action-item-changed': defineKind(
    {
      target: fields.id,
      text: fields.text.optional(),
      // null removes the owner, date, priority, type or ticket.
      owner: fields.id.nullish(),
      due: fields.instant.nullish(),
      priority: fields.name.nullish(),
      type: z.enum(itemTypes).nullish(),
      state: z.enum(['open', 'done', 'dropped']).optional(),
      ticket: ticket.nullish(),
      // TK2: the channel in which somebody asks for a ticket, and why none was made there.
      tracker: fields.id.optional(),
      noTicket: fields.why.optional(),
      // TK3: the state of the ticket, as the tracker says it.
      ticketState: z.looseObject({ isOpen: z.boolean(), name: fields.name }).optional(),
      automate: z.boolean().optional(),
      // AI7: the monitor created from the item.
      monitor: fields.id.nullish(),
      // AI3: evidence that the item is done, or why it was dropped.
      why: fields.why.optional(),
      // AI6: whether it happened again after the item was done.
      again: z.boolean().optional(),
    },
    {
      isSystem: true,
      words: 'text',
      say: (fact, { who, find }) => {
        const item = quote(fact.text ?? find(fact.target)?.text, 'an action item');
        if (fact.state === 'open') return `${who} reopened ${item}`;
        if (fact.state !== undefined)
          return `${who} ${fact.state === 'done' ? 'finished' : 'dropped'} ${item}${after(fact.why)}`;
        if (fact.again !== undefined)
          return `${who} noted that it ${fact.again ? 'happened again' : 'has not happened again'} since ${item}`;
        if (fact.automate !== undefined)
          return `${who} noted that ${item} ${fact.automate ? 'can' : 'cannot'} be automated`;
        return sayTicket(fact, item, who) ?? `${who} changed ${item}`;
      },
    },
  ),
};
