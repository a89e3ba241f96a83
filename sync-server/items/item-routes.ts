import { z } from 'zod';
import { filterItems, isOverdue, asksAgain } from '#room/learning/action-items.ts';
import { severities } from '#room/facts/fact.ts';
import { itemTypes } from '#room/facts/tasks.ts';
import { lintItem } from '#room/learning/item-lint.ts';
import { routesTaking } from '../http/route.ts';
import { listOf } from '../http/shapes.ts';
import type { ActionItems } from './action-items.ts';

type Takes = {
  now: () => number;
  actionItems: ActionItems;
};
const defineRoute = routesTaking<Takes>();

const yes = z.literal('true');
const states = ['open', 'done', 'dropped'] as const;

const query = z.strictObject({
  mine: yes.optional(),
  owner: z.string().min(1).max(64).optional(),
  overdue: yes.optional(),
  service: z.string().trim().min(1).max(120).optional(),
  type: z.enum(itemTypes).optional(),
  state: z.enum([...states, 'all']).optional(),
  again: yes.optional(),
  automate: yes.optional(),
});

const itemSchema = z.object({
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
  state: z.enum(states),
  why: z.string().nullable(),
  doneAt: z.number().nullable(),
  again: z.boolean().nullable(),
  isOverdue: z.boolean(),
  asksAgain: z.boolean(),
  lacks: z.array(z.enum(['verb', 'end', 'owner', 'due'])),
});

/** AI1: each server answers from its own rooms, even while the team's server is away. */
export const itemRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/action-items',
    summary: 'Action items of all incidents, the earliest day first: the open ones unless `state` says other',
    access: 'viewer',
    query,
    answers: listOf(itemSchema),
    answer: ({ parts: { actionItems, now }, query: asked, caller }) => {
      const { mine, owner = null, overdue, service = null, type = null, state = 'open' } = asked;
      const filter = {
        owner: mine === undefined ? owner : caller.person,
        isOverdue: overdue !== undefined,
        asksAgain: asked.again !== undefined,
        automate: asked.automate !== undefined,
        service,
        type,
        state,
      };
      const at = now();
      const items = filterItems(actionItems.list(), filter, at).map((item) => ({
        ...item,
        isOverdue: isOverdue(item, at),
        asksAgain: asksAgain(item, at),
        lacks: lintItem(item),
      }));
      return { body: { items } };
    },
  }),
];
