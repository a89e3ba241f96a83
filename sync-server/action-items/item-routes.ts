import { z } from 'zod';
import { actionItemSchema, itemStates } from '#wire/api/action-items.ts';
import { filterItems, isOverdue, asksAgain } from '#room/learning/action-items.ts';
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

const query = z.strictObject({
  mine: yes.optional(),
  owner: z.string().min(1).max(64).optional(),
  overdue: yes.optional(),
  service: z.string().trim().min(1).max(120).optional(),
  type: z.enum(itemTypes).optional(),
  state: z.enum([...itemStates, 'overdue', 'all']).optional(),
  again: yes.optional(),
  automate: yes.optional(),
});

/** AI1: each server answers from its own rooms, even while the team's server is away. */
export const itemRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/v1/action-items',
    summary: 'Action items of all incidents, the earliest day first: the open ones unless `state` says other',
    access: 'viewer',
    query,
    answers: listOf(actionItemSchema),
    answer: ({ parts: { actionItems, now }, query: asked, caller }) => {
      const { mine, owner = null, overdue, service = null, type = null, state = 'open' } = asked;
      const filter = {
        owner: mine === undefined ? owner : caller.person,
        isOverdue: overdue !== undefined || state === 'overdue',
        asksAgain: asked.again !== undefined,
        automate: asked.automate !== undefined,
        service,
        type,
        state: state === 'overdue' ? 'open' : state,
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
