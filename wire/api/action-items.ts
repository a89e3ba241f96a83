// Action items of all incidents in the API. Times are epoch milliseconds.
import { z } from 'zod';
import { severities } from '#room/facts/fact.ts';
import { itemTypes } from '#room/facts/tasks.ts';

export const itemStates = ['open', 'done', 'dropped'] as const;

export const actionItemSchema = z.object({
  incident: z.string(),
  number: z.string().nullable(),
  title: z.string(),
  severity: z.enum(severities),
  service: z.string().nullable(),
  drill: z.boolean(),
  id: z.string(),
  at: z.number(),
  text: z.string(),
  owner: z.string().nullable(),
  due: z.number().nullable(),
  priority: z.string().nullable(),
  type: z.enum(itemTypes).nullable(),
  about: z.string().nullable(),
  ticket: z.string().nullable(),
  /** Absent in data from an earlier version: the wish for a ticket, why there is none, and the state of the ticket. */
  asked: z.object({ tracker: z.string(), fact: z.string() }).nullable().optional(),
  noTicket: z.string().nullable().optional(),
  ticketState: z.object({ isOpen: z.boolean(), name: z.string() }).nullable().optional(),
  /** Absent in data from an earlier version. */
  monitor: z.string().nullable().optional(),
  automate: z.boolean().optional(),
  automates: z.string().nullable().optional(),
  step: z.string().nullable().optional(),
  state: z.enum(itemStates),
  why: z.string().nullable(),
  doneAt: z.number().nullable(),
  again: z.boolean().nullable(),
  isOverdue: z.boolean(),
  asksAgain: z.boolean(),
  lacks: z.array(z.enum(['verb', 'end', 'owner', 'due'])),
});
export type ActionItemAnswer = z.output<typeof actionItemSchema>;
